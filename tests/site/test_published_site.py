"""What a host gets, and what somebody with a passphrase finds in it."""

from __future__ import annotations

import re

from als_plugin import leaks
from als_plugin.records import load_set
from als_plugin.records.strings import strings_of

from .organisation import PDF, PNG, Organisation, readable, text


def needles(organisation: Organisation) -> list[str]:
    folder = organisation.root / "sets" / "quay"
    return strings_of(load_set(folder, shown="sets/quay", expired="warn"), folder)


def test_a_host_finds_no_string_of_the_records(built: Organisation) -> None:
    done = built.run("als", "audit", "site")
    assert done.returncode == 0, done.stderr
    assert "nothing found" in done.stdout


def test_the_same_audit_finds_every_string_in_the_opened_sites(built: Organisation) -> None:
    opened = {f"{person}/{path}": data for person in ("fay", "ben") for path, data in readable(built.open(person)).items()}
    found = {finding.needle for finding in leaks.search(opened, needles(built))}
    # What no page shows: a file that nothing links to, a page's file name.
    assert set(needles(built)) - found == {"unlinked.txt", "our-room.md"}


def test_the_folder_holds_what_it_should_and_nothing_else(built: Organisation) -> None:
    paths = {path.relative_to(built.site / "quay").as_posix() for path in (built.site / "quay").rglob("*") if path.is_file()}
    opaque = {path for path in paths if re.fullmatch(r"packs/[0-9a-f]{32}", path)}
    assert paths - opaque == {"index.html", "404.html", "sw.js", "als.js", "argon2.js", "join.js", "reading.js", "als.css", "keyring"}
    assert not list(built.root.glob(".site.*")) and not list(built.private.iterdir())


def test_every_page_stands_at_its_address(built: Organisation) -> None:
    site = built.open("ben")
    pages = {path.removesuffix("index.html") for path in site.paths() if path.endswith("index.html")}
    assert pages == {
        "", "prepare/", "sessions/", "sessions/2026-01-14/", "sessions/2026-04-15/", "actions/", "airtime/", "learning/", "set/",
        "pages/our-room/", "agree/", "guide/", "guide/members/what-to-expect/",
    }
    assert "404.html" in site.paths() and "search/search_index.json" in site.paths()


def test_attachments_come_as_they_are_and_only_linked_ones(built: Organisation) -> None:
    site = built.open("ben")
    assert site.read("files/sketch.png") == (PNG, "image/png")
    assert site.read("files/plan.pdf") == (PDF, "application/pdf")
    assert "files/unlinked.txt" not in site.paths()
    assert 'href="../../files/plan.pdf"' in site.read("pages/our-room/")[0].decode()


def test_the_guidance_speaks_of_the_set_inside_and_of_any_set_outside(built: Organisation) -> None:
    assert "The guidance of The Quayside Set." in text(built.open("ben"), "guide/")
    front = (built.site / "index.html").read_text()
    assert "Quayside" not in front and "The guidance of" in front


def test_what_is_the_themes_own_lies_in_the_clear_once(built: Organisation) -> None:
    clear = built.open("ben").index["clear"]
    assert any(path.startswith("assets/javascripts/bundle.") for path in clear)
    assert all((built.site / "quay" / item["url"]).resolve().is_file() for item in clear.values())
    assert not any(path.startswith(("guide/", "pictures/", "files/")) for path in clear)


def test_the_policy_names_exact_scripts(built: Organisation) -> None:
    csp = built.open("ben").index["csp"]
    assert [re.sub(r"\.[0-9a-f]{8,}\.", ".", path) for path in csp["scripts"]] == [
        "assets/als/page.js", "assets/als/reply.js", "assets/javascripts/bundle.min.js",
    ]
    assert len(csp["workers"]) == 1 and csp["hashes"]


def test_a_newcomer_reads_nothing_from_before(built: Organisation) -> None:
    opened = readable(built.open("cleo"))
    hidden = ["The rota that nobody owns", "Ring the estates team", "Ask the night shift", "2026-01-14", "sketch.png"]
    assert leaks.search(opened, hidden) == []
    assert "A telephone beats eleven messages" in text(built.open("cleo"), "sessions/2026-04-15/")


def test_drafts_notes_and_what_is_not_agreed_reach_the_facilitator_alone(built: Organisation) -> None:
    hidden = ["A drafted worry about budgets", "ring him gently", "An unagreed quarrel over parking", "2026-06-10"]
    for person in ("amara", "cleo"):
        assert leaks.search(readable(built.open(person)), hidden) == []
    assert {finding.needle for finding in leaks.search(readable(built.open("fay")), hidden)} == set(hidden)


def test_home_knows_whose_passphrase_opened_it(built: Organisation) -> None:
    assert [built.open(person).person for person in ("fay", "amara", "cleo")] == ["fay", "amara", "cleo"]

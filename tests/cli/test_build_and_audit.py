"""als build, then als audit: a locked site, in which nothing of the records stands readable."""

from __future__ import annotations

import base64
import gzip
import json

import pytest

from .conftest import SET, write

SECRET = "Who could own the rota with me?"


def test_without_any_set(handbook, ok):
    said = ok("build")
    assert said.out.splitlines()[0] == "There is no set yet; make one with: als new set harbour"
    assert (handbook / "site/index.html").is_file()


def test_a_first_evening_to_the_end(ok, tmp_path, monkeypatch):
    ok("init", "handbook")
    monkeypatch.chdir(tmp_path / "handbook")
    ok("new", "set", "harbour", "--facilitator", "Fay Marsh", "--member", "Amara Obi", "--member", "Ben Wray",
       "--member", "Cleo Lund", "--member", "Dev Rao")
    ok("new", "session", "harbour", "2026-01-14")
    ok("check")
    ok("access", "grant", "harbour", "amara")
    said = ok("build")
    lines = said.out.splitlines()
    assert lines[0].startswith("harbour: ") and ", 1 person can open it, " in lines[0]
    assert lines[1].startswith("The front door and 1 locked set, in ") and lines[1].endswith(" s: site")
    assert (tmp_path / "handbook/site/harbour/keyring").is_file()
    assert ok("audit", "site").out.endswith(" of 1 set: nothing found\n")
    assert ok("audit").out == ok("audit", "site").out


def test_the_report_for_a_machine(harbour, ok):
    ok("access", "grant", "harbour", "amara")
    data = ok("build", "--json", "--site-dir", "public").data
    assert data["site_dir"] == str(harbour / "public")
    (made,) = data["sets"]
    assert (made["set"], made["people"], made["views"]) == ("harbour", 1, 1)
    assert made["pages"] > 10 and made["bytes"] > 10_000
    assert not (harbour / "site").exists()


def test_a_set_that_nobody_can_open_is_not_published(harbour, ok):
    said = ok("build")
    assert not (harbour / "site/harbour").exists()
    assert any(line.startswith("sets/harbour: nobody has a passphrase yet") for line in said.errors)


def test_a_mistake_publishes_nothing(built, als):
    before = {path: path.read_bytes() for path in (built / "site").rglob("*") if path.is_file()}
    write(built, {"sets/harbour/sessions/2026-02-11.yml": "date: 2026-02-11\nstatus: final\n"})
    said = als("build")
    assert said.code == 1 and said.out == ""
    assert said.errors[-1].startswith("sets/harbour/sessions/2026-02-11.yml:2:")
    assert {path: path.read_bytes() for path in (built / "site").rglob("*") if path.is_file()} == before


def test_an_unknown_set(built, refused):
    assert refused("build", "harbuor") == ["sets/harbuor: there is no such set; did you mean harbour?"]


def test_a_key_that_is_not_there(harbour, ok, refused, monkeypatch, tmp_path):
    ok("access", "grant", "harbour", "amara")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another"))
    (line,) = refused("build")
    assert line.startswith("mkdocs.yml: the publisher's signing key is not on this machine; ")


def hide(form):
    text = f"<p>before {SECRET} after</p>"
    return {
        "plain": text.encode(),
        "gzip": gzip.compress(text.encode()),
        "base64": base64.b64encode(text.encode()),
        "utf-16": text.encode("utf-16-le"),
        "percent": b"".join(b"%%%02X" % byte for byte in text.encode()),
    }[form]


@pytest.mark.parametrize("form", ["plain", "gzip", "base64", "utf-16", "percent"])
def test_a_leak_is_found_and_not_told(built, als, form):
    (built / "site/leak.bin").write_bytes(hide(form))
    said = als("audit", "site")
    assert said.code == 1
    assert len(said.errors) == 1
    assert said.errors[0].startswith("site/leak.bin: holds a text of the records (")
    assert said.errors[0].endswith(f"): Who… ({len(SECRET)} characters); do not publish this folder")
    assert SECRET not in said.err + said.out and "rota" not in said.err
    assert said.out.endswith(": 1 finding\n")


def test_a_leak_in_a_page_of_the_front_door(built, als):
    page = built / "site/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", "<p>Amara Obi</p></body>"), encoding="utf-8")
    data = als("audit", "site", "--json").data
    # Her name, and in it her id.
    assert {(each["path"], each["begins"]) for each in data["findings"]} == {("index.html", "Ama…"), ("index.html", "a…")}


def test_what_the_guidance_says_too_is_no_finding(harbour, ok):
    write(harbour, {
        "docs/rules.md": "# Our rules\n\nOne person speaks at a time. Amara Obi wrote this page.\n",
        "sets/harbour/set.yml": SET.replace(
            "record: suggestions", "record: suggestions, ground_rules: [One person speaks at a time.]"),
    })
    ok("access", "grant", "harbour", "amara")
    ok("build")
    assert "One person speaks at a time." in (harbour / "site/rules/index.html").read_text(encoding="utf-8")
    assert ok("audit", "site").out.endswith(": nothing found\n")


def test_a_listed_set_may_be_named(harbour, ok):
    write(harbour, {"sets/harbour/set.yml": SET.replace("name: Harbour", "name: The old harbour set") + "    listed: true\n"})
    ok("access", "grant", "harbour", "amara")
    ok("build")
    assert ok("audit", "site").out.endswith(": nothing found\n")


def test_no_site_to_search(harbour, refused):
    assert refused("audit", "site") == ["site: there is no built site; build one with: als build"]


def test_the_positive_control(harbour, als):
    """The same search on the records themselves finds every text of theirs that it looks for."""
    (harbour / "open").mkdir()
    everything = "\n".join(path.read_text(encoding="utf-8") for path in (harbour / "sets").rglob("*.yml"))
    (harbour / "open/all.txt").write_text(everything + "\n2026-01-14/ring-estates\n", encoding="utf-8")
    said = als("audit", "open", "--json")
    assert said.code == 1
    found = {each["begins"] for each in said.data["findings"]}
    assert {"Ama…", "Be…", "Cle…", "De…", "Fay…", "The…", "A s…", "Who…", "Rin…", "202…"} <= found
    assert "rota" not in json.dumps(said.data)

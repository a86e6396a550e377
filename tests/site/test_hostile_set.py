"""Names, front matter and attached files as a hostile or careless person might write them: nothing of theirs runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .organisation import DOCS, FIRST, SET, Organisation

RUN = "<script>ran('{}')</script>"
NAME = f"R&D</title>{RUN.format('name')}"
ROOM = f"""
    ---
    title: '</title>{RUN.format("title")}'
    description: '">{RUN.format("description")}'
    author: '">{RUN.format("author")}'
    ---
    # Room {RUN.format("heading")}

    ## Foo &lt;script&gt;ran('contents')&lt;/script&gt;

    </article></main>{RUN.format("after")}<script src="../../files/page.js"></script>
"""
ATTACHED = f"<!doctype html><title>\xe9</title>{RUN.format('attached')}<script src='page.js'></script>".encode("latin-1")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """A set with a script in each place that the theme writes as it is given, and a page and a script attached."""
    organisation = Organisation.drawn(tmp_path_factory.mktemp("hostile"), {
        "sets/quay/set.yml": SET.replace("The Quayside Set", NAME).replace("amara@example.org", "amara@example.org?bcc=mallory%40example.org"),
        "sets/quay/sessions/2026-01-14.yml": FIRST.replace("[the plan](files/plan.pdf)", "[the plan](files/plan.html), [more](files/page.js)"),
        "sets/quay/pages/our-room.md": ROOM,
        "sets/quay/files/plan.html": ATTACHED,
        "sets/quay/files/page.js": "ran('file')",
    })
    organisation.grant("amara")
    done = organisation.run("als", "build")
    assert done.returncode == 0, done.stderr
    return organisation


def test_it_allows_no_script_that_a_harmless_set_does_not(hostile: Organisation, built: Organisation) -> None:
    assert "files/page.js" in hostile.open("amara").paths() and "files/plan.html" in hostile.open("amara").paths()
    assert hostile.open("amara").index["csp"] == built.open("amara").index["csp"]


def test_names_and_titles_are_written_as_text(hostile: Organisation) -> None:
    site = hostile.open("amara")
    for path in ("index.html", "sessions/2026-01-14/index.html", "guide/index.html", "404.html"):
        html = site.read(path)[0].decode()
        assert "<script>ran(" not in html
        assert re.search(r"<title>[^<]*R&amp;D&lt;/title&gt;&lt;script", html)
    head = site.read("pages/our-room/index.html")[0].decode().partition("<article")[0]
    assert "<script>ran(" not in head


def test_an_address_opens_a_message_to_nobody_else(hostile: Organisation) -> None:
    html = hostile.open("amara").read("set/index.html")[0].decode()
    assert 'href="mailto:amara@example.org%3Fbcc%3Dmallory%2540example.org"' in html


def test_a_name_that_the_front_door_tells_may_hold_words_of_the_records(tmp_path: Path) -> None:
    public = SET.replace("The Quayside Set", "The old customs house, Thursdays\nlisted: true".replace("\n", "\n    "))
    organisation = Organisation.drawn(tmp_path, {"sets/quay/set.yml": public, **DOCS})
    organisation.grant("amara")
    done = organisation.run("als", "build")
    assert done.returncode == 0, done.stderr
    assert "The old customs house, Thursdays" in (organisation.site / "quay/index.html").read_text()
    assert organisation.run("als", "audit", "site").returncode == 0


def test_a_page_of_the_sets_own_links_to_files_whose_names_need_quoting(tmp_path: Path) -> None:
    links = "[plan](files/the%20plan.pdf#page=2) [odd](files/%252e%252e.txt)"
    organisation = Organisation.drawn(tmp_path, {
        "sets/quay/pages/our-room.md": f"# Our room\n\n{links}\n", "sets/quay/files/the plan.pdf": b"plan", "sets/quay/files/%2e%2e.txt": b"odd",
    })
    organisation.grant("amara")
    done = organisation.run("als", "build")
    assert done.returncode == 0, done.stderr
    assert "not found" not in done.stderr
    assert {"files/the plan.pdf", "files/%2e%2e.txt"} <= set(organisation.open("amara").paths())


@pytest.mark.parametrize("link", ["files/../access.json", "files/%2e%2e/access.json", "files/..%2f..%2f..%2fmkdocs.yml", "files/out.txt"])
def test_no_link_reaches_out_of_the_sets_files(tmp_path: Path, link: str) -> None:
    organisation = Organisation.drawn(tmp_path, {"sets/quay/pages/our-room.md": f"# Our room\n\n[all]({link})\n"})
    (organisation.root / "sets/quay/files/out.txt").symlink_to(organisation.root / "mkdocs.yml")
    organisation.grant("amara")
    done = organisation.run("als", "build")
    assert done.returncode == 1
    assert "a record or page links to this file, but it is not there" in done.stderr

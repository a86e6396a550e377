"""`als export`: plain pages that MkDocs builds, with every word as it is on our own pages, written where nobody else looks."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from als_plugin.records import View, load_set, today_in
from als_plugin.site.export.markdown import LIVE
from als_plugin.site.sets.edition import edition

from .conftest import SESSION, write

# Of everything that Markdown, its extensions, HTML or a template language would act on.
HOSTILE = r"""
# one

- two \*three\* \_four\_ \`five\`
- 6\. seven, snake_case_word and \\ end

<b>eight</b> &amp;amp; AT&T <3 | nine ~~ten~~ ^eleven^ ==twelve== :smile: {: .f } {{ 7*7 }} {% x %}

\!!! note

\??? thirteen \[nine](ten) \![eleven](twelve) مرحبا naïve “quotes”

> quoted, with [a link](https://example.org/?a=1&b=2) and `code with *stars* and <tags>`

    indented {{ code }}

1. first
2. second **strong *and both***
"""


def text(html: str) -> str:
    """All letters of an article, without the places between them."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select(f"{LIVE}, .headerlink"):
        element.decompose()
    return re.sub(r"\s+", "", (soup.select_one("article.md-content__inner") or soup).get_text())


def built(folder: Path) -> Path:
    """The pages as plain MkDocs makes them, with warnings for errors."""
    program = Path(sys.executable).with_name("mkdocs")
    done = subprocess.run([program, "build", "--strict", "--site-dir", "made"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "not found" not in done.stderr, done.stderr
    return folder / "made"


@pytest.fixture
def out(harbour: Path, tmp_path: Path) -> Path:
    notes = "scenario: |\n" + textwrap.indent(HOSTILE, "          ")
    write(harbour, {"sets/harbour/sessions/2026-01-14.yml": SESSION + "    notes: |\n      Be gentle with Ben.\n"})
    session = harbour / "sets/harbour/sessions/2026-01-14.yml"
    session.write_text(session.read_text().replace("    question: |", f"    {notes}\n    question: |"))
    write(harbour, {
        "sets/harbour/sessions/2026-02-14.yml": "date: 2026-02-14\nstatus: draft\n",
        "sets/harbour/files/plan.pdf": "%PDF\n",
        "sets/harbour/pages/room.md": "# Our room\n\n[The plan](files/plan.pdf) of {{ set.name }}\n",
    })
    return tmp_path / "out"


@pytest.mark.parametrize("audience", ["members", "facilitator"])
def test_every_word_arrives_and_links_lead_on(ok, harbour, out, audience):
    said = ok("export", "harbour", "--to", "mkdocs", "--view", audience, str(out))
    assert "READABLE, not locked" in said.out
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert yaml.safe_load((out / "mkdocs.yml").read_text())["site_name"] == "Harbour"
    site = built(out)
    record = load_set(harbour / "sets/harbour")
    view = View(audience)
    made = edition(record, view, harbour / "sets/harbour", today_in(record.file.timezone), "/")
    assert len(made.handbook.pages) == (11 if audience == "facilitator" else 9)
    for page in made.handbook.pages:
        assert text((site / page.path / "index.html").read_text()) == text(page.html), page.path
    assert ("Be gentle" in (site / "sessions/2026-01-14/index.html").read_text()) == (audience == "facilitator")
    assert '<a href="../../files/plan.pdf">The plan</a> of Harbour' in (site / "pages/room/index.html").read_text()
    for path in site.rglob("*.html"):
        for link in BeautifulSoup(path.read_text(), "html.parser").select("article a[href]"):
            target, _mark, fragment = str(link["href"]).partition("#")
            if ":" in target:
                continue
            found = (path.parent / target).resolve() if target else path
            found = found / "index.html" if found.is_dir() else found
            assert found.is_file(), (path, link)
            if fragment:
                assert BeautifulSoup(found.read_text(), "html.parser").find(id=fragment), (path, link)


def test_pages_are_markdown_and_not_html(ok, harbour, out):
    ok("export", "harbour", str(out))
    session = (out / "docs/sessions/2026-01-14.md").read_text()
    assert not re.findall(r"<(?!https?:|tags>)[a-z/]", session)
    assert "## Amara Obi: The rota that nobody owns { #turn-1 }" in session
    assert "\\# one" not in session and "1. first\n2. second **strong *and both***" in session


def test_what_is_published_or_committed_stays_free_of_it(refused, ok, harbour, out, tmp_path, monkeypatch):
    for folder in ("docs/x", "site", "sets/harbour/x", "."):
        assert "is published, or is the records' place" in refused("export", "harbour", str(harbour / folder))[-1]
    assert refused("export", "harbour", "pages") == [
        f"{harbour}/pages: this lies in the organisation's folder, and what is written is readable; name a folder elsewhere, or say --anyway"
    ]
    (tmp_path / "work/.git").mkdir(parents=True)
    assert "this lies in the repository" in refused("export", "harbour", str(tmp_path / "work/pages"))[0]
    out.mkdir()
    (out / "kept.txt").write_text("kept")
    assert "there is something here already" in refused("export", "harbour", str(out))[0]
    assert [path.name for path in out.iterdir()] == ["kept.txt"]
    ok("export", "harbour", "--anyway", str(tmp_path / "work/pages"))
    assert (tmp_path / "work/pages/docs/index.md").is_file()


def test_a_failure_leaves_nothing_behind(refused, harbour, out):
    (harbour / "sets/harbour/pages/room.md").write_text("# Room\n\n{{ set.nme }}\n")
    assert "sets/harbour/pages/room.md:3: there is no fact called 'nme'; did you mean name?" in refused("export", "harbour", str(out))
    assert not [path for path in out.parent.iterdir() if "out" in path.name]


def test_the_next_build_of_the_same_process_is_a_build(ok, harbour, out):
    ok("access", "grant", "harbour", "--all")
    ok("export", "harbour", str(out))
    ok("build")
    assert (harbour / "site/harbour/keyring").is_file()

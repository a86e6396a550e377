"""A front door of which nothing has changed is not built again; whatever changes it is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .organisation import SET, Organisation, picture

LISTED = SET.replace("    name:", "    listed: true\n    name:", 1)


@pytest.fixture
def published(drawn: Organisation) -> Organisation:
    """The drawn organisation, built once."""
    assert drawn.run("als", "build").returncode == 0
    return drawn


def built_again(organisation: Organisation, *options: str) -> bool:
    """Whether the next build makes the front door anew: a page that stands is the same file."""
    page = organisation.site / "index.html"
    before = page.stat().st_ino
    with page.open():  # so that its number is not given to another
        done = organisation.run("als", "build", *options)
    assert done.returncode == 0, done.stderr
    return page.stat().st_ino != before


def settings(root: Path, text: str) -> None:
    file = root / "mkdocs.yml"
    file.write_text(file.read_text() + text)


CHANGES: dict[str, Callable[[Organisation], object]] = {
    "a page of the guidance": lambda o: (o.root / "docs/index.md").write_text("# Another welcome\n"),
    "the settings": lambda o: settings(o.root, "copyright: Nobody\n"),
    "a set that is listed now": lambda o: picture(o.root, {"sets/quay/set.yml": LISTED}),
    "a page that somebody changed in the site": lambda o: (o.site / "index.html").write_text("Ours now"),
    "a file that is gone from the site": lambda o: (o.site / "sitemap.xml").unlink(),
    "a file that came into the site": lambda o: (o.site / "CNAME").write_text("sets.example.org"),
    "a hook": lambda o: (picture(o.root, {"says.py": "def on_page_content(html, **_more):\n    return html\n"}), settings(o.root, "hooks: [says.py]\n")),
}


def test_what_changes_it_is_seen(published: Organisation) -> None:
    for change, make in CHANGES.items():
        assert not built_again(published), f"before {change}"
        make(published)
        assert built_again(published), change
        assert "Ours now" not in (published.site / "index.html").read_text() and not (published.site / "CNAME").exists()
        assert (published.site / "sitemap.xml").exists()
    assert built_again(published)  # nobody knows what a hook goes by
    assert published.run("als", "verify", "site").returncode == 0


def test_it_is_built_again_where_that_is_asked_for(published: Organisation) -> None:
    assert built_again(published, "--force")
    assert built_again(published, "--verify")
    assert not built_again(published, "quay")
    assert published.run("als", "verify", "site").returncode == 0


def test_its_warnings_are_told_every_time(published: Organisation) -> None:
    (published.root / "docs/index.md").write_text("# Welcome\n\n[A page](gone.md)\n")
    for _turn in range(2):
        assert "gone.md" in published.run("als", "build").stderr
    assert published.run("als", "build", "--strict").returncode == 1


def test_a_set_that_stands_in_the_way_of_a_page_is_still_refused(published: Organisation) -> None:
    picture(published.root, {"sets/assets/set.yml": SET})
    done = published.run("als", "build")
    assert done.returncode == 1 and "sets/assets" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("line", ["docs_dir: ../docs", "INHERIT: ../shared.yml", "hooks: [../says.py]"])
def test_what_leads_out_of_the_folder_is_refused(drawn: Organisation, line: str) -> None:
    outside = drawn.root.parent
    picture(outside, {"docs/index.md": "# Elsewhere\n", "shared.yml": "copyright: Nobody\n", "says.py": ""})
    settings(drawn.root, f"{line}\n")
    done = drawn.run("als", "build")
    assert done.returncode == 1 and "Traceback" not in done.stderr and not drawn.site.exists()
    assert done.stderr.startswith(f"mkdocs.yml: '{line.split(':')[0]}' leads out of this folder")

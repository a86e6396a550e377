"""mkdocs-awesome-nav beside us: it orders the guidance, and the records' navigation is ours as ever."""

from __future__ import annotations

import re
from pathlib import Path

from .plugged import built, plugged


def sidebar(page: str) -> list[str]:
    """The titles in the navigation, in order."""
    found = page[page.index('data-md-component="sidebar"') : page.index('data-md-type="toc"')]
    return [re.sub(r"<[^>]+>", "", title).strip() for title in re.findall(r'<span class="md-ellipsis">(.*?)</span>', found, re.DOTALL)]


def test_awesome_nav_orders_the_guidance_everywhere(tmp_path: Path) -> None:
    organisation = built(plugged(tmp_path / "quay", "      - awesome-nav\n", {
        "docs/.nav.yml": "nav:\n  - Further: further.md\n  - People: members\n  - index.md\n  - Elsewhere: https://example.org/\n",
        "docs/further.md": "# Further reading\n",
    }))
    ordered = ["Further", "People", "What to expect", "Elsewhere"]
    assert [title for title in sidebar((organisation.site / "index.html").read_text()) if title in ordered] == ordered
    inside = sidebar(organisation.open("amara").read("guide/")[0].decode())
    assert [title for title in inside if title in ordered] == ordered
    ours = ["Home", "Prepare", "Sessions", "Actions", "Airtime", "Learning", "Our set", "Our pages", "Our room", "Guide"]
    assert [title for title in inside if title in ours] == ours
    # A changed order is another site, though the file's name begins with a dot.
    (organisation.root / "docs/.nav.yml").write_text("nav:\n  - index.md\n  - members\n  - further.md\n")
    built(organisation)
    inside = sidebar(organisation.open("amara").read("guide/")[0].decode())
    assert inside[inside.index("Guide") :] == ["Guide", "Members", "What to expect", "Further reading"]

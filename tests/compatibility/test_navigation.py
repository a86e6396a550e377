"""mkdocs-awesome-nav beside us: it orders the guidance, and the records' navigation is ours as ever."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup

from .plugged import built, plugged


def titles(page: str, place: str) -> list[str]:
    """The titles in a part of the navigation (`als-places` in the header, `als-around` beside a page of the guide), in order."""
    found = BeautifulSoup(page, "html.parser").select(f"nav.{place} a")
    return [link.get_text(strip=True) for link in found]


def test_awesome_nav_orders_the_guidance_everywhere(tmp_path: Path) -> None:
    organisation = built(plugged(tmp_path / "quay", "      - awesome-nav\n", {
        "docs/.nav.yml": "nav:\n  - Further: further.md\n  - People: members\n  - index.md\n  - Elsewhere: https://example.org/\n",
        "docs/further.md": "# Further reading\n",
    }))
    ordered = ["Further", "People", "Welcome", "Elsewhere"]
    assert titles((organisation.site / "index.html").read_text(), "als-places") == ordered
    guide = organisation.open("amara").read("guide/")[0].decode()
    assert titles(guide, "als-around") == ordered
    assert titles(guide, "als-places") == ["Home", "Prepare", "Sessions", "Actions", "The set", "Guide"]
    # A changed order is another site, though the file's name begins with a dot.
    (organisation.root / "docs/.nav.yml").write_text("nav:\n  - index.md\n  - members\n  - further.md\n")
    built(organisation)
    inside = organisation.open("amara").read("guide/members/what-to-expect/")[0].decode()
    assert titles(inside, "als-around") == ["Welcome", "Members", "What to expect", "Further reading"]

"""Names that the public site uses at its top level, so that no set can have them."""

from __future__ import annotations

from pathlib import Path

from ...records.load import DEVICES

__all__ = ["RESERVED", "taken_names"]

RESERVED = frozenset(
    {
        "assets", "search", "guide", "index.html", "404.html", "sitemap.xml", "sitemap.xml.gz", "manifest", "members", "facilitators",
        "hosts",
    }
)
"""What the theme, the guidance that ships with us and a set's own site use."""


def taken_names(docs: Path) -> frozenset[str]:
    """The reserved names, what Windows takes for devices, and the names of the pages and folders that stand at the top of the organisation's docs/."""
    entries = [each for each in docs.iterdir() if not each.name.startswith(".")] if docs.is_dir() else []
    return RESERVED | DEVICES | {each.stem if each.suffix == ".md" else each.name for each in entries}

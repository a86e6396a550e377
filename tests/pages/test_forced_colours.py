"""A reader's own colours: what is filled with the accent keeps its words readable."""

from __future__ import annotations

import re
from pathlib import Path

import als_plugin

ROOT = Path(als_plugin.__file__).parent
SOURCES = [
    path for pattern in ("*.css", "*.js") for folder in ("pages/assets", "desk/assets", "client") for path in sorted((ROOT / folder).rglob(pattern))
    if not {"node_modules", "dist"} & set(path.parts)
]
ON_ACCENT = re.compile(r"(?<![-\w])color: ?var\(--(?:on-accent|rec-on)\b[^)]*\)")


def test_words_on_the_accent_are_not_laid_over_with_a_plate_of_their_own_colour() -> None:
    found = [(path, rule) for path in SOURCES for rule in re.findall(r"\{([^{}]*)\}", path.read_text("utf-8")) if ON_ACCENT.search(rule)]
    assert len(found) >= 10
    assert [(path.name, rule) for path, rule in found if "forced-color-adjust: none" not in rule] == []

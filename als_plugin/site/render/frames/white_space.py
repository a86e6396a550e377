"""White space between the theme's elements: templates leave much of it, and how much depends on how often they loop."""

from __future__ import annotations

import re

__all__ = ["plain"]

_KEPT = re.compile(r"(<(script|style|pre|textarea)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
_LINES = re.compile(r"[ \t]*\n\s*")


def plain(page: str) -> str:
    """The page with a single line break wherever lines break, however often; a browser shows the same.

    Untouched where white space means something: scripts, styles, preformatted text.
    """
    pieces = _KEPT.split(page)
    # Three pieces at a time: text, an element that is kept, its name.
    pieces[0::3] = [_LINES.sub("\n", piece) for piece in pieces[0::3]]
    del pieces[2::3]
    return "".join(pieces)

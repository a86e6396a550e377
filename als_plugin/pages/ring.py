"""The ring of six: the set as the mark draws it. The dot at the top is the presenter; who speaks is filled."""

from __future__ import annotations

from functools import cache
from math import cos, pi, sin
from typing import Literal

from markupsafe import Markup

__all__ = ["ring"]


@cache
def ring(speaks: Literal["presenter", "group", "all"], size: int = 32) -> Markup:
    """The ring as inline SVG, for the eye alone: words beside it say the same."""
    dots = []
    for place in range(6):
        x, y = 32 + 23.5 * sin(place * pi / 3), 32 - 23.5 * cos(place * pi / 3)
        talking = speaks == "all" or (speaks == "presenter") == (place == 0)
        mark = ' class="als-ring__speaks"' if talking else ""
        dots.append(f'<circle{mark} cx="{x:.1f}" cy="{y:.1f}" r="7.5"/>')
    head = f'<svg class="als-ring" viewBox="0 0 64 64" width="{size}" height="{size}" aria-hidden="true" focusable="false">'
    return Markup(head + "".join(dots) + "</svg>")

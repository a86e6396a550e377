"""The airtime picture: a row a session, newest first, a column a person. A prompt for the group, not a chart of merit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import svg
from markupsafe import Markup, escape

from ..records.ledger import Cell
from ..words import _

__all__ = ["Row", "airtime_picture", "cell_words", "legend_mark"]

_STEP, _ROW, _LEFT, _HEAD = 33, 30, 88, 74


@dataclass(frozen=True)
class Row:
    """One session: its label, what each person's place shows, and the last day on which it may be shown."""

    label: str
    cells: Mapping[str, Cell]
    last_day: dt.date | None


def cell_words(cell: Cell) -> str:
    """What a mark means."""
    return {
        "turn": _("had a turn"),
        "asked": _("asked, not chosen"),
        "there": _("was there"),
        "away": _("was away"),
        "facilitated": _("facilitated"),
        "": _("not yet, or no longer, a member"),
    }[cell]


def airtime_picture(rows: Sequence[Row], names: Mapping[str, str], *, key: str, title: str, description: str) -> Markup:
    """The picture as inline SVG with a title and a description; `key` makes its ids unique on the page."""
    width = _LEFT + _STEP * len(names) + 46
    height = _HEAD + _ROW * len(rows) + 4
    parts: list[svg.Element] = [
        svg.Title(id=f"{key}-title", text=_xml(title)),
        svg.Desc(id=f"{key}-desc", text=_xml(description)),
    ]
    for column, name in enumerate(_brief(names)):
        x, y = _LEFT + _STEP * column + _STEP // 2, _HEAD - 14
        parts.append(svg.Text(x=x, y=y, text=_xml(name), class_=["als-picture__name"], transform=[svg.Rotate(-40, x, y)]))
    for line, row in enumerate(rows):
        y = _HEAD + _ROW * line + _ROW // 2
        marks: list[svg.Element] = [
            svg.Line(x1=0, x2=_LEFT + _STEP * len(names), y1=y + _ROW / 2, y2=y + _ROW / 2, class_=["als-picture__rule"]),
            svg.Text(x=0, y=y + 4, text=_xml(row.label), class_=["als-picture__date"]),
        ]
        for column, person in enumerate(names):
            marks += _mark(row.cells.get(person, ""), _LEFT + _STEP * column + _STEP // 2, y)
        until = {"data-until": row.last_day.isoformat()} if row.last_day else {}
        parts.append(svg.G(elements=marks, extra=until))
    picture = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, width, height),
        class_=["als-picture"],
        elements=parts,
        width=width,
        height=height,
        extra={"role": "img", "aria-labelledby": f"{key}-title {key}-desc"},
    )
    return Markup(picture.as_str())


def legend_mark(cell: Cell) -> Markup:
    """One mark on its own, for the legend."""
    picture = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, 24, 24),
        class_=["als-picture__key"],
        elements=_mark(cell, 12, 12),
        extra={"aria-hidden": "true"},
        width=24,
        height=24,
    )
    return Markup(picture.as_str())


def _mark(cell: Cell, x: float, y: float) -> list[svg.Element]:
    # Each mark has a shape of its own: nobody has to tell colours apart.
    name = [f"als-mark-{cell}"]
    if cell == "turn":
        return [svg.Circle(cx=x, cy=y, r=9, class_=name)]
    if cell == "asked":
        return [svg.Circle(cx=x, cy=y, r=8, class_=name)]
    if cell == "there":
        return [svg.Circle(cx=x, cy=y, r=3, class_=name)]
    if cell == "facilitated":
        return [svg.Rect(x=x - 4.5, y=y - 4.5, width=9, height=9, class_=name, transform=[svg.Rotate(45, x, y)])]
    if cell == "away":
        return [svg.Line(x1=x - 5, x2=x + 5, y1=y, y2=y, class_=name)]
    return []


def _brief(names: Mapping[str, str]) -> list[str]:
    """First names; with the initial of the last name where two people share one."""
    split = [name.split() for name in names.values()]
    firsts = [parts[0] for parts in split]
    brief = [
        f"{first} {parts[-1][0]}" if firsts.count(first) > 1 and len(parts) > 1 else first
        for first, parts in zip(firsts, split, strict=True)
    ]
    return [name if len(name) <= 12 else name[:11] + "…" for name in brief]


def _xml(text: str) -> str:
    # svg.py writes text as it is given.
    return str(escape(text))

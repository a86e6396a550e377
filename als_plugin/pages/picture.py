"""The airtime picture: a row a person, a column a session, newest right. A prompt for the group, not a chart of merit.

It is a table, so that it answers to pointer, keyboard and screen reader alike; each mark has a shape and unseen words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from ..records.ledger import Cell
from ..words import _

__all__ = ["Column", "airtime_picture", "cell_words", "legend_mark"]


@dataclass(frozen=True)
class Column:
    """One session: its day in two short words, the whole date, what each person's place shows, and the last day on which it
    may be shown."""

    day: tuple[str, str]
    date: str
    cells: Mapping[str, Cell]
    last_day: dt.date | None


def cell_words(cell: Cell) -> str:
    """What a mark means."""
    return {
        "turn": _("had a turn"),
        "asked": _("asked, not chosen"),
        "there": _("was there"),
        "away": _("was away"),
        "facilitated": _("looked after the process"),
        "": _("not in the set then"),
    }[cell]


def airtime_picture(columns: Sequence[Column], names: Mapping[str, str], *, caption: str) -> Markup:
    """The picture; `names` are people by id, in order. Whoever was in the set in none of these sessions has no row."""
    words: dict[Cell, str] = {cell: cell_words(cell) for cell in ("turn", "asked", "there", "away", "facilitated", "")}
    shown = {person: name for person, name in names.items() if any(column.cells.get(person) for column in columns)}
    head = Markup("").join(
        Markup('<th scope="col"{}><span aria-hidden="true">{}<br>{}</span><span class="als-unseen">{}</span></th>').format(
            _until(column.last_day), *column.day, column.date
        )
        for column in columns
    )
    rows = Markup("").join(
        Markup('<tr data-row="{}"><th scope="row">{}</th>{}</tr>\n').format(
            person, name, Markup("").join(_cell(cell, words[cell], column.last_day) for column in columns for cell in [column.cells.get(person, "")])
        )
        for person, name in shown.items()
    )
    return Markup(
        '<table class="als-grid"><caption class="als-unseen">{}</caption>\n<thead><tr><td></td>{}</tr></thead>\n<tbody>\n{}</tbody></table>'
    ).format(caption, head, rows)


def legend_mark(cell: Cell) -> Markup:
    """One mark on its own, for the key."""
    return Markup('<span class="als-d als-d--{}" aria-hidden="true"></span>').format(cell)


@lru_cache(maxsize=4000)
def _cell(cell: Cell, words: str, last_day: dt.date | None) -> Markup:
    mark = Markup('<span class="als-d als-d--{}" title="{}"></span>').format(cell, words) if cell else Markup("")
    return Markup('<td{}>{}<span class="als-unseen">{}</span></td>').format(_until(last_day), mark, words)


def _until(last_day: dt.date | None) -> Markup:
    return Markup(' data-until="{}"').format(last_day.isoformat()) if last_day else Markup("")

"""A frame: one kind of page as the theme renders it, with gaps for what differs, and runs of entries in the navigation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ....words import _
from .marks import FORMS, Gap, Parts
from .unfit import Unfit

__all__ = ["Frame", "Group", "NavEntry", "Run", "learn", "listed", "pieces"]

CHUNK = 16
"""Entries of a run that are kept as one text; pages refer to it, so that a long list is stored once and not in each page."""


@dataclass(frozen=True)
class NavEntry:
    """An entry of the navigation without anything below it: its address below the group's, and its title."""

    name: str
    title: str


@dataclass(frozen=True)
class Group:
    """Entries of one kind that follow each other in the navigation: sessions, or a set's own pages. `folder` is their
    common address."""

    folder: str
    entries: tuple[NavEntry, ...]


@dataclass(frozen=True)
class Run:
    """Where a part of a group is listed. `part`: all, or those before or after the page itself. An entry is its address,
    `between`, its title; entries have `joint` between them."""

    group: str
    part: str
    between: str
    form: str
    joint: str


@dataclass(frozen=True)
class Frame:
    """One kind of page: texts, gaps and runs in their order."""

    parts: tuple[str | Gap | Run, ...]


def learn(parts: Parts, current: tuple[str, int] | None, sizes: Mapping[str, int]) -> Frame:
    """Find the runs among a page's gaps.

    Gaps of entries are called `GROUP/NUMBER/url` and `GROUP/NUMBER/title`, numbered from 1 to the group's size; `current` is the
    page itself, if it is one of them. Raises Unfit for entries that cannot be told in these terms.
    """
    found: list[str | Gap | Run] = []
    place = 0
    while place < len(parts):
        part = parts[place]
        entry = _entry(part)
        if entry is None:
            found.append(part)
            place += 1
            continue
        group, number, what = entry
        length, between, form, joint = _run(parts, place, group, number) if what == "url" else (0, "", "", "")
        if length > 1:
            found.append(Run(group, _part(group, number, number + length - 1, current, sizes[group]), between, form, joint))
            place += 4 * length - 1
        else:
            assert isinstance(part, Gap)
            found.append(Gap(f"{group}/{_relative(group, number, current, sizes[group])}/{what}", part.form))
            place += 1
    return Frame(tuple(part for part in found if part != ""))


def _entry(part: str | Gap) -> tuple[str, int, str] | None:
    if isinstance(part, Gap) and part.name.count("/") == 2:
        group, number, what = part.name.split("/")
        return group, int(number), what
    return None


def _run(parts: Parts, place: int, group: str, number: int) -> tuple[int, str, str, str]:
    """How many entries follow each other from here in one pattern, and the pattern."""
    between, title = parts[place + 1], parts[place + 2] if place + 2 < len(parts) else ""
    if not (isinstance(between, str) and isinstance(title, Gap) and title.name == f"{group}/{number}/title"):
        return 0, "", "", ""
    joint = parts[place + 3]
    length = 1
    while parts[place + 4 * length - 1 : place + 4 * length + 3] == [
        joint,
        Gap(f"{group}/{number + length}/url"),
        between,
        Gap(f"{group}/{number + length}/title", title.form),
    ]:
        length += 1
    assert isinstance(joint, str)
    return length, between, title.form, joint


def _part(group: str, first: int, last: int, current: tuple[str, int] | None, size: int) -> str:
    here = current[1] if current and current[0] == group else None
    if here is None and (first, last) == (1, size):
        return "all"
    if here is not None and (first, last) == (1, here - 1):
        return "before"
    if here is not None and (first, last) == (here + 1, size):
        return "after"
    raise Unfit(_("the theme lists a part of the entries only"))


def _relative(group: str, number: int, current: tuple[str, int] | None, size: int) -> str:
    here = current[1] if current and current[0] == group else None
    places = {1: "first", size: "last"}
    if here is not None:
        places |= {here: "self", here - 1: "previous", here + 1: "next"}
    if number not in places:
        raise Unfit(_("the theme names single entries of the navigation"))
    return places[number]


def listed(run: Run, entries: Sequence[NavEntry], way: str) -> str:
    """A run written out; `way` is the way from the page to the group's folder."""
    change = FORMS[run.form]
    return run.joint.join(f"{way}{entry.name}{run.between}{change(entry.title)}" for entry in entries)


def pieces(part: str, count: int, here: int) -> Iterator[tuple[int, int, bool]]:
    """A run cut at fixed places of its group, which has `count` entries: from, to, and whether other pages have this piece
    too. `here` is the place of the page itself, where `part` is told from it."""
    start, end = {"all": (0, count), "before": (0, here), "after": (here + 1, count)}[part]
    while start < end:
        stop = min((start // CHUNK + 1) * CHUNK, end)
        yield start, stop, start % CHUNK == 0 and stop in (start + CHUNK, count)
        start = stop

"""Pages made of frames: a skeleton that pages of one kind share, and what fills its gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ....vault import PageContent, Shared, Slot
from .frame import Frame, Group, Run, listed, pieces
from .marks import FORMS, Gap

__all__ = ["Binder", "Position"]


@dataclass(frozen=True)
class Position:
    """Where a page stands: the way from it to each group's folder, and its group and place in it, if it is one of a group."""

    ways: Mapping[str, str]
    group: str = ""
    here: int = 0


class Binder:
    """Makes the pages of one edition. `always` fills the gaps that are the same on all its pages."""

    def __init__(self, groups: Mapping[str, Group], always: Mapping[str, str]) -> None:
        self._groups, self._always = groups, always
        self._skeletons: dict[tuple[int, tuple[object, ...]], list[str | Slot]] = {}
        self._runs: dict[tuple[int, str, int, int], Shared] = {}

    def page(self, frame: Frame, place: Position, own: Mapping[str, str]) -> PageContent:
        """The page of a frame; `own` fills the gaps that are this page's."""
        fill: dict[str, str | Shared] = {}
        skeleton: list[str | Slot] = []
        for number, part in enumerate(frame.parts):
            if isinstance(part, str):
                skeleton.append(part)
            elif isinstance(part, Run):
                self._run(number, part, place, skeleton, fill)
            elif part.name in self._always:
                skeleton.append(FORMS[part.form](self._always[part.name]))
            elif part.name.count("/") == 2:
                self._entry(part, place, skeleton, fill)
            else:
                name = f"{part.name}|{part.form}" if part.form else part.name
                skeleton.append(Slot(name))
                fill[name] = FORMS[part.form](own[part.name])
        return PageContent(self._shared(frame, skeleton), fill)

    def _shared(self, frame: Frame, skeleton: list[str | Slot]) -> Sequence[str | Slot]:
        """The skeleton with its texts joined; one object for all pages that have it in common."""
        layout = (id(frame), tuple(part.name for part in skeleton if isinstance(part, Slot)))
        if layout not in self._skeletons:
            joined: list[str | Slot] = []
            for part in skeleton:
                if isinstance(part, str) and joined and isinstance(joined[-1], str):
                    joined[-1] += part
                else:
                    joined.append(part)
            self._skeletons[layout] = joined
        return self._skeletons[layout]

    def _entry(self, gap: Gap, place: Position, skeleton: list[str | Slot], fill: dict[str, str | Shared]) -> None:
        group, where, what = gap.name.split("/")
        entries = self._groups[group].entries
        number = {"first": 0, "last": -1, "self": place.here, "previous": place.here - 1, "next": place.here + 1}[where]
        entry = entries[number]
        text = place.ways[group] + entry.name if what == "url" else FORMS[gap.form](entry.title)
        if where in ("first", "last"):
            skeleton.append(text)
        else:
            name = f"{gap.name}|{gap.form}"
            skeleton.append(Slot(name))
            fill[name] = text

    def _run(self, number: int, run: Run, place: Position, skeleton: list[str | Slot], fill: dict[str, str | Shared]) -> None:
        entries = self._groups[run.group].entries
        way = place.ways[run.group]
        for count, (start, end, common) in enumerate(pieces(run.part, len(entries), place.here)):
            if count:
                skeleton.append(run.joint)
            if common:
                name = f"{run.group}/{number}/{start}"
                key = (id(run), way, start, end)
                if key not in self._runs:
                    self._runs[key] = Shared(listed(run, entries[start:end], way))
                fill[name] = self._runs[key]
            else:
                name = f"{run.group}/{number}/{start}-{run.part}"
                fill[name] = listed(run, entries[start:end], way)
            skeleton.append(Slot(name))

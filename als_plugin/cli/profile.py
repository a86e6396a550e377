"""Where the time of a build went, for whoever has a slow organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..words import _, ngettext

if TYPE_CHECKING:
    from ..site.build.request import Request, ViewCost

__all__ = ["Profile"]

_SLOWEST = 5


@dataclass(frozen=True)
class Profile:
    """Seconds by phase: of the build's own process, and of its workers taken together; and the slowest sets."""

    seconds: float
    own: Mapping[str, float]
    workers: Mapping[str, float]
    slowest: tuple[tuple[str, float], ...]
    views: tuple[tuple[str, ViewCost], ...] = ()
    """Of the sets that were built, with the largest first, each view."""

    @classmethod
    def of(cls, request: Request, seconds: float) -> Profile:
        """Of a build that took so long."""
        workers: Counter[str] = Counter()
        for report in request.reports:
            workers.update(report.seconds)
        sets = sorted(((sum(report.seconds.values()), report.set_id) for report in request.reports if report.seconds), reverse=True)
        return cls(seconds, request.phases.seconds, workers, tuple((set_id, taken) for taken, set_id in sets[:_SLOWEST]), _views(request))

    def data(self) -> dict[str, Any]:
        """For a machine."""
        return {
            "seconds": round(self.seconds, 3),
            "build": {phase: round(taken, 4) for phase, taken in self.own.items()},
            "workers": {phase: round(taken, 4) for phase, taken in self.workers.items()},
            "slowest": [{"set": set_id, "seconds": round(taken, 4)} for set_id, taken in self.slowest],
        }

    def lines(self) -> Iterator[str]:
        """For people."""
        yield ""
        yield from _table(_("The build itself"), self.own, self.seconds)
        if self.workers:
            yield from _table(_("Its workers, taken together"), self.workers, sum(self.workers.values()))
            yield from _table(_("The slowest sets"), dict(self.slowest), sum(self.workers.values()))
        if self.views:
            yield _("What each view costs")
        for set_id, cost in self.views:
            whose = _("the facilitator’s") if cost.audience == "facilitator" else _("the members’")
            since = _("{whose}, since {day}").format(whose=whose, day=cost.since) if cost.since else whose
            people = ngettext("{n} person", "{n} people", cost.people).format(n=cost.people)
            pages = ngettext("{n} page", "{n} pages", cost.pages).format(n=cost.pages)
            yield f"  {f'{set_id}: {since}':<44}{people:>10}{pages:>12}{cost.size / 1e3:>10.0f} kB"


def _views(request: Request) -> tuple[tuple[str, ViewCost], ...]:
    largest = sorted(request.reports, key=lambda report: -sum(cost.size for cost in report.costs))[:_SLOWEST]
    return tuple((report.set_id, cost) for report in largest for cost in report.costs)


def _table(title: str, rows: Mapping[str, float], whole: float) -> Iterator[str]:
    yield title
    for name, taken in sorted(rows.items(), key=lambda row: -row[1]):
        yield f"  {name:<24}{taken:>10.2f} s {100 * taken / whole if whole else 0:>5.0f} %"

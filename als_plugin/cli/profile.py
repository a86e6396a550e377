"""Where the time of a build went, for whoever has a slow organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..words import _

if TYPE_CHECKING:
    from ..site.build.request import Request

__all__ = ["Profile"]

_SLOWEST = 5


@dataclass(frozen=True)
class Profile:
    """Seconds by phase: of the build's own process, and of its workers taken together; and the slowest sets."""

    seconds: float
    own: Mapping[str, float]
    workers: Mapping[str, float]
    slowest: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, request: Request, seconds: float) -> Profile:
        """Of a build that took so long."""
        workers: Counter[str] = Counter()
        for report in request.reports:
            workers.update(report.seconds)
        sets = sorted(((sum(report.seconds.values()), report.set_id) for report in request.reports if report.seconds), reverse=True)
        return cls(seconds, request.phases.seconds, workers, tuple((set_id, taken) for taken, set_id in sets[:_SLOWEST]))

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


def _table(title: str, rows: Mapping[str, float], whole: float) -> Iterator[str]:
    yield title
    for name, taken in sorted(rows.items(), key=lambda row: -row[1]):
        yield f"  {name:<24}{taken:>10.2f} s {100 * taken / whole if whole else 0:>5.0f} %"

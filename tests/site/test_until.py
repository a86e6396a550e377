"""On a day that is no date of a record, nor the day after one, a set's site is made of what it was made of the day before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from als_plugin.records import SetRecord, load_set, project
from als_plugin.records.changes import next_change
from als_plugin.site.changes.digests import digest, edition_parts
from als_plugin.site.changes.last_build import Known
from als_plugin.site.sets.edition import edition
from als_plugin.site.sets.views import readers, views_of

from .organisation import SET, Organisation

AWAY = "- {id: ben, name: Benedict Wraysbury, left: 2026-05-17, away: [{from: 2026-02-03, until: 2026-02-19}]}"
RETENTION = SET.replace("- {id: ben, name: Benedict Wraysbury}", AWAY).replace("{until: 2090-01-01}", "{keep_months: 3}").replace(
    "    meetings:\n", "    meetings:\n      - {date: 2026-03-10, until: 2026-03-12}\n      - {date: 2026-07-02, cancelled: Snow}\n"
)


def made_of(record: SetRecord, folder: Path, today: dt.date) -> str:
    """A digest of everything that the set's site is made of on that day."""
    read = readers(record, set(record.file.people), today)
    views = views_of(read.values())
    parts = [repr(sorted(read.items())).encode()]
    return digest([*parts, *(part for view in views for part in edition_parts(edition(record, view, folder, today, "/quay/")))])


@pytest.mark.parametrize("text", [SET, RETENTION])
def test_no_other_day_makes_a_difference(tmp_path: Path, text: str) -> None:
    root = Organisation.drawn(tmp_path, {"sets/quay/set.yml": text}).root
    folder = root / "sets/quay"
    record = load_set(folder, shown="sets/quay", today=dt.date(2026, 12, 31), expired="warn")
    assert project(record, views_of(readers(record, {"amara"}, dt.date(2026, 1, 1)).values())[0], today=dt.date(2026, 12, 31))
    changes = 0
    for first, days in ((dt.date(2026, 1, 1), 270), (dt.date(2089, 5, 20), 30)):
        last = made_of(record, folder, first)
        for day in (first + dt.timedelta(days=number) for number in range(1, days)):
            now = made_of(record, folder, day)
            if now != last:
                changes += 1
                assert next_change(record, day - dt.timedelta(days=1)) == day
            last = now
    assert changes >= 2


def test_dates_that_never_come_change_nothing(tmp_path: Path) -> None:
    folder = Organisation.drawn(tmp_path).root / "sets/quay"
    record = load_set(folder, shown="sets/quay", today=dt.date(2026, 12, 31))
    assert next_change(record, dt.date(2026, 1, 1)) == dt.date(2026, 1, 14)
    assert next_change(record, dt.date(2090, 1, 1)) == dt.date(2090, 1, 2)
    assert next_change(record, dt.date(2090, 1, 2)) is None


@pytest.mark.parametrize(("first", "until", "good"), [
    (0, None, True), (-1, 1, True), (1, None, False), (-3, 0, False), (-3, -1, False),
])
def test_what_is_known_holds_from_its_day_until_something_may_change(first: int, until: int | None, good: bool) -> None:
    today = dt.datetime.now(dt.UTC).date()

    def day(number: int) -> str:
        return (today + dt.timedelta(days=number)).isoformat()

    known = Known("", "", "", "", "UTC", day(first), None if until is None else day(until), 1, 1, 1, 1)
    assert known.today() is good

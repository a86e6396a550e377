"""Purging leaves a date and counts, and the file that is left is read like any other."""

from __future__ import annotations

import datetime as dt

from als_plugin.records import expired_sessions, load_set, purged_text

from .cases import write
from .sample import FILES, TODAY, sample


def test_what_is_past_its_time(tmp_path):
    record = sample(tmp_path)
    assert expired_sessions(record, today=TODAY) == {"2026-01-14": dt.date(2026, 5, 14)}
    assert expired_sessions(record, today=dt.date(2026, 5, 14)) == {}


def test_what_is_left(tmp_path):
    record = sample(tmp_path)
    assert purged_text(record.sessions["2026-02-25"]) == (
        "date: 2026-02-25\nstatus: purged\ncounts:\n  present: 5\n  turns: 1\n  actions: 3\n  reports: 1\n"
    )


def test_a_draft_without_attendance_can_be_purged(tmp_path):
    assert "present: 0" in purged_text(sample(tmp_path).sessions["2026-05-27"])


def test_the_set_is_sound_after_every_purge(tmp_path):
    for stem, session in sample(tmp_path).sessions.items():
        files = {**FILES, f"sessions/{stem}.yml": purged_text(session)}
        record = load_set(write(tmp_path, files), shown="sets/riverside", today=TODAY, expired="warn")
        assert record.sessions[stem].status == "purged"

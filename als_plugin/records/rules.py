"""What needs more than one field or file to be judged: people, attendance, bids and turns, actions and report-backs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from ..words import _
from .findings import Findings
from .levels import LEVELS
from .model import SetRecord
from .people import People
from .references import ActionRules, Actions
from .session_rules import SessionRules
from .shape import listing
from .sheet import Sheet

__all__ = ["check"]


def check(record: SetRecord, sheets: dict[str, Sheet], *, today: dt.date, unread: Collection[str] = ()) -> Findings:
    """Check every rule over a set's files.

    `sheets` are the files by stem ("set.yml" for the set's own); `unread` the stems of sessions that could not be read, so
    that nothing is said about what they may hold.
    """
    findings = Findings()
    people = People(record.file, sheets["set.yml"], findings)
    people.check(today)
    if (record.sessions or unread) and record.file.agreement.record is None:
        findings.errors.append(
            sheets["set.yml"].error(
                ("agreement", "record"),
                _("is missing, and there are sessions"),
                _("add record: and one of {choices}").format(choices=listing(LEVELS)),
            )
        )
    known = Actions(record, sheets, unread)
    for stem, session in record.sessions.items():
        one = (record.id, record.file, people, findings, sheets[stem], stem, session)
        SessionRules(*one).check(today)
        if session.status != "purged":
            ActionRules(*one, known).check(today)
    return findings

"""What needs more than one field or file to be judged: people, attendance, bids and turns, actions and report-backs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from ..words import _, language
from .findings import Findings
from .kept import Kept
from .levels import LEVELS
from .model import Session, SetFile, SetRecord
from .people import People
from .references import ActionRules, Actions
from .session_rules import SessionRules
from .shape import listing
from .sheet import Sheet

__all__ = ["check"]


def check(
    record: SetRecord, sheets: dict[str, Sheet], *, today: dt.date, unread: Collection[str] = (), kept: Kept | None = None
) -> Findings:
    """Check every rule over a set's files.

    `sheets` are the files by stem ("set.yml" for the set's own); `unread` the stems of sessions that could not be read, so
    that nothing is said about what they may hold. `kept` has what was found before, where that is still the same.
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
    actions = Actions(record, sheets, unread)
    kept = kept or Kept()

    def judged(stem: str, session: Session, _file: SetFile, _today: dt.date, _language: str, _askers: object, sheet: Sheet) -> Findings:
        found = Findings()
        one = (record.id, record.file, people, found, sheet, stem, session)
        SessionRules(*one).check(today)
        if session.status != "purged":
            ActionRules(*one, actions).check(today)
        return found

    for stem, session in record.sessions.items():
        name = "judged", stem
        found = kept.take(name, judged, stem, session, record.file, today, language(), actions.asked_by(stem), sheets[stem])
        # Whoever made a mistake is told what may have been meant, for which the whole set is looked at.
        if found.errors:
            kept.forget(name)
        findings.add(found)
    return findings

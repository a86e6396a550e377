"""What needs more than one field or file to be judged: people, attendance, bids and turns, actions and report-backs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from ..words import _, language
from .findings import Findings
from .levels import LEVELS
from .model import SetRecord
from .people import People
from .references import ActionRules, Actions
from .session_rules import SessionRules
from .shape import listing
from .sheet import Sheet

__all__ = ["check"]


Known = dict[str, dict[str, tuple[object, Findings]]]


def check(
    record: SetRecord, sheets: dict[str, Sheet], *, today: dt.date, unread: Collection[str] = (), known: Known | None = None
) -> Findings:
    """Check every rule over a set's files.

    `sheets` are the files by stem ("set.yml" for the set's own); `unread` the stems of sessions that could not be read, so
    that nothing is said about what they may hold. `known` has, by set and stem, what was found in sessions without mistakes, with all
    that this was found from; it then has what was found now.
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
    before, now = (known or {}).get(record.id, {}), dict[str, tuple[object, Findings]]()
    for stem, session in record.sessions.items():
        parts = (session, record.file, today, language(), actions.asked_by(stem), sheets[stem])
        told = before.get(stem)
        if told is None or told[0] != parts:
            told = parts, Findings()
            one = (record.id, record.file, people, told[1], sheets[stem], stem, session)
            SessionRules(*one).check(today)
            if session.status != "purged":
                ActionRules(*one, actions).check(today)
        # Whoever made a mistake is told what may have been meant, for which the whole set is looked at.
        if not told[1].errors:
            now[stem] = told
        findings.add(told[1])
    if known is not None:
        known[record.id] = now
    return findings

"""What is taken out of a set's records: all of it, one session, or one person's part, in one of several forms."""

from __future__ import annotations

import datetime as dt

from ..errors import AlsError
from ..records import Ledger, SetRecord, View, ledger, project
from ..words import _, speaking
from .part import Part

__all__ = ["FORMS", "TABLES", "taken_out"]

FORMS = ("docx", "csv", "ics", "json")
TABLES = ("actions", "sessions", "attendance", "members")


def taken_out(
    record: SetRecord, form: str, *, today: dt.date, view: View | None = None, part: Part | None = None, table: str = "actions"
) -> bytes:
    """The file's content, in the set's language. `view`: whose pages it is made of, the members' where it is left out; JSON has the
    records themselves, drafts and notes too. `table`: which one, for CSV. Raises AlsError where there is nothing to take out."""
    part = part or Part()
    _check(record, form, view, part)
    with speaking(record.file.language):
        if form == "json":
            from .whole import whole

            return whole(record, part)
        view = view or View("members")
        known = ledger(project(record, view, today=today), view, today=today)
        if form == "ics":
            return _calendar(known)
        _present(known, part)
        if form == "csv":
            from .tables import table_of

            return table_of(known, table, part)
        from .minutes import minutes

        return minutes(known, part)


def _check(record: SetRecord, form: str, view: View | None, part: Part) -> None:
    if part.person is not None and part.person not in record.file.people:
        ids = ", ".join(record.file.people)
        raise AlsError(part.person, _("nobody in set.yml has this id"), _("the ids are: {ids}").format(ids=ids))
    if part.session is not None and part.session not in record.sessions:
        ids = ", ".join(record.sessions) or _("none")
        raise AlsError(part.session, _("there is no such session"), _("the sessions are: {ids}").format(ids=ids))
    if form == "json" and view is not None:
        raise AlsError("json", _("holds the records themselves, drafts and notes too, whoever reads what"), _("leave the choice of a view away"))
    if form == "ics" and (part.session or part.person):
        raise AlsError("ics", _("holds the coming dates, which are no session's and nobody's"), _("leave session and person away"))
    if view is not None and view.audience == "facilitator" and not record.file.facilitator:
        raise AlsError("facilitator", _("this set has no facilitator"), _("take the members' view"))


def _present(known: Ledger, part: Part) -> None:
    if part.session is not None and not any(entry.stem == part.session for entry in known.sessions):
        raise AlsError(
            part.session, _("members do not read this session: it is a draft, or its time is over"),
            _("publish it first, or take the facilitator's view"),
        )


def _calendar(known: Ledger) -> bytes:
    from ..pages.calendar import ALL, calendar_files

    files = calendar_files(known)
    if ALL not in files:
        raise AlsError("set.yml", _("no meeting is to come"), _("add the next dates to meetings"))
    return files[ALL][0]

"""A reminder of the next session for each person, as an e-mail to send: when, where, how much they owe, and the handbook's address.

E-mail is readable on its way: so it says how many actions somebody is to report on, and never which, nor any topic.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from ...records import SetRecord, View, ledger, project
from ...records.model import Meeting
from ...words import _, ngettext, speaking

__all__ = ["Reminder", "reminders"]


@dataclass(frozen=True)
class Reminder:
    """One person's reminder: whom it is for, and the e-mail's file (RFC 5322)."""

    person: str
    name: str
    data: bytes


def reminders(record: SetRecord, today: dt.date, address: str) -> tuple[Meeting | None, tuple[Reminder, ...]]:
    """The next meeting, and a reminder of it for each person who is expected; none where no meeting is to come.

    `address` is that of the set's handbook.
    """
    told = ledger(project(record, View("members"), today=today), View("members"), today=today)
    coming = told.next_session
    if coming is None:
        return None, ()
    with speaking(record.file.language):
        made = tuple(
            Reminder(person, told.people[person].name, _mail(record, person, coming.meeting, len(coming.owed.get(person, ())), address))
            for person in coming.expected
        )
    return coming.meeting, made


def _mail(record: SetRecord, person: str, meeting: Meeting, owed: int, address: str) -> bytes:
    someone = record.file.people[person]
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # mail programs open it as a draft
    if someone.contact:
        message["To"] = someone.contact
    message["Subject"] = _("The next session: {day}").format(day=_day(meeting))
    lines = [_("Dear {name},").format(name=someone.name), "", _("The next session is on {when}.").format(when=_when(meeting))]
    if meeting.where:
        lines.append(_("Place: {place}").format(place=meeting.where))
    if meeting.link:
        lines.append(_("Online: {link}").format(link=meeting.link))
    lines.append(
        ngettext("You have {n} action to report on.", "You have {n} actions to report on.", owed).format(n=owed) if owed
        else _("You have no action to report on.")
    )
    lines += ["", _("The handbook, to prepare with: {address}").format(address=address), ""]
    message.set_content("\n".join(re.sub(r"[\r\n]", " ", line) for line in lines), cte="quoted-printable")
    return message.as_bytes()


def _day(meeting: Meeting) -> str:
    return f"{meeting.date:%Y-%m-%d}"


def _when(meeting: Meeting) -> str:
    hours = f", {meeting.start:%H:%M}" if meeting.start else ""
    if meeting.start and meeting.end:
        hours += f"–{meeting.end:%H:%M}"
    until = f" – {meeting.until:%Y-%m-%d}" if meeting.until and meeting.until != meeting.date else ""
    return f"{_day(meeting)}{until}{hours}"

"""What each kind of reply changes in the records of a set, and why some are not taken. Nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import yaml

from ..errors import AlsError
from ..new.session import new_session
from ..records import ActionEntry, SetRecord, View, ledger
from ..records.places import may_record, place_of_action
from ..records.splice import Add, Change, Put, Remove, splice
from ..records.turn_text import digest_of, turn_text
from ..vault.format import b64
from ..words import _
from .arrived import session_in
from .kinds import Misfit
from .links import links_of, members_links
from .reading import Item

__all__ = ["Desk", "merge"]


_AS_TEXT = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_AT_THE_END = (("reports",), ("topics",))
"""Lists that nothing here looks at while replies are laid in."""


class Desk:
    """A set's records while replies are laid into them: `files` holds each session's file that was changed or made."""

    def __init__(
        self, record: SetRecord, sources: Mapping[str, bytes], today: dt.date,
        wanted: Collection[tuple[str, str]] = (), named: bool = True,
    ) -> None:
        """`wanted`: who wants something changed in which text of their turn (its digest); `named`: whether somebody who has read
        each of the replies has chosen it."""
        self.record, self.today, self.wanted, self.named = record, today, wanted, named
        self.files: dict[str, bytes] = {}
        self._noted: dict[str, list[str]] = {}
        self._added: dict[str, list[Add]] = {}
        self._plain: dict[str, tuple[bytes, Any]] = {}
        self._sources = dict(sources)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is done inside the block is done whole, or not at all."""
        before = dict(self.files), {stem: [*ids] for stem, ids in self._noted.items()}, {stem: [*each] for stem, each in self._added.items()}
        try:
            yield
        except BaseException:
            self.files, self._noted, self._added = before
            raise

    def change(self, stem: str, item: Item, *changes: Change) -> str:
        """Change a session's file and note that the reply goes into it; returns the stem. Report-backs and topics are put in at the
        end, all at once."""
        if later := [each for each in changes if isinstance(each, Add) and each.path in _AT_THE_END]:
            self._added.setdefault(stem, []).extend(later)
        if now := [each for each in changes if each not in later]:
            self.files[stem] = splice(self._source(stem), now)
        self._noted.setdefault(stem, []).append(item.id)
        return stem

    def finish(self) -> dict[str, bytes]:
        """The files, each with the ids of the replies that went into it. Raises AlsError where something cannot be added."""
        for stem, added in self._added.items():
            self.files[stem] = splice(self._source(stem), sorted(added, key=lambda each: _AT_THE_END.index(each.path)))
        self._added.clear()
        for stem, ids in self._noted.items():
            before = self.plain(stem).get("replies") or []
            self.files[stem] = splice(self._source(stem), [Put(("replies",), list(dict.fromkeys([*before, *ids])))])
        self._noted.clear()
        return self.files

    def _source(self, stem: str) -> bytes:
        return self.files[stem] if stem in self.files else self._sources[stem]

    def put(self, stem: str, path: tuple[str | int, ...], value: str) -> None:
        """Put a value into a session's file."""
        self.files[stem] = splice(self._source(stem), [Put(path, value)])

    def plain(self, stem: str) -> Any:
        """A session's file as it is now, every single value as its text, without the report-backs and topics that are still to be
        put in."""
        source = self._source(stem)
        if stem not in self._plain or self._plain[stem][0] is not source:
            self._plain[stem] = source, yaml.load(source, _AS_TEXT)
        return self._plain[stem][1]

    @cached_property
    def actions(self) -> Mapping[str, ActionEntry]:
        """All actions by their full ids."""
        return {action.id: action for action in ledger(self.record, View("facilitator"), today=self.today).actions}

    @cached_property
    def linked(self) -> Collection[str]:
        """The set's own files that its members have, as something that they read links to them."""
        return members_links(self.record, self.today)

    def statuses(self) -> dict[str, str]:
        """The status of each session by stem; those whose files were made here are drafts."""
        return {**dict.fromkeys(self.files, "draft"), **{stem: one.status for stem, one in self.record.sessions.items()}}

    def has(self, stem: str) -> bool:
        """Whether there is a session's file of this name."""
        return stem in self.files or stem in self._sources

    def add(self, stem: str, text: bytes) -> None:
        """A further session's file."""
        self.files[stem] = text

    def draft(self, date: dt.date | None) -> str:
        """The stem of the draft of the session on this date, or of the next one; made where there is none. Raises Misfit."""
        drafts = [
            stem for stem, session in sorted(self.record.sessions.items())
            if session.status == "draft" and (session.date == date if date else session.date >= self.today)
        ]
        new_ones = sorted(stem for stem in self.files if stem not in self._sources)
        made = [stem for stem in new_ones if (stem.startswith(date.isoformat()) if date else stem >= self.today.isoformat())]
        if found := [*drafts, *made]:
            return found[0]
        try:
            new = new_session(self.record, date, today=self.today)
        except AlsError as error:
            raise Misfit(f"{error.problem}; {error.remedy}") from error
        self.add(new.stem, new.text.encode())
        for action in new.actions:
            _write_id(self, action)
        return new.stem


def merge(desk: Desk, item: Item) -> tuple[str | None, str]:
    """Lay one reply into the records; returns the stem of the file that it went into (None: nothing is changed) and words for
    what was done. Raises Misfit with the reason where it is not taken."""
    with desk.whole():
        return _MERGE[item.kind](desk, item)


def _report(desk: Desk, item: Item) -> tuple[str, str]:
    given = dict(item.content)
    _within(desk.record, "actions")
    action = desk.actions.get(given["action"])
    if action is None:
        raise Misfit(_("there is no action {id} any more").format(id=given["action"]))
    if action.owner != item.person:
        raise Misfit(_("the action {id} is not theirs").format(id=given["action"]))
    if not action.made_on <= given["on"] <= desk.today:
        raise Misfit(_("it is dated {date}, which is before the action or still to come").format(date=given["on"]))
    _write_id(desk, given["action"])
    _links(desk, [value for value in given.values() if isinstance(value, str)])
    begun = [stem for stem, status in desk.statuses().items() if status == "draft" and action.session < stem <= f"{desk.today}~"]
    told = [stem for stem, status in desk.statuses().items() if status == "published"]
    if not begun and not told:
        raise Misfit(_("no session is published yet, so there is nothing to report back to"))
    stem = max([*begun, *told])
    desk.change(stem, item, Add(("reports",), {"member": item.person, **given}))
    return stem, _("a report-back on {id}").format(id=given["action"])


def _write_id(desk: Desk, full: str) -> None:
    """Write the id of an action into its file, where it is only counted: it must not move once it is reported on."""
    stem, loc = place_of_action(desk.record, full)
    plain = desk.plain(stem)
    for step in loc:
        plain = plain[step]
    if "id" not in plain:
        desk.put(stem, (*loc, "id"), full.partition("/")[2])


def _bid(desk: Desk, item: Item) -> tuple[str, str]:
    _within(desk.record, "topics" if "headline" in item.content else "actions")
    _links(desk, [item.content.get("headline", "")])
    stem = desk.draft(None)
    return desk.change(stem, item, Add(("topics",), {"member": item.person, **item.content})), _("a topic for that session")


def _absence(desk: Desk, item: Item) -> tuple[str | None, str]:
    date = item.content["meeting"]
    meeting = next((one for one in desk.record.file.meetings if one.date == date), None)
    if meeting is None or meeting.cancelled:
        raise Misfit(_("no session is planned for {date}").format(date=date))
    if any(one.date == date and one.status != "draft" for one in desk.record.sessions.values()):
        raise Misfit(_("the session of {date} has been held").format(date=date))
    if date < desk.today:
        return None, _("shown to you; that day is over, so who was there stays as you wrote it down")
    stem = desk.draft(date)
    attendance = desk.plain(stem).get("attendance") or {}
    if date == desk.today and desk.plain(stem).get("turns") and item.person in (attendance.get("present") or ()):
        return None, _("shown to you; that session has begun, so who is there stays as you wrote it down")
    if item.person in (attendance.get("apologies") or ()):
        return desk.change(stem, item), _("apologies, which stood there already")
    changes: list[Change] = []
    for name, people in attendance.items():
        if item.person in (people or ()):
            changes.append(Remove(("attendance", name, people.index(item.person))))
    changes.append(Add(("attendance", "apologies"), item.person))
    return desk.change(stem, item, *changes), _("apologies")


def _agree(desk: Desk, item: Item) -> tuple[str | None, str]:
    given = item.content
    session = desk.record.sessions.get(given["session"])
    turn = session.turns[given["turn"]] if session and given["turn"] < len(session.turns) else None
    if session is None or turn is None or turn.presenter != item.person:
        raise Misfit(_("that turn is not theirs"))
    if b64(digest_of(turn_text(desk.record, given["session"], given["turn"]))) != given["digest"]:
        raise Misfit(_("the turn has changed since they read it: build, so that they can read it anew"))
    if item.wants_changes and turn.agreed_on is not None:
        return None, _("what they would change is shown; the record says that they agreed on {date}: take agreed_on out, or change the turn").format(
            date=turn.agreed_on
        )
    if item.wants_changes:
        return None, _("what they would change is shown; the record stays as it is until you change it")
    if turn.agreed_on is not None:
        return None, _("that turn is agreed already")
    if (item.person, given["digest"]) in desk.wanted:
        raise Misfit(
            _("they wanted something changed in this very text, and nobody can tell which they wrote last: settle it with them; als record agree then writes it down")
        )
    put = Put(("turns", given["turn"], "agreed_on"), desk.today)
    return desk.change(given["session"], item, put), _("their turn is agreed")


def _correction(_desk: Desk, _item: Item) -> tuple[None, str]:
    return None, _("shown to you; the record stays as it is until you change it")


def _record(desk: Desk, item: Item) -> tuple[str, str]:
    stem, text = item.content["stem"], item.content["file"]
    if desk.has(stem):
        raise Misfit(_("there is a file of {stem} already, and nothing is overwritten").format(stem=stem))
    arrived = session_in(desk.record, item.person, text)
    others = ", ".join(arrived.speaks_for)
    if others and not arrived.trusted and not desk.named:
        raise Misfit(_("it speaks for {people}: take it in by its number, once you have read it").format(people=others))
    _links(desk, arrived.texts)
    for action in arrived.reported:
        # An action that is not there is named when the whole is checked.
        if action in desk.actions:
            _write_id(desk, action)
    desk.add(stem, text.encode())
    words = _("a draft; it speaks for {people}").format(people=others) if others else _("a draft")
    return desk.change(stem, item, Put(("status",), "draft")), words


def _links(desk: Desk, texts: Iterable[str]) -> None:
    if new := [path for path in links_of(texts) if path not in desk.linked]:
        raise Misfit(
            _("it links to {files}, which members do not have: if they may have it, put the link in yourself").format(files=", ".join(new))
        )


def _within(record: SetRecord, needed: str) -> None:
    if not may_record(record.file, needed):
        raise Misfit(_("the set agreed to write down less: its level is {level}").format(level=record.file.agreement.record or "actions"))


_MERGE: dict[str, Callable[[Desk, Item], tuple[str | None, str]]] = {
    "report": _report, "bid": _bid, "absence": _absence, "agree": _agree, "correction": _correction, "record": _record,
}

"""Rows of actions: each goes to the session that it was agreed in, and what became of it is a report-back."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

from ...records import Action, Add, Change
from ...words import _
from .dates import Dates
from .draft import Entry, Left
from .found import Found, Set
from .kinds import Table
from .names import folded, id_for
from .unclear import Unclear, said, text_of

__all__ = ["actions_of"]

_STATES = {
    "open": ("open", "ongoing", "on going", "in progress", "in hand", "started", "not started", "outstanding", "no", "n", "pending", "todo", "to do", "overdue", "amber", "red", "ended", "0", "false"),
    "done": ("done", "complete", "completed", "closed", "finished", "yes", "y", "x", "✓", "✔", "100%", "green", "achieved", "1", "true"),
    "dropped": ("dropped", "cancelled", "canceled", "abandoned", "no longer needed", "not needed", "withdrawn"),
}


def actions_of(table: Table, known: Set) -> Found:
    """What the rows of a table of actions become."""
    found = Found()
    dates = {name: known.dates(table.column(name)) for name in ("session", "due", "on")}
    for name, each in dates.items():
        if name in table.columns:
            found.assumes(each, table.headings[name])
    rows = _Rows(table, known, dates, found)
    for row in table.rows():  # all sessions first: a report-back goes to the last one before its day
        with suppress(Unclear):
            known.session(table.cell(row, "session"), dates["session"])
    for row in table.rows():
        try:
            rows.take(row)
        except Unclear as unclear:
            found.left.append(Left(table.sheet.place(row), str(unclear)))
    return found


class _Rows:
    def __init__(self, table: Table, known: Set, dates: dict[str, Dates], found: Found) -> None:
        self._table, self._known, self._dates, self._found = table, known, dates, found
        self._given: dict[str, set[str]] = {}
        self._seen: set[tuple[str, str, str]] = set()

    def take(self, row: int) -> None:
        """One row. Raises Unclear."""
        cell, place = self._table.cell, self._table.sheet.place(row)
        do = said(cell(row, "do"))
        if not do:
            raise Unclear(_("no action is written in it"))
        stem = self._known.session(cell(row, "session"), self._dates["session"])
        day = dt.date.fromisoformat(stem[:10])
        if not said(cell(row, "owner")):
            raise Unclear(_("nobody is named who will do it"))
        owner, *helpers = self._known.names.several(said(cell(row, "owner")), day)
        helpers += [each for each in self._known.names.several(said(cell(row, "with")), day) if each not in (owner, *helpers)] if said(cell(row, "with")) else []
        if (stem, owner, folded(do)) in self._seen or self._stands(stem, owner, do):
            self._found.there.append(Left(place, _("{stem} has this action already").format(stem=stem)))
            return
        due = self._dates["due"].read(cell(row, "due"))
        if due is not None and due < day:
            raise Unclear(_("its date, {due}, is before its session, {day}").format(due=due, day=day))
        action: dict[str, Any] = {
            "id": self._id(stem, owner, text_of(cell(row, "id"))), "do": do, "owner": owner, "with": helpers, "due": due,
            "outcome_wanted": said(cell(row, "outcome_wanted")),
        }
        action = {name: value for name, value in action.items() if value}
        changes: list[tuple[str | None, Change]] = [(stem, Add(("actions",), action))]
        if report := self._report(row, stem, owner, str(action["id"])):
            changes.append(report)
        self._seen.add((stem, owner, folded(do)))
        self._given.setdefault(stem, set()).add(str(action["id"]))
        self._found.entries.append(Entry(place, self._words(row, action, report), tuple(changes)))

    def _report(self, row: int, stem: str, owner: str, id_: str) -> tuple[str, Change] | None:
        cell = self._table.cell
        state, did = _state(text_of(cell(row, "status"))), said(cell(row, "did"))
        on = self._dates["on"].read(cell(row, "on"))
        if on is not None and state == "open":
            state = "done"
        if state == "open" and not did:
            return None
        if on is not None and on > self._known.today:
            raise Unclear(_("it was closed on {day}, which has not come yet").format(day=on))
        if on is not None and on.isoformat() < stem[:10]:
            raise Unclear(_("it was closed on {day}, before its session").format(day=on))
        day = on or self._known.today
        told = {"member": owner, "action": f"{stem}/{id_}", "status": state, "on": day, **({"did": did} if did else {})}
        stems = sorted({*self._known.record.sessions, *self._known.stems})
        sessions = self._known.record.sessions
        possible = [each for each in stems if stem <= each and each[:10] <= day.isoformat() and not (each in sessions and sessions[each].status == "purged")]
        return possible[-1], Add(("reports",), told)

    def _words(self, row: int, action: dict[str, Any], report: tuple[str, Change] | None) -> str:
        people = self._known.record.file.people
        who = ", ".join(people[each].name for each in (action["owner"], *action.get("with", ())))
        words = [f"{' '.join(str(action['do']).split())} ({who})"]
        if due := action.get("due"):
            words.append(_("by {day}").format(day=due))
        elif text := text_of(self._table.cell(row, "due")):
            words.append(_('no date ("{text}")').format(text=text))
        if report and isinstance(report[1], Add):
            told = report[1].item
            words.append(f"{told['status']}, {told['on']}")
            if not said(self._table.cell(row, "on")):
                words[-1] += " " + _("(no day is given, so it counts as told today)")
        return "; ".join(words)

    def _stands(self, stem: str, owner: str, do: str) -> bool:
        return any(each.owner == owner and folded(each.do) == folded(do) for each in self._actions(stem))

    def _id(self, stem: str, owner: str, wanted: str) -> str:
        taken = {*(each.id or "" for each in self._actions(stem)), *self._given.get(stem, ())}
        if wanted and wanted not in taken and wanted.replace("-", "").isalnum() and wanted.isascii() and wanted == wanted.lower() and wanted[0].isalpha():
            return wanted
        return id_for(owner, taken) if owner in taken else owner

    def _actions(self, stem: str) -> list[Action]:
        session = self._known.record.sessions.get(stem)
        return [*(each for turn in session.turns for each in turn.actions), *session.actions] if session else []


def _state(text: str) -> str:
    word = folded(text)
    for state, words in _STATES.items():
        if word in words:
            return state
    if word in ("", "-", "?", "tbc", "tba", "n/a"):
        return "open"
    raise Unclear(_('"{text}" is no state that is known; write open, done or dropped').format(text=text))

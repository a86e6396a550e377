"""What the run-sheet and the editor of sessions go by."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Protocol

from ..records.ledger import Ledger
from ..records.levels import LEVELS, needed_levels
from ..records.model import SetFile
from ..records.process import speaks, stages, turn_minutes
from ..records.schema import schemas
from ..words import _
from .calendar import coming
from .context import PageContext
from .page import Page

__all__ = ["run_sheet", "run_sheet_context", "runs_sessions"]


class _OfASet(Protocol):
    """A record, or a ledger: whatever knows the set's own file."""

    @property
    def file(self) -> SetFile: ...


def runs_sessions(context: PageContext) -> bool:
    """Whether a session is run from this view: the facilitator's, or where the members facilitate, theirs."""
    return context.facilitating or context.self_facilitated


def run_sheet(context: PageContext) -> Page:
    """The page on which a session is run: the script's place, and a sheet to print for who runs it on paper."""
    ledger = context.ledger
    steps = stages(context.file.process)
    owed = [(person.id, context.open_of(person.id)) for person in context.members]
    return context.page(
        "run_sheet",
        "run/",
        _("Run the session"),
        wide=True,
        given=json.dumps(run_sheet_context(ledger, ledger), ensure_ascii=False),
        meetings=context.meetings[:1],
        owed=[(person, actions) for person, actions in owed if actions],
        held=ledger.waiting,
        steps=[(stage.stage, stage.minutes, speaks(stage)) for stage in steps],
        minutes=turn_minutes(context.file.process),
        turns=range(1, max(context.file.turns_per_session) + 1),
    )


def run_sheet_context(record: _OfASet, ledger: Ledger) -> dict[str, Any]:
    """What a session of this set is written and judged by, as plain JSON: the people, what was agreed, the process, what waits,
    the other sessions' actions, and the schema of a session with the level that each field needs.

    The same on the locked site and on the desk.
    """
    file = record.file
    return {
        "set": {"name": file.name, "language": file.language, "timezone": file.timezone},
        "people": [
            _filled(
                id=person.id,
                name=person.name,
                member=person in file.members,
                joined=_iso(person.joined),
                left=_iso(person.left),
                away=[{"from": _iso(away.from_), "until": _iso(away.until)} for away in getattr(person, "away", ())],
            )
            for person in (*file.members, *file.facilitator)
        ],
        "agreement": {
            "record": file.agreement.record,
            "attribute_suggestions": file.agreement.attribute_suggestions,
            "presenter_agrees": file.agreement.presenter_agrees,
        },
        "process": {
            "name": file.process if isinstance(file.process, str) else None,
            "stages": [stage.model_dump() for stage in stages(file.process)],
        },
        "turns_per_session": list(file.turns_per_session),
        "meetings": [
            _filled(
                date=_iso(meeting.date),
                start=meeting.start and f"{meeting.start:%H:%M}",
                end=meeting.end and f"{meeting.end:%H:%M}",
                where=meeting.where,
            )
            for meeting in coming(ledger)
            if not meeting.cancelled
        ],
        "held": [_filled(member=bid.member, headline=bid.headline, since=_iso(bid.since)) for bid in ledger.waiting],
        "waiting": [
            {"person": row.person, "sessions": row.since_last_turn}
            for row in sorted(
                ledger.airtime, key=lambda row: (row.since_last_turn is not None, -(row.since_last_turn or row.attended))
            )
        ],
        "owed": _owed(ledger),
        "sessions": {entry.stem: {"date": _iso(entry.session.date), "status": entry.session.status} for entry in ledger.sessions},
        "actions": {action.id: action.owner for action in ledger.actions},
        "schema": schemas()["session"],
        "levels": {"order": list(LEVELS), "needs": needed_levels()},
    }


def _owed(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    """Each person's open actions."""
    owed: dict[str, list[dict[str, Any]]] = {}
    for action in ledger.actions:
        if action.state == "open":
            owed.setdefault(action.owner, []).append(_filled(id=action.id, do=action.do, due=_iso(action.due)))
    return owed


def _filled(**fields: Any) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, [], "")}


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None

"""The desk's addresses for records: a set, a session, a new one; and for who may open it."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..errors import AlsError, Errors
from ..new.begin import begin_session
from ..new.set import begin_set
from ..ordinary import check_ordinary
from ..pages.run_sheet import run_sheet_context
from ..records import SetFile, View, ledger, project, today_in
from ..records.taken import read_inbox
from ..site.sets.names import taken_names
from ..words import _
from . import saving
from .answers import body, refused, told
from .organisation import Desk
from .saving import Changed

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Their addresses."""

    def the_set(request: Request) -> Any:
        set_id = request.path_params["set_id"]
        desk.folder(set_id)
        try:
            record = desk.record(set_id)
        except Errors as errors:
            return {"id": set_id, "name": set_id, "mistakes": [str(each) for each in errors.errors]}
        today = today_in(record.file.timezone)
        known = ledger(project(record, View("facilitator"), today=today), View("facilitator"), today=today)
        coming = known.next_session
        return {
            "id": set_id, "name": record.file.name, "today": today.isoformat(), **saving.opened(desk, set_id, None),
            "schema": SetFile.model_json_schema(by_alias=True),
            "sessions": [
                {"stem": each.stem, "date": each.session.date.isoformat(), "status": each.session.status,
                 "turns": len(each.turns), "waiting": sum(1 for turn in each.turns if not turn.turn.agreed_on)}
                for each in reversed(known.sessions)
            ],
            "replies": _waiting(desk, set_id),
            "next": coming.meeting.date.isoformat() if coming else None,
        }

    def the_session(request: Request) -> Any:
        set_id, stem = request.path_params["set_id"], request.path_params["stem"]
        found = saving.opened(desk, set_id, stem)
        record = desk.record(set_id)
        others = record.model_copy(update={"sessions": {name: each for name, each in record.sessions.items() if name < stem}})
        view, today = View("facilitator"), today_in(record.file.timezone)
        context = run_sheet_context(record, ledger(project(others, view, today=today), view, today=today))
        return {**found, "name": record.file.name, "context": context}

    def new(request: Request, given: dict[str, Any]) -> Any:
        set_id = request.path_params["set_id"]
        record = desk.record(set_id)
        day = _day(given["date"]) if given.get("date") else None
        desk.file(set_id, "2000-01-01")  # nor does the folder of sessions lead elsewhere
        made, _counted = begin_session(desk.folder(set_id), f"sets/{set_id}", record, day)
        return {"stem": made.stem}

    def new_set(request: Request, given: dict[str, Any]) -> Any:
        set_id, members = str(given.get("id", "")), [str(each) for each in given.get("members", [])]
        if len(members) < 2:
            raise AlsError(_("Members"), _("a set has two members or more"), _("name each of them on a line"))
        check_ordinary(desk.root / "sets", "sets", folder=True)
        facilitator = " ".join(str(given.get("facilitator", "")).split())
        begin_set(
            desk.root, set_id, taken=taken_names(desk.root / "docs"), today=dt.date.today(), name=str(given.get("name", "")),
            facilitator=facilitator or None, self_facilitated=not facilitator, members=members,
            meetings=[_day(each) for each in given.get("meetings", [])],
        )
        return {"id": set_id}

    def undo(request: Request, given: dict[str, Any]) -> Any:
        return saving.take_back(desk, request.path_params["set_id"], request.path_params.get("stem"), str(given.get("digest")))

    async def save(request: Request) -> Response:
        return await _kept(desk, request)

    return [
        Route("/api/new", told(new_set), methods=["POST"]),
        Route("/api/set/{set_id}", told(the_set)),
        Route("/api/set/{set_id}", save, methods=["POST"]),
        Route("/api/set/{set_id}/new", told(new), methods=["POST"]),
        Route("/api/set/{set_id}/undo", told(undo), methods=["POST"]),
        Route("/api/session/{set_id}/{stem}", told(the_session)),
        Route("/api/session/{set_id}/{stem}", save, methods=["POST"]),
        Route("/api/session/{set_id}/{stem}/undo", told(undo), methods=["POST"]),
    ]


def _day(text: Any) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError):
        raise AlsError(_("Date"), _("is no date"), _("write it such as 2026-01-14")) from None


def _waiting(desk: Desk, set_id: str) -> int:
    try:
        return len(read_inbox(desk.folder(set_id), f"sets/{set_id}").waiting)
    except AlsError:
        return 0  # its own page says what is wrong


async def _kept(desk: Desk, request: Request) -> Response:
    """A save; a file changed meanwhile comes back beside what was to be saved."""
    given, place = await body(request), request.path_params
    data = given.get("data")
    if not isinstance(data, dict):
        return JSONResponse({"error": _("Nothing was sent to be saved.")}, 400)
    try:
        return JSONResponse(await asyncio.to_thread(saving.save, desk, place["set_id"], place.get("stem"), data, str(given.get("digest"))))
    except Changed as changed:
        return JSONResponse({"error": str(changed), "theirs": changed.theirs}, 409)
    except Exception as error:
        return refused(error)

"""Bring in and take out, on the desk: tables and records from other programs, shown as a draft first; and files for them."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from ..errors import AlsError
from ..office import FORMS, TABLES, Part, taken_out
from ..office.bring import (
    FIELDS,
    KINDS,
    Draft,
    DraftThere,
    Wish,
    is_json,
    is_session,
    mark_of,
    planned,
    planned_records,
    planned_session,
    write,
)
from ..records import SetRecord, View, today_in
from ..words import _
from . import undo
from .answers import told
from .organisation import Desk

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Their addresses."""

    def what(request: Request) -> Any:
        record = desk.record(request.path_params["set_id"])
        return {
            "id": record.id, "name": record.file.name, "facilitated": bool(record.file.facilitator), "tables": TABLES, "forms": FORMS,
            "sessions": [{"stem": stem, "date": each.date.isoformat(), "status": each.status} for stem, each in reversed(record.sessions.items())],
            "people": [{"id": each.id, "name": each.name} for each in record.file.people.values()],
        }

    def take(request: Request, given: dict[str, Any]) -> Any:
        record, form = desk.record(request.path_params["set_id"]), str(given.get("form"))
        table = str(given.get("table") or "actions")
        if form not in FORMS or table not in TABLES:
            raise AlsError(_("Take out"), _("there is no such form"), _("choose one of those that are shown"))
        part = Part(given.get("session") or None, given.get("person") or None) if form != "ics" else Part()
        view = None if form == "json" else View("facilitator" if given.get("view") == "facilitator" else "members")
        data = taken_out(record, form, today=today_in(record.file.timezone), view=view, part=part, table=table)
        name = "-".join(each for each in (record.id, part.session, part.person, table if form == "csv" else None) if each)
        return {"name": f"{name}.{form}", "data": base64.b64encode(data).decode()}

    def bring(request: Request, given: dict[str, Any]) -> Any:
        return _brought(desk, request.path_params["set_id"], given)

    return [
        Route("/api/take/{set_id}", told(what)),
        Route("/api/take/{set_id}", told(take), methods=["POST"]),
        Route("/api/bring/{set_id}", told(bring), methods=["POST"]),
    ]


def _brought(desk: Desk, set_id: str, given: dict[str, Any]) -> dict[str, Any]:
    """The draft of a file; written where the page sends back the mark of the very draft that it was shown."""
    record, folder = desk.record(set_id), desk.folder(set_id)
    name = str(given.get("name") or _("the file"))
    try:
        data = base64.b64decode(str(given.get("data", "")), validate=True)
    except binascii.Error:
        raise AlsError(name, _("did not arrive whole"), _("choose it once more")) from None
    try:
        draft = _draft(record, folder, data, name, given)
    except DraftThere as there:
        return {**_told(Draft()), "mark": None, "written": False, "name": record.file.name, "there_is": there.stem}
    mark, agreed = mark_of(draft), given.get("agreed")
    if agreed is not None:
        if agreed != mark:
            raise AlsError(name, _("the records were changed meanwhile, so this is not what you were shown"), _("look at it once more"))
        for path, before in draft.before.items():
            desk.file(set_id, None if path.name == "set.yml" else path.stem)  # raises where it leads elsewhere
            if before is not None:
                undo.keep(desk, set_id, path.stem, before)
        write(draft)
    return {**_told(draft), "mark": mark, "written": agreed is not None, "name": record.file.name}


def _draft(record: SetRecord, folder: Path, data: bytes, name: str, given: dict[str, Any]) -> Draft:
    if is_session(name):
        return planned_session(folder, data, name, replace=given.get("place") == "replace", beside=given.get("place") == "beside")
    if is_json(data, name):
        return planned_records(record, folder, data, name)
    return planned(record, folder, data, name, today=today_in(record.file.timezone), wish=_wish(given))


def _wish(given: dict[str, Any]) -> Wish:
    columns = given.get("columns")
    known = {str(name): str(heading) for name, heading in columns.items()} if isinstance(columns, dict) else {}
    kind, first = given.get("kind"), given.get("first")
    return Wish(
        kind if kind in KINDS else None, str(given["sheet"]) if given.get("sheet") else None, known, first if first in ("day", "month") else None,
        str(given["session"]) if given.get("session") else None,
    )


def _told(draft: Draft) -> dict[str, Any]:
    return {
        "rows": [{"place": each.place, "file": each.file, "words": each.words} for each in draft.rows],
        "left": [{"place": each.place, "why": each.why} for each in draft.left],
        "there": [{"place": each.place, "why": each.why} for each in draft.there],
        "told": draft.told, "sheets": draft.sheets, "kinds": KINDS,
        "tables": [
            {"sheet": each.sheet.name, "kind": each.kind, "columns": each.headings, "fields": FIELDS[each.kind], "headings": [*each.headings.values(), *each.unused]}
            for each in draft.tables
        ],
        "files": [{"file": shown, "stem": path.stem if path.parent.name == "sessions" else None} for path, shown in draft.shown.items()],
    }

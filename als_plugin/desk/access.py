"""Who may open a set, on the desk: passphrases given, renewed and taken away, join codes admitted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from .. import granting
from ..logs import heard
from ..ordinary import check_ordinary
from ..records import Person, load_set_file, today_in
from ..site.mkdocs.pinned import pinned
from ..site.mkdocs.run import settings
from ..vault import Access, JoinCode
from ..words import _
from .address import write_address
from .answers import told
from .organisation import Desk
from .undo import forget

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Their addresses."""

    def listed(request: Request) -> Any:
        set_id = request.path_params["set_id"]
        record, (path, _shown) = desk.record(set_id), _file(desk, set_id)
        today = today_in(record.file.timezone)
        held = Access.load(path).people if path.is_file() else {}
        people = record.file.people
        rows = [_row(each.id, each, held.get(each.id), today) for each in people.values()]
        strangers = [_row(each, None, held[each], today) for each in held if each not in people]
        site = settings(desk.config_file).site_url
        address = f"{site.rstrip('/')}/{set_id}/" if site else None
        return {"id": set_id, "name": record.file.name, "people": [*rows, *strangers], "address": address}

    def address(request: Request, given: dict[str, Any]) -> Any:
        return {"address": write_address(desk.config_file, str(given.get("address", "")))}

    def act(request: Request, given: dict[str, Any]) -> Any:
        set_id, what = request.path_params["set_id"], given.get("do")
        path, shown = _file(desk, set_id)
        if what == "remove":
            person = str(given.get("person"))
            access = granting.given(path, shown, person, _("nothing was changed"))
            access.remove(person, dt.datetime.now(dt.UTC).date())
            access.save(path)
            forget(desk.root, set_id)
            return {}
        with heard("als", lambda _warning: None):
            file = load_set_file(desk.folder(set_id), shown=f"sets/{set_id}")
        today = today_in(file.timezone)
        chosen = [str(each) for each in given.get("people", [given.get("person")])]
        people = [granting.entitled(file, set_id, each, today) for each in chosen]
        access = granting.to_give_out(desk.config_file, path, shown)
        if what == "admit":
            code = JoinCode.decode(str(given.get("code", "")), _("join code"))
            otherwise = _("say that this code is to take its place")
            granting.admit(access, shown, people[0], code, today, replace=given.get("replace") is True, otherwise=otherwise)
            access.save(path)
            return {"fingerprint": code.fingerprint(pinned(desk.config_file)), "name": people[0].name}
        give = granting.reset if what == "reset" else granting.grant
        otherwise = _("give them one first") if what == "reset" else _("where it is lost, give them a new one")
        slips = [{"name": each.name, "passphrase": give(access, shown, each, today, otherwise)} for each in people]
        access.save(path)
        return {"slips": slips}

    return [
        Route("/api/access/{set_id}", told(listed)),
        Route("/api/access/{set_id}", told(act), methods=["POST"]),
        Route("/api/address", told(address), methods=["POST"]),
    ]


def _row(id_: str, person: Person | None, held: Any, today: dt.date) -> dict[str, Any]:
    gone = person is None or person.left is not None and person.left < today
    return {
        "id": id_, "name": person.name if person else id_, "left": gone,
        "granted": held.granted.isoformat() if held else None, "changed": held.changed.isoformat() if held else None,
    }


def _file(desk: Desk, set_id: str) -> tuple[Path, str]:
    path, shown = desk.folder(set_id) / "access.json", f"sets/{set_id}/access.json"
    check_ordinary(path, shown)
    return path, shown

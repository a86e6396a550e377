"""Who may open a set, on the desk: passphrases given, renewed and taken away, join codes admitted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from ..errors import AlsError
from ..records import Person, today_in
from ..vault import Access, JoinCode
from ..words import _
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
        return {"id": set_id, "name": record.file.name, "people": [*rows, *strangers]}

    def act(request: Request, given: dict[str, Any]) -> Any:
        set_id, what = request.path_params["set_id"], given.get("do")
        path, shown = _file(desk, set_id)
        if what == "remove":
            access = _loaded(path, shown)
            access.remove(str(given.get("person")), dt.datetime.now(dt.UTC).date())
            access.save(path)
            forget(desk.root, set_id)
            return {}
        record = desk.record(set_id)
        today = today_in(record.file.timezone)
        chosen = [str(each) for each in given.get("people", [given.get("person")])]
        people = [_person(record.file.people, each, shown, today) for each in chosen]
        public = _pinned(desk)
        access = _loaded(path, shown) if path.is_file() else Access.new(public)
        if what == "admit":
            code = JoinCode.decode(str(given.get("code", "")), _("join code"))
            access.admit(people[0].id, code, today, replace=people[0].id in access.people)
            access.save(path)
            return {"fingerprint": code.fingerprint(public), "name": people[0].name}
        access.follow(public)
        give = access.reset if what == "reset" else access.grant
        slips = [{"name": each.name, "passphrase": give(each.id, today)} for each in people]
        access.save(path)
        return {"slips": slips}

    return [
        Route("/api/access/{set_id}", told(listed)),
        Route("/api/access/{set_id}", told(act), methods=["POST"]),
    ]


def _row(id_: str, person: Person | None, held: Any, today: dt.date) -> dict[str, Any]:
    gone = person is None or person.left is not None and person.left < today
    return {
        "id": id_, "name": person.name if person else id_, "left": gone,
        "granted": held.granted.isoformat() if held else None, "changed": held.changed.isoformat() if held else None,
    }


def _person(people: dict[str, Person], id_: str, shown: str, today: dt.date) -> Person:
    person = people.get(id_)
    if person is None:
        raise AlsError(shown, _("nobody here has the id {id}").format(id=id_), _("choose one of the set's people"))
    if person.left is not None and person.left < today:
        raise AlsError(
            shown, _("{name} left on {date}").format(name=person.name, date=person.left),
            _("who has left is given no passphrase; correct `left` if that is wrong"),
        )
    return person


def _file(desk: Desk, set_id: str) -> tuple[Path, str]:
    path, shown = desk.folder(set_id) / "access.json", f"sets/{set_id}/access.json"
    if path.is_symlink():
        raise AlsError(shown, _("leads out of the organisation's folder"), _("put the file itself there"))
    return path, shown


def _loaded(path: Path, shown: str) -> Access:
    try:
        return Access.loads(path.read_text(encoding="utf-8"), shown)
    except (OSError, UnicodeDecodeError):
        raise AlsError(shown, _("cannot be read"), _("restore it from your repository's history")) from None


def _pinned(desk: Desk) -> bytes:
    """The publisher's key that mkdocs.yml names. Raises AlsError where there is none."""
    from ..site.mkdocs.run import settings
    from ..site.sets.signing_key import parse_public

    name = desk.config_file.name
    public = settings(desk.config_file).plugins["als"].config.publisher
    if not public:
        raise AlsError(
            name, _("the plugin's option 'publisher' is missing"),
            _("als init DIR makes an organisation with a signing key; copy the line from the mkdocs.yml that it writes"),
        )
    return parse_public(public, name)

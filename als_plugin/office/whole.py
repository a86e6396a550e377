"""The records themselves as JSON, field by field as their files have them; and one person's part of them."""

from __future__ import annotations

from typing import Any

import orjson

from ..records import Session, SetRecord
from .part import Part

__all__ = ["FORMAT", "whole"]

FORMAT = "als-records-1"
"""What tells such a file from other JSON."""


def whole(record: SetRecord, part: Part) -> bytes:
    """The set's file and its sessions, or what is left of them for a part."""
    sessions = {stem: each for stem, each in record.sessions.items() if part.session in (None, stem)}
    if part.person is None:
        told: dict[str, Any] = {"format": FORMAT, "set": _plain(record.file), "sessions": {stem: _plain(each) for stem, each in sessions.items()}}
    else:
        mine = {stem: each for stem, session in sessions.items() if (each := _of_person(session, part.person))}
        told = {"format": f"{FORMAT}-person", "person": _plain(record.file.people[part.person]), "sessions": mine}
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _plain(model: Any) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _of_person(session: Session, person: str) -> dict[str, Any]:
    """What a session says of somebody, and nothing that others said or will do."""
    plain = _plain(session)
    turns = [_of_turn(each, person) for each in plain.get("turns", ())]
    found = {
        "attendance": [name for name, there in plain.get("attendance", {}).items() if person in there],
        "reports": [each for each in plain.get("reports", ()) if each["member"] == person],
        "topics": [each for each in plain.get("topics", ()) if each["member"] == person],
        "turns": [each for each in turns if each],
        "actions": [each for each in plain.get("actions", ()) if each.get("owner") == person],
    }
    kept = {name: each for name, each in found.items() if each}
    return {"date": plain["date"], "status": plain["status"], **kept} if kept else {}


def _of_turn(turn: dict[str, Any], person: str) -> dict[str, Any]:
    """A turn of one's own without the names of others' suggestions; of another's, what one said and what one will do."""
    if turn["presenter"] == person:
        anonymous: dict[str, Any] = {
            name: [{key: value for key, value in each.items() if key != "by" or value == person} for each in turn[name]]
            for name in ("suggestions", "questions") if name in turn
        }
        return {**turn, **anonymous}
    said = {name: [each for each in turn.get(name, ()) if each.get("by") == person] for name in ("suggestions", "questions")}
    said["actions"] = [each for each in turn.get("actions", ()) if each.get("owner") == person]
    return {name: each for name, each in said.items() if each}

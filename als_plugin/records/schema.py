"""JSON Schemas of both files, for editors that complete and check while somebody types.

They say what a single file can say; what needs several fields or files, `als check` says.
"""

from __future__ import annotations

import re
import typing
from functools import lru_cache
from typing import Any

from ..words import _, language
from .hints import hints, unwrap
from .model import Model, Session, SetFile
from .shape import ONE_OR_MANY

__all__ = ["schemas"]

DRAFT = "http://json-schema.org/draft-07/schema#"
_TIME = r"^([01]?\d|2[0-3]):[0-5]\d$"
# A text may look like a number or a flag to an editor; the records take it as it was typed.
_FREE_TEXT = (r"\S", r"^[^\n]*\S[^\n]*$")
_UNWANTED = ("title", "default", "examples", "$defs", "discriminator")


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas (draft 7) of `set.yml` ("set") and of a session's file ("session"), in the language being spoken; the same
    objects each time, to be read and not changed."""
    return _schemas(language())


@lru_cache(maxsize=20)
def _schemas(_spoken: str) -> dict[str, dict[str, Any]]:
    return {
        "set": _schema(
            SetFile,
            _("A set: who it is and what it agreed"),
            [
                {
                    "name": "Riverside",
                    "members": [{"id": "amara", "name": "Amara Okafor"}, {"id": "ben", "name": "Ben Lindqvist"}],
                    "agreement": {"record": "actions"},
                    "retention": {"keep_months": 12},
                }
            ],
        ),
        "session": _schema(
            Session,
            _("A session of a set"),
            [
                {
                    "date": "2026-01-14",
                    "status": "draft",
                    "attendance": {"present": ["amara", "ben"]},
                    "turns": [{"presenter": "amara", "actions": [{"do": "Ask for the figures", "due": "2026-02-01"}]}],
                }
            ],
        ),
    }


def _schema(root: type[Model], title: str, examples: list[Any]) -> dict[str, Any]:
    made = root.model_json_schema(by_alias=True)
    models = {model.__name__: model for model in _models(root)}
    definitions = {name: _of_model(models[name], body) for name, body in sorted(made.get("$defs", {}).items())}
    return {
        "$schema": DRAFT,
        "title": title,
        **_of_model(root, made, whole=True),
        "examples": examples,
        "definitions": definitions,
    }


def _models(model: type[Model]) -> set[type[Model]]:
    """The model and all that stand in it."""
    found = {model}
    for hint in hints(model).values():
        for each in _types(hint):
            if isinstance(each, type) and issubclass(each, Model):
                found |= _models(each)
    return found


def _types(hint: Any) -> list[Any]:
    kind, _notes = unwrap(hint)
    if isinstance(kind, tuple):
        return [each for alternative in kind for each in _types(alternative)]
    if typing.get_origin(kind) is tuple:
        return _types(typing.get_args(kind)[0])
    return [kind]


def _of_model(model: type[Model], body: dict[str, Any], *, whole: bool = False) -> dict[str, Any]:
    """One model's schema as its files are written: short forms allowed, an optional field may be left empty."""
    required = body.get("required", [])
    properties = {}
    for name, hint in hints(model).items():
        field = _tidy(body["properties"][name])
        description = _(field.pop("description"))
        if ONE_OR_MANY in unwrap(hint)[1]:
            field = {"anyOf": [field["items"], field]}
        if name not in required:
            field = _optional(field)
        if "$ref" in field:
            field = {"allOf": [field]}
        properties[name] = {"description": description, **field}
    made = {
        "description": " ".join((model.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    if model.short and not whole:
        return {"anyOf": [{"type": ["string", "number", "boolean"], "description": properties[model.short]["description"]}, made]}
    return made


def _optional(field: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field that may stand there empty."""
    if {"type": "null"} in field.get("anyOf", ()):
        return field
    return {"anyOf": [field, {"type": "null"}]}


def _tidy(schema: Any) -> Any:
    """Pydantic's schema without its own titles, in draft 7, with texts and times as the records take them."""
    if isinstance(schema, list):
        return [_tidy(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _tidy(value) for key, value in schema.items() if key not in _UNWANTED}
    if "$ref" in made:
        made["$ref"] = re.sub(r"^#/\$defs/", "#/definitions/", made["$ref"])
    if made.get("format") == "time":
        made.pop("format")
        made["pattern"] = _TIME
    if made.get("type") == "string" and made.get("pattern") in _FREE_TEXT:
        made["type"] = ["string", "number", "boolean"]
    if isinstance(pair := made.pop("prefixItems", None), list):
        made["items"] = pair[0]
    return made

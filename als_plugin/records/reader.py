"""Nodes to a model: every scalar read as what its field expects, every misfit an error with its place.

Kinds, unknown fields, choices and scalars are judged here, where the text and its style are known; what is left
(patterns, lengths, missing fields, fields that do not agree) pydantic judges, and its findings are put into our words.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import types
import typing
from functools import cache
from typing import Any, Literal, TypeVar, Union

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..errors import AlsError, Errors, Place
from .model import Model, Session, SetFile
from .nodes import Node, compose
from .scalars import (
    Unfit,
    read_date,
    read_flag,
    read_number,
    read_text_value,
    read_time,
    shorten,
)
from .shape import DERIVED, ONE_OR_MANY, Says, near
from .sheet import Loc, Sheet, Spot

__all__ = ["read"]

log = logging.getLogger("als.records")

M = TypeVar("M", bound=Model)
_SCALARS = {str: read_text_value, dt.date: read_date, dt.time: read_time, int: read_number, bool: read_flag}
_LISTS = {"reports", "topics", "turns", "actions"}


class _Absent:
    """Nothing was written, or nothing that could be read."""


ABSENT: Any = _Absent()


def read(text: str, model: type[M], sheet: Sheet) -> M:
    """The model in a YAML text; fills `sheet.spots`. Raises `Errors` with everything that is wrong with the file."""
    root = compose(text, sheet.shown)
    if root.kind != "map":
        raise AlsError(sheet.spot(()).where or sheet.shown, "holds no fields", "write one on each line, such as name: Riverside")
    return _Reader(text, sheet, root, model).read()


@cache
def _hints(model: type[Model]) -> dict[str, Any]:
    """The fields of a model as they are written, with their types."""
    hints = typing.get_type_hints(model, include_extras=True)
    return {
        field.alias or name: hints[name]
        for name, field in model.model_fields.items()
        if DERIVED not in _unwrap(hints[name])[1]
    }


def _unwrap(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type inside Annotated and `| None`, and what was annotated."""
    notes: tuple[Any, ...] = ()
    while True:
        if typing.get_origin(hint) is typing.Annotated:
            hint, *more = typing.get_args(hint)
            notes += tuple(more)
        elif typing.get_origin(hint) in (Union, types.UnionType):
            inner = [each for each in typing.get_args(hint) if each is not type(None)]
            if len(inner) != 1:
                return tuple(inner), notes
            hint = inner[0]
        else:
            return hint, notes


class _Reader:
    def __init__(self, text: str, sheet: Sheet, root: Node, model: type[Model]) -> None:
        self.lines = text.split("\n")
        self.sheet = sheet
        self.root = root
        self.model = model
        self.errors: list[AlsError] = []
        self.broken: set[Loc] = set()
        self.says: dict[Loc, Says] = {}
        self.raw: dict[Loc, str] = {}
        self.draft = model is Session and any(
            key.text == "status" and value.text == "draft" for key, value in root.pairs)

    def read(self) -> Model:
        values = self.fields(self.root, self.model, ())
        result = None
        try:
            result = self.model.model_validate(values)
        except ValidationError as error:
            for details in error.errors(include_url=False):
                self.explain(details)
        if self.errors:
            raise Errors(sorted(self.errors, key=lambda each: (each.place.line or 0, each.place.column or 0)))
        assert result is not None
        return result

    # One node, as what is expected there.

    def value(self, node: Node, hint: Any, loc: Loc) -> Any:
        kind, notes = _unwrap(hint)
        if isinstance(kind, tuple):
            kind, more = _unwrap(kind[1] if node.kind == "list" else kind[0])
            notes += more
        for note in notes:
            if isinstance(note, Says):
                self.says[loc] = note
        origin = typing.get_origin(kind)
        if origin is tuple:
            return self.list(node, typing.get_args(kind), notes, loc)
        if origin is Literal:
            return self.choice(node, typing.get_args(kind), loc)
        if origin is dict:
            return self.counts(node, typing.get_args(kind)[1], loc)
        if isinstance(kind, type) and issubclass(kind, Model):
            return self.record(node, kind, loc)
        return self.scalar(node, kind, loc)

    def scalar(self, node: Node, kind: type, loc: Loc) -> Any:
        if node.kind != "scalar":
            return self.no_scalar(node, loc)
        if node.empty:
            return ABSENT
        self.raw[loc] = node.text
        if kind is str and node.plain and (lost := self.comment(node)):
            return self.fail(loc, f'{shorten(lost)} would be lost, because " #" begins a comment', "put the whole text in quotes, or below a |")
        try:
            return _SCALARS[kind](node.text)
        except Unfit as unfit:
            return self.fail(loc, unfit.problem, unfit.remedy)

    def comment(self, node: Node) -> str | None:
        """What stands behind an unquoted text on its line, made a comment by its #. Ids and addresses have no blanks to lose."""
        if not re.search(r"\s", node.text) and re.fullmatch(r"[a-z0-9@._/:+-]+", node.text):
            return None
        line, column = node.end
        rest = self.lines[line - 1][column - 1 :].strip() if line <= len(self.lines) else ""
        return rest if rest.startswith("#") else None

    def no_scalar(self, node: Node, loc: Loc) -> Any:
        if node.flow:
            sign = "{" if node.kind == "map" else "["
            return self.fail(loc, f"a text that begins with {sign} looks like a {'mapping' if sign == '{' else 'list'}", "put the whole text in quotes, or below a |")
        if node.kind == "map":
            key = shorten(node.pairs[0][0].text) if node.pairs else ""
            return self.fail(loc, f"the colon after {key} makes fields of what should be text", "put the whole text in quotes, or below a |")
        return self.fail(loc, "must be one value, not a list", "take the dashes away, or write the text below a |")

    def choice(self, node: Node, choices: tuple[str, ...], loc: Loc) -> Any:
        listed = f"{', '.join(choices[:-1])} or {choices[-1]}"
        if node.kind != "scalar":
            return self.fail(loc, f"must be {listed}", "write one of these words")
        if node.empty:
            return ABSENT
        if node.text in choices:
            return node.text
        guess = near(node.text, choices)
        return self.fail(loc, f"{shorten(node.text)} is not one of {listed}", f"did you mean {guess}?" if guess else "write one of these words")

    def list(self, node: Node, args: tuple[Any, ...], notes: tuple[Any, ...], loc: Loc) -> Any:
        if node.empty:
            return ABSENT
        if node.kind != "list":
            if ONE_OR_MANY in notes:
                self.sheet.spots[(*loc, 0)] = self.sheet.spots[loc]
                one = self.value(node, args[0], (*loc, 0))
                return ABSENT if one is ABSENT else (one,)
            return self.no_list(node, args, loc)
        if Ellipsis not in args and len(node.items) != len(args):
            return self.fail(loc, f"has {len(node.items)} values and needs {len(args)}", "write the lowest and the highest, such as [2, 3]")
        where = self.sheet.spots[loc].where
        out: list[Any] = []
        for number, item in enumerate(node.items):
            here = (*loc, len(out))
            self.sheet.spots[here] = Spot(item.line, item.column, f"{where}[{number}]")
            if item.empty:
                out.append(self.fail(here, "nothing is written here", "fill it in, or take the dash or comma away"))
                continue
            hint = args[0] if Ellipsis in args else args[number]
            value = self.value(item, hint, here)
            if value is ABSENT:
                self.broken.add(here)
            if self.draft and isinstance(value, dict) and (lacks := self.lacks(value, hint, here)):
                log.info("%s", self.sheet.error(here, f"is left out of this draft's page until it has its {lacks}", f"write {lacks}:"))
                continue
            out.append(None if value is ABSENT else value)
        return tuple(out)

    def no_list(self, node: Node, args: tuple[Any, ...], loc: Loc) -> Any:
        inner, _ = _unwrap(args[0])
        if node.kind == "scalar" and inner in (str, int):
            cure = "write " + ("[" + node.text + "]" if re.fullmatch(r"[\w\s,-]{1,60}", node.text) else "- before it, on a line of its own")
        else:
            cure = "begin each item with - on a line of its own"
        return self.fail(loc, "must be a list", cure)

    def lacks(self, value: dict[str, Any], hint: Any, loc: Loc) -> str | None:
        """The required field that an item of a draft has not got yet."""
        model, _ = _unwrap(hint)
        for name, field in model.model_fields.items():
            key = field.alias or name
            if field.is_required() and key not in value and (*loc, key) not in self.broken:
                return key
        if loc[0] == "actions" and "owner" not in value and (*loc, "owner") not in self.broken:
            return "owner"
        return None

    def counts(self, node: Node, hint: Any, loc: Loc) -> Any:
        if node.empty:
            return ABSENT
        if node.kind != "map":
            return self.fail(loc, "must be names with numbers", "take it out; the program writes it")
        out = {}
        for key, item in node.pairs:
            here = (*loc, key.text)
            self.sheet.spots[here] = Spot(key.line, key.column, f"{self.sheet.spots[loc].where}.{key.text}")
            value = self.value(item, hint, here)
            if value is not ABSENT:
                out[key.text] = value
        return out

    # Fields of a mapping.

    def record(self, node: Node, model: type[Model], loc: Loc) -> Any:
        if node.empty:
            return ABSENT
        unknown_only = node.kind == "map" and not any(key.text in _hints(model) for key, _ in node.pairs)
        if model.short and (node.kind == "scalar" or unknown_only and not node.flow):
            if node.kind == "map":
                return self.no_scalar(node, loc)
            self.says[loc] = self.says.get(loc, Says("is empty", "write something or take it out"))
            text = self.scalar(node, str, loc)
            self.sheet.spots[(*loc, model.short)] = self.sheet.spots[loc]
            return ABSENT if text is ABSENT else {model.short: text}
        if node.kind != "map":
            names = ", ".join(_hints(model))
            if node.kind == "scalar" and (key := re.match(r"([a-z_]+):\S", node.text)) and key[1] in _hints(model):
                return self.fail(loc, f'a space is missing after the colon of "{key[1]}:"', f"write {key[1]}: and a space before the text")
            return self.fail(loc, "must have fields of its own", f"write them below it, indented: {names}")
        return self.fields(node, model, loc)

    def fields(self, node: Node, model: type[Model], loc: Loc) -> dict[str, Any]:
        hints = _hints(model)
        spots = self.sheet.spots
        where = spots[loc].where if loc else ""
        if not loc:
            spots[()] = Spot(node.line, node.column, "")
        seen: dict[str, int] = {}
        out: dict[str, Any] = {}
        for key, item in node.pairs:
            here = (*loc, key.text)
            spot = Spot(key.line, key.column, f"{where}.{key.text}" if where else key.text)
            if key.text in seen:
                self.errors.append(AlsError(
                    _place(self.sheet, key), f"{spot.where}: stands here twice (first on line {seen[key.text]})", "keep one of the two"))
                continue
            seen[key.text] = key.line
            if key.text not in hints:
                self.unknown(key, item, node, model, where)
                continue
            spots[here] = spot
            if self.draft_item(model, key.text, item):
                continue
            value = self.value(item, hints[key.text], here)
            if value is not ABSENT:
                out[key.text] = value
        return out

    def draft_item(self, model: type[Model], key: str, item: Node) -> bool:
        """Whether a draft's field is only begun: left empty, or a list of empty dashes."""
        return self.draft and model is Session and key in _LISTS and item.kind == "list" and all(each.empty for each in item.items)

    def unknown(self, key: Node, item: Node, parent: Node, model: type[Model], where: str) -> None:
        hints = _hints(model)
        name = shorten(key.text)
        place = _place(self.sheet, key)
        at = f"{where}: " if where else ""
        squeezed = re.match(r"([a-z_]+):\S", key.text)
        guess = near(key.text, hints)
        if parent.flow and item.empty and squeezed and squeezed[1] in hints:
            problem, remedy = f'a space is missing after the colon of "{squeezed[1]}:"', f"write {squeezed[1]}: and a space before the text"
        elif parent.flow and item.empty and not guess:
            before = _before(parent, key)
            problem = f"the comma before {name} begins a new field" if before else f"{name} is no field"
            remedy = f"put the whole text of {before} in quotes" if before else "write name: text"
        else:
            problem = f"there is no field {name} here"
            remedy = f"did you mean {guess}?" if guess else self.home(key.text, model) or f"the fields are {', '.join(hints)}"
        self.errors.append(AlsError(place, at + problem, remedy))

    def home(self, name: str, model: type[Model]) -> str | None:
        """Where a field belongs that stands in the wrong mapping."""
        homes = {Session: _homes(Session), SetFile: _homes(SetFile)}[self.model if self.model in (Session, SetFile) else Session]
        places = [place for owner, place in homes.get(name, ()) if owner is not model]
        return f"it belongs {' or '.join(places)}" if places else None

    def fail(self, loc: Loc, problem: str, remedy: str) -> Any:
        self.errors.append(self.sheet.error(loc, problem, remedy))
        self.broken.add(loc)
        return ABSENT

    # What pydantic found.

    def explain(self, details: ErrorDetails) -> None:
        loc = tuple(part for part in details["loc"] if not (isinstance(part, str) and ("[" in part or part.startswith("literal"))))
        if any(loc[:length] in self.broken for length in range(len(loc) + 1)):
            return
        kind, context = details["type"], details.get("ctx", {})
        says = self.says.get(loc)
        if kind == "als":
            target = (*loc, context["field"]) if context["field"] else loc
            problem, remedy = context["problem"], context["remedy"]
        elif kind == "missing":
            target, problem, remedy = loc, "is missing", f"add {loc[-1]}: {self.describe(loc)}"
        elif kind == "string_too_short" or kind == "string_pattern_mismatch" and not self.raw.get(loc, "").strip():
            target, problem, remedy = loc, "is empty", "write something, or take the field out"
        elif kind == "string_too_long":
            target, problem, remedy = loc, f"is longer than {context['max_length']} letters", "write a shorter one"
        elif kind in ("greater_than", "greater_than_equal"):
            target, problem, remedy = loc, f"{self.raw.get(loc, details['input'])} is too small", f"write a whole number, {context.get('gt', -1) + 1} or more"
        elif kind in ("less_than", "less_than_equal"):
            target, problem, remedy = loc, f"{self.raw.get(loc, details['input'])} is too large", f"write {context.get('le', context.get('lt'))} or less"
        elif says and kind == "too_short":
            target, problem, remedy = loc, says.problem, says.remedy
        elif says:
            text = self.raw.get(loc, str(details["input"]))
            target, problem, remedy = loc, f"{shorten(text)} {says.problem}", _cure(text, says.remedy)
        else:
            target, problem, remedy = loc, f"{shorten(str(details['input']))} does not belong here", "look at the handbook's page on records"
        self.errors.append(self.sheet.error(target, problem, remedy))

    def describe(self, loc: Loc) -> str:
        """What a missing field is for, as the model says it."""
        model: Any = self.model
        for part in loc[:-1]:
            if isinstance(part, str):
                model = _unwrap(_hints(model)[part])[0]
                if typing.get_origin(model) is tuple:
                    model = _unwrap(typing.get_args(model)[0])[0]
        for name, field in model.model_fields.items():
            if (field.alias or name) == loc[-1]:
                return f"({field.description})"
        return ""


def _place(sheet: Sheet, node: Node) -> Place:
    return Place(sheet.shown, node.line, node.column)


def _before(parent: Node, key: Node) -> str | None:
    """The last field with a text before this key."""
    name = None
    for other, item in parent.pairs:
        if other is key:
            return name
        if not item.empty:
            name = other.text
    return name


def _cure(text: str, remedy: str) -> str:
    if text[-1:] in (",", ";"):
        return f"take the {text[-1]} at its end away"
    return remedy


@cache
def _homes(root: type[Model]) -> dict[str, tuple[tuple[type[Model], str], ...]]:
    """Every field's name below a model, with the models that have it and how to say where that is."""
    found: dict[str, list[tuple[type[Model], str]]] = {}
    todo: list[tuple[type[Model], str]] = [(root, "at the top of the file")]
    done = set()
    while todo:
        model, place = todo.pop(0)
        if model in done:
            continue
        done.add(model)
        for name, hint in _hints(model).items():
            found.setdefault(name, []).append((model, place))
            inner = _unwrap(hint)[0]
            for each in inner if isinstance(inner, tuple) else (inner,):
                each = _unwrap(each)[0]
                if typing.get_origin(each) is tuple:
                    each = _unwrap(typing.get_args(each)[0])[0]
                if isinstance(each, type) and issubclass(each, Model):
                    todo.append((each, f"in {name}"))
    return {name: tuple(places) for name, places in found.items()}

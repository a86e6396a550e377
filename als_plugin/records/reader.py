"""Nodes to a model: every scalar read as what its field expects, every misfit an error with its place.

Kinds, unknown fields, choices and scalars are judged here, where the text and its style are known; what is left
(patterns, lengths, missing fields, fields that do not agree) pydantic judges, and its findings are put into our words.
"""

from __future__ import annotations

import datetime as dt
import logging
import typing
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from ..errors import AlsError, Errors, Place
from ..words import _
from .hints import hints, unwrap
from .misfits import lost_words, no_fields, no_list, no_text, no_value, unknown_field
from .model import Model, Session
from .nodes import Node, compose
from .ordinals import item_in_words
from .scalars import (
    Misread,
    read_date,
    read_flag,
    read_number,
    read_text_value,
    read_time,
    shorten,
)
from .shape import FREE_TEXT, N_, ONE_OR_MANY, Says, listing, near
from .sheet import Loc, Sheet, Spot
from .syntax import unusual_beginning
from .wording import explain

__all__ = ["read"]

log = logging.getLogger("als.records")

M = TypeVar("M", bound=Model)
_SCALARS = {str: read_text_value, dt.date: read_date, dt.time: read_time, int: read_number, bool: read_flag}
_LISTS = {"reports", "topics", "turns", "actions"}


EMPTY = Says(N_("is empty"), N_("write something or take it out"))


class _Absent:
    """Nothing was written, or nothing that could be read."""


ABSENT: Any = _Absent()


def read(text: str, model: type[M], sheet: Sheet) -> M:
    """The model in a YAML text; fills `sheet.spots`. Raises `Errors` with everything that is wrong with the file."""
    root = compose(text, sheet.shown)
    if root.kind != "map":
        raise AlsError(
            sheet.spot(()).where or sheet.shown, _("holds no fields"), _("write one on each line, such as name: Riverside")
        )
    made = _Reader(text, sheet, root, model).read()
    assert isinstance(made, model)
    return made


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
        self.draft = model is Session and any(key.text == "status" and value.text == "draft" for key, value in root.pairs)

    def read(self) -> Model:
        values = self.fields(self.root, self.model, ())
        result = None
        try:
            result = self.model.model_validate(values)
        except ValidationError as error:
            # Pydantic names the branch of a union too, which is no place in the file.
            found = [
                (tuple(part for part in each["loc"] if isinstance(part, int) or "[" not in part), each)
                for each in error.errors(include_url=False)
            ]
            for loc, details in found:
                # It also calls a list too short when an item of it is wrong.
                inside = details["type"] == "too_short" and any(
                    len(each) > len(loc) and each[: len(loc)] == loc for each, _ in found
                )
                if not inside and not self.spoilt(loc):
                    self.errors.append(self.sheet.error(*explain(details, loc, self.model, self.says.get(loc), self.raw)))
        if self.errors:
            raise Errors(sorted(self.errors, key=lambda each: (each.place.line or 0, each.place.column or 0)))
        assert result is not None
        return result

    def spoilt(self, loc: Loc) -> bool:
        """Whether a value, or one in it or around it, was found wrong already."""
        return any(each[: len(loc)] == loc or loc[: len(each)] == each for each in self.broken)

    # One node, as what is expected there.

    def value(self, node: Node, hint: Any, loc: Loc) -> Any:
        kind, notes = unwrap(hint)
        if isinstance(kind, tuple):
            kind, more = unwrap(kind[1] if node.kind == "list" else kind[0])
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
        return self.scalar(node, kind, loc, free=FREE_TEXT in notes)

    def scalar(self, node: Node, kind: type, loc: Loc, *, free: bool) -> Any:
        if node.kind != "scalar":
            is_id = loc in self.says and self.says[loc].problem == "is no id"
            return self.fail(loc, *(no_text(node) if kind is str and not is_id else no_value(node)))
        lost = lost_words(node, self.lines) if free and node.plain else None
        if node.empty and lost is None:
            return ABSENT
        self.raw[loc] = node.text
        if lost:
            return self.fail(
                loc,
                _('{text} would be lost, because " #" begins a comment').format(text=shorten(lost)),
                _("put the whole text in quotes, or below a |"),
            )
        try:
            return _SCALARS[kind](node.text)
        except Misread as misread:
            return self.fail(loc, misread.problem, misread.remedy)

    def choice(self, node: Node, choices: tuple[str, ...], loc: Loc) -> Any:
        listed = listing(choices)
        if node.kind != "scalar":
            return self.fail(loc, _("must be {listed}").format(listed=listed), _("write one of these words"))
        if node.empty:
            return ABSENT
        if node.text in choices:
            return node.text
        guess = near(node.text, choices)
        return self.fail(
            loc,
            _("{text} is not one of {listed}").format(text=shorten(node.text), listed=listed),
            _("did you mean {guess}?").format(guess=guess) if guess else _("write one of these words"),
        )

    def list(self, node: Node, args: tuple[Any, ...], notes: tuple[Any, ...], loc: Loc) -> Any:
        if node.empty:
            return ABSENT
        if node.kind != "list":
            if ONE_OR_MANY in notes:
                self.sheet.spots[(*loc, 0)] = self.sheet.spots[loc]
                one = self.value(node, args[0], (*loc, 0))
                return ABSENT if one is ABSENT else (one,)
            if node.line > self.sheet.spots[loc].line and self.looks_otherwise(node):
                self.broken.add(loc)
                return ABSENT
            return self.fail(loc, *no_list(node, unwrap(args[0])[0]))
        if Ellipsis not in args and len(node.items) != len(args):
            return self.fail(
                loc,
                _("needs {number} values and has {number2}").format(number=len(args), number2=len(node.items)),
                _("write the lowest and the highest, such as [2, 3]"),
            )
        at = self.sheet.spots[loc]
        out: list[Any] = []
        for number, item in enumerate(node.items):
            here = (*loc, len(out))
            said = item_in_words(str(loc[-1]), number, item)
            words = _("{place}; {inner}").format(place=at.words, inner=said) if at.words else said
            self.sheet.spots[here] = Spot(item.line, item.column, f"{at.where}[{number}]", words)
            if item.empty:
                out.append(self.fail(here, _("nothing is written here"), _("fill it in, or take the dash or comma away")))
                continue
            hint = args[0] if Ellipsis in args else args[number]
            value = self.value(item, hint, here)
            if value is ABSENT:
                self.broken.add(here)
            if self.draft and isinstance(value, dict) and (lacks := self.lacks(value, hint, here)):
                log.info(
                    "%s",
                    self.sheet.error(
                        here,
                        _("is left out of this draft's page until it has its {lacks}").format(lacks=lacks),
                        _("write {lacks}:").format(lacks=lacks),
                    ),
                )
                continue
            out.append(None if value is ABSENT else value)
        return tuple(out)

    def lacks(self, value: dict[str, Any], hint: Any, loc: Loc) -> str | None:
        """The required field that an item of a draft has not got yet."""
        model, _notes = unwrap(hint)
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
            return self.fail(loc, _("must be names with numbers"), _("take it out; the program writes it"))
        out = {}
        for key, item in node.pairs:
            here = (*loc, key.text)
            self.sheet.spots[here] = self.within(loc, key)
            value = self.value(item, hint, here)
            if value is not ABSENT:
                out[key.text] = value
        return out

    # Fields of a mapping.

    def record(self, node: Node, model: type[Model], loc: Loc) -> Any:
        if node.empty:
            return ABSENT
        unknown_only = node.kind == "map" and not any(key.text in hints(model) for key, _ in node.pairs)
        if model.short and (node.kind == "scalar" or unknown_only and not node.flow):
            if node.kind == "map":
                return self.fail(loc, *no_text(node))
            self.says[loc] = self.says.get(loc, EMPTY)
            text = self.scalar(node, str, loc, free=True)
            self.sheet.spots[(*loc, model.short)] = self.sheet.spots[loc]
            return ABSENT if text is ABSENT else {model.short: text}
        if node.kind != "map":
            return self.fail(loc, *no_fields(node, model))
        return self.fields(node, model, loc)

    def fields(self, node: Node, model: type[Model], loc: Loc) -> dict[str, Any]:
        known = hints(model)
        spots = self.sheet.spots
        if not loc:
            spots[()] = Spot(node.line, node.column, "")
        seen: dict[str, int] = {}
        out: dict[str, Any] = {}
        for key, item in node.pairs:
            here = (*loc, key.text)
            spot = self.within(loc, key)
            if key.text in seen:
                self.errors.append(
                    AlsError(
                        _place(self.sheet, key),
                        _("{where}: stands here twice (first on line {seen})").format(where=spot.named, seen=seen[key.text]),
                        _("keep one of the two"),
                    )
                )
                continue
            seen[key.text] = key.line
            if key.text not in known:
                self.unknown(key, item, node, model, loc)
                continue
            spots[here] = spot
            if self.draft_item(model, key.text, item):
                continue
            value = self.value(item, known[key.text], here)
            if value is not ABSENT:
                out[key.text] = value
        return out

    def within(self, loc: Loc, key: Node) -> Spot:
        """The spot of a field of the mapping at `loc`."""
        around = self.sheet.spots[loc]
        return Spot(key.line, key.column, f"{around.where}.{key.text}" if around.where else key.text, around.words)

    def draft_item(self, model: type[Model], key: str, item: Node) -> bool:
        """Whether a draft's field is only begun: left empty, or a list of empty dashes."""
        return (
            self.draft and model is Session and key in _LISTS and item.kind == "list" and all(each.empty for each in item.items)
        )

    def looks_otherwise(self, node: Node) -> bool:
        """Whether the line in which a node begins is read otherwise than it looks; says so where it is."""
        if found := unusual_beginning(self.lines[node.line - 1]):
            column, problem, remedy = found
            self.errors.append(AlsError(Place(self.sheet.shown, node.line, column + 1), problem, remedy))
        return found is not None

    def unknown(self, key: Node, item: Node, node: Node, model: type[Model], loc: Loc) -> None:
        if self.looks_otherwise(key):
            return
        (problem, remedy), meant = unknown_field(key, item, node, model, self.model)
        if meant:
            # That the field meant is missing need not be said as well.
            self.broken.add((*loc, meant))
        spot = self.sheet.spots[loc]
        self.errors.append(AlsError(_place(self.sheet, key), f"{spot.named}: {problem}" if spot.where else problem, remedy))

    def fail(self, loc: Loc, problem: str, remedy: str) -> Any:
        """Keep an error about a value, which then counts as absent."""
        self.errors.append(self.sheet.error(loc, problem, remedy))
        self.broken.add(loc)
        return ABSENT


def _place(sheet: Sheet, node: Node) -> Place:
    return Place(sheet.shown, node.line, node.column)

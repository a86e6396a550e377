"""The model as its readers need it: fields' names as they are written, and the types inside their annotations."""

from __future__ import annotations

import types
import typing
from functools import cache
from typing import Any, Union

from ..words import _
from .model import Model
from .shape import DERIVED

__all__ = ["describe", "hints", "homes", "unwrap"]


@cache
def hints(model: type[Model]) -> dict[str, Any]:
    """The fields of a model as they are written, with their types."""
    written = typing.get_type_hints(model, include_extras=True)
    return {
        field.alias or name: written[name]
        for name, field in model.model_fields.items()
        if DERIVED not in unwrap(written[name])[1]
    }


@cache
def unwrap(hint: Any) -> tuple[Any, tuple[Any, ...]]:
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


@cache
def homes(root: type[Model]) -> dict[str, tuple[tuple[type[Model], str], ...]]:
    """Every field's name below a model, with the models that have it and the field that holds each."""
    found: dict[str, list[tuple[type[Model], str]]] = {}
    todo: list[tuple[type[Model], str]] = [(root, "")]
    done = set()
    while todo:
        model, place = todo.pop(0)
        if model in done:
            continue
        done.add(model)
        for name, hint in hints(model).items():
            found.setdefault(name, []).append((model, place))
            inner = unwrap(hint)[0]
            for each in inner if isinstance(inner, tuple) else (inner,):
                each = unwrap(each)[0]
                origin: Any = typing.get_origin(each)
                if origin is tuple:
                    each = unwrap(typing.get_args(each)[0])[0]
                if isinstance(each, type) and issubclass(each, Model):
                    todo.append((each, name))
    return {name: tuple(places) for name, places in found.items()}


def describe(root: type[Model], loc: tuple[str | int, ...]) -> str:
    """What a field is for, as the model says it."""
    model: Any = root
    for part in loc[:-1]:
        if isinstance(part, str):
            model = unwrap(hints(model)[part])[0]
            if isinstance(model, tuple):
                model = unwrap(model[1])[0]
            if typing.get_origin(model) is tuple:
                model = unwrap(typing.get_args(model)[0])[0]
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    return _(fields[loc[-1]].description)

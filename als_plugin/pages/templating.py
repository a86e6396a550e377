"""How templates are filled: strictly, in HTML, in the language that is spoken, and no slower than need be."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ..compiled import CompiledTemplates
from ..words import _, ngettext
from .ring import ring

__all__ = ["TEMPLATES", "compile_templates"]


class _Plain(Context):
    """Calls as Python's own: what Jinja looks for at each call is nothing that ours have, and takes longer than most of them."""

    def call(
        self, function: Callable[..., Any], *arguments: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any
    ) -> Any:
        return function(*arguments, **named)


class _Filled(Template):
    """Texts that are HTML already stand in a page as they are: most are, and making each of them HTML once more takes long."""

    @classmethod
    def from_code(cls, *arguments: Any, **named: Any) -> Template:
        template = super().from_code(*arguments, **named)
        template.root_render_func.__globals__["escape"] = _escaped
        return template


def _escaped(value: Any) -> Markup:
    return value if type(value) is Markup else escape(value)


class _Strict(Environment):
    """Attributes as Python's own, for the same reason: one that is not there is an error at once."""

    context_class = _Plain
    template_class = _Filled
    getattr = staticmethod(getattr)  # type: ignore[assignment]


def _environment() -> Environment:
    environment = _Strict(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        bytecode_cache=CompiledTemplates(),
        auto_reload=False,
    )
    environment.globals.update(_=_worded, ngettext=_counted, ring=ring)
    return environment


def _worded(message: str, **values: Any) -> Markup:
    """What a template's `_()` gives: the words with their gaps filled, what is no markup escaped."""
    return Markup(_(message)) % values if values else _unfilled(_(message))


def _counted(one: str, many: str, number: int, **values: Any) -> Markup:
    return Markup(ngettext(one, many, number)) % {"num": number, **values}


@lru_cache(maxsize=1000)
def _unfilled(words: str) -> Markup:
    return Markup(words) % {}


# Compiling templates costs more than filling them; the words are looked up at each filling.
TEMPLATES = _environment()


def compile_templates() -> None:
    """Compile all templates now, for a process that others are forked from."""
    for name in TEMPLATES.list_templates():
        TEMPLATES.get_template(name)

"""The guidance speaks of the set: Jinja expressions in Markdown, filled with the set's facts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ...compiled import CompiledTemplates
from ...errors import AlsError, Place
from ...words import _
from .expressions import foreign
from .tokens import Tokens

__all__ = ["expand", "statements"]

_SHOWN = "what is shown"
"""Where a template finds what its texts are given to: no name that an expression can say."""


@pass_context
def _as_shown(context: Context, value: object) -> str:
    shown = context.get(_SHOWN)
    return shown(str(value)) if shown else str(value)


# A sandbox, because a page may come from somebody else's handbook; strict, because a gap in a sentence is worse than an error.
_JINJA = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True, finalize=_as_shown
)
_JINJA.globals.clear()
_MARK = re.compile(r"\{[{%#]")
"""Where an expression can begin."""


_COMPILED = CompiledTemplates()


@lru_cache(maxsize=500)
def _template(markdown: str, name: str | None) -> Template:
    """The page as a template; one that has a name is kept compiled from command to command."""
    if name is None:
        return _JINJA.from_string(markdown)
    bucket = _COMPILED.get_bucket(_JINJA, name, None, markdown)
    if bucket.code is None:
        bucket.code = _JINJA.compile(markdown)
        _COMPILED.set_bucket(bucket)
    return Template.from_code(_JINJA, bucket.code, _JINJA.make_globals(None))


def statements(markdown: str) -> frozenset[str]:
    """The kinds of statements in a page (`if`, `endif`, `for`); raises TemplateSyntaxError."""
    kinds = [kind_and_text for _line, *kind_and_text in _JINJA.lex(markdown) if kind_and_text[0] != "whitespace"]
    return frozenset(text for (before, _text), (_kind, text) in pairwise(kinds) if before == "block_begin")


def expand(
    markdown: str, facts: Mapping[str, Any], place: str, *, shown: Callable[[str], str] | None = None, shared: bool = False
) -> str:
    """The page with its facts filled in; `place` is its path in errors. Raises AlsError.

    `shown` is given each text that is filled in, and says what stands for it. `shared`: another plugin fills in expressions too;
    what names none of the facts is that one's, and stays as it is typed.
    """
    if not _MARK.search(markdown):
        return markdown
    theirs = Tokens()
    try:
        source = foreign(markdown, facts, theirs.token) if shared else markdown
        name = f"guidance {place}" if place.startswith("docs/") and not shared else None  # a set's own page is nobody's to keep
        return theirs.filled(_template(source, name).render({**facts, _SHOWN: shown}))
    except TemplateSyntaxError as error:
        raise AlsError(
            Place(place, error.lineno),
            _("this is not a complete expression: {message}").format(message=error.message),
            _("close what was opened, or write {{% raw %}} before and {{% endraw %}} after text that is meant as it stands"),
        ) from error
    except UndefinedError as error:
        name = (re.findall(r"'([\w ]+)'", str(error)) or ["?"])[-1]
        known = [*facts.get("set", {}), *facts]
        near = difflib.get_close_matches(name, known, n=1)
        remedy = _("did you mean {near}?").format(near=near[0]) if near else _("the facts are: {names}").format(names=", ".join(known))
        line = next((number for number, text in enumerate(markdown.splitlines(), 1) if name in text), None)
        raise AlsError(Place(place, line), _("there is no fact called '{name}'").format(name=name), remedy) from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise AlsError(
            place, _("an expression in this page fails: {error}").format(error=error), _("simplify or remove it")
        ) from error

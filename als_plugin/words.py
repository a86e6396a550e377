"""Words for people: every text that somebody reads goes through `_()`, so that a language is only a translation."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

__all__ = ["LOCALE", "_", "catalogue", "language", "ngettext", "speaking"]

LOCALE = Path(__file__).parent / "locale"
_current: ContextVar[gettext.NullTranslations] = ContextVar("als_words", default=gettext.NullTranslations())
_spoken: ContextVar[str] = ContextVar("als_language", default="en")


def catalogue(language: str) -> gettext.NullTranslations:
    """The translations for a BCP 47 tag; the English of the source where there are none."""
    tag = language.replace("-", "_")
    return gettext.translation("als", LOCALE, languages=[tag, tag.split("_")[0]], fallback=True)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let `_()` and `ngettext()` speak this language inside the block."""
    token, spoken = _current.set(catalogue(language)), _spoken.set(language)
    try:
        yield
    finally:
        _current.reset(token)
        _spoken.reset(spoken)


def language() -> str:
    """The language being spoken, for a process that is to speak it too."""
    return _spoken.get()


def _(message: str) -> str:
    """The message in the language being spoken."""
    return _current.get().gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The message for this number in the language being spoken."""
    return _current.get().ngettext(one, many, number)

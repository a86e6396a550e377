"""What a scalar means, by what is expected there: `12:30` is a time, `no` is text, never anything else by its look."""

from __future__ import annotations

import datetime as dt
import re

from ..words import _

__all__ = ["Misread", "read_date", "read_flag", "read_number", "read_text_value", "read_time"]

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Misread(Exception):
    """A text that does not mean what is expected: what is wrong, and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy


def shorten(text: str) -> str:
    """A text as it is quoted in an error: in one line, and short."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= 60 else f'"{line[:57]}…"'


def invisible(character: str) -> str:
    """What a character is called that nobody sees."""
    if character == "\0":
        return _("a NUL")
    return _("the invisible character {code}").format(code=f"U+{ord(character):04X}")


def _comma(text: str, otherwise: str) -> str:
    return _("take the {text} at its end away").format(text=text[-1]) if text[-1:] in (",", ";") else otherwise


def read_date(text: str) -> dt.date:
    """An ISO date."""
    remedy = _("write year-month-day, such as 2026-01-14")
    if found := _DATE.fullmatch(text):
        try:
            return dt.date(*map(int, found.groups()))
        except ValueError:
            raise Misread(_("there is no such day as {text}").format(text=text), remedy) from None
    raise Misread(_("{text} is no date").format(text=shorten(text)), _comma(text, remedy))


def read_time(text: str) -> dt.time:
    """A time of day."""
    if found := _TIME.fullmatch(text):
        return dt.time(int(found[1]), int(found[2]))
    raise Misread(
        _("{text} is no time of day").format(text=shorten(text)), _comma(text, _('write hours and minutes, such as "12:30"'))
    )


def read_number(text: str) -> int:
    """A whole number."""
    if _NUMBER.fullmatch(text):
        return int(text)
    raise Misread(_("{text} is no whole number").format(text=shorten(text)), _comma(text, _("write digits alone, such as 30")))


def read_flag(text: str) -> bool:
    """True or false, in these words."""
    if text in ("true", "false"):
        return text == "true"
    meant = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}.get(
        text.lower(), text.lower()
    )
    remedy = _("write {meant}").format(meant=meant) if meant in ("true", "false") else _("write true or false")
    raise Misread(_("{text} is neither true nor false").format(text=shorten(text)), remedy)


def read_text_value(text: str) -> str:
    """A text as it was typed, without the line ends that YAML's | leaves at its end."""
    if found := _UNPRINTABLE.search(text):
        raise Misread(_("{name} stands in the text").format(name=invisible(found[0])), _("take it out"))
    return text.strip("\n")

"""What a scalar means, by what is expected there: `12:30` is a time, `no` is text, never anything else by its look."""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["Unfit", "read_date", "read_flag", "read_number", "read_text_value", "read_time"]

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Unfit(Exception):
    """A text that does not mean what is expected: what is wrong, and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy


def shorten(text: str) -> str:
    """A text as it is quoted in an error: in one line, and short."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= 60 else f'"{line[:57]}…"'


def _comma(text: str, otherwise: str) -> str:
    return f"take the {text[-1]} at its end away" if text[-1:] in (",", ";") else otherwise


def read_date(text: str) -> dt.date:
    """An ISO date."""
    remedy = "write year-month-day, such as 2026-01-14"
    if found := _DATE.fullmatch(text):
        try:
            return dt.date(*map(int, found.groups()))
        except ValueError:
            raise Unfit(f"there is no such day as {text}", remedy) from None
    raise Unfit(f"{shorten(text)} is no date", _comma(text, remedy))


def read_time(text: str) -> dt.time:
    """A time of day."""
    if found := _TIME.fullmatch(text):
        return dt.time(int(found[1]), int(found[2]))
    raise Unfit(f"{shorten(text)} is no time of day", _comma(text, 'write hours and minutes, such as "12:30"'))


def read_number(text: str) -> int:
    """A whole number."""
    if _NUMBER.fullmatch(text):
        return int(text)
    raise Unfit(f"{shorten(text)} is no whole number", _comma(text, "write digits alone, such as 30"))


def read_flag(text: str) -> bool:
    """True or false, in these words."""
    if text in ("true", "false"):
        return text == "true"
    meant = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}.get(
        text.lower(), text.lower()
    )
    remedy = f"write {meant}" if meant in ("true", "false") else "write true or false"
    raise Unfit(f"{shorten(text)} is neither true nor false", remedy)


def read_text_value(text: str) -> str:
    """A text as it was typed, without the line ends that YAML's | leaves at its end."""
    if found := _UNPRINTABLE.search(text):
        name = "a NUL" if found[0] == "\0" else f"the invisible character U+{ord(found[0]):04X}"
        raise Unfit(f"{name} stands in the text", "take it out")
    return text.strip("\n")

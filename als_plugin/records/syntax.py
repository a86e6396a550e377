"""What went wrong where a text is no YAML, said in words of the person who wrote it."""

from __future__ import annotations

import re

import yaml

from ..errors import AlsError, Place
from ..words import _
from .shape import N_

__all__ = ["diagnose", "unusual_beginning"]

QUOTE = N_("put the whole text in quotes, or below a |")
_START = re.compile(r"^(?P<lead>\s*(?:-\s+)*)(?:(?P<key>[A-Za-z_][\w-]*):(?P<gap>\s+|$))?(?P<value>.*)$")
_NO_SPACE = re.compile(r"^(?P<lead>\s*(?:-\s+)*)(?P<key>[a-z_]+):(?P<value>[^\s:/].*)$")
_NO_BREAK = re.compile(r"^\s*?(?:-\s+)?(?:-|[A-Za-z_]+:)?(?P<blank>[\u00a0\u2000-\u200b\u202f\u3000])")
_NO_SPACE_AFTER_DASH = re.compile(r"^\s*-(?P<rest>[a-z_]+:(?:\s.*)?)$")


_MERGE = re.compile(r"<{7}( |$)|={7}$|>{7}( |$)|\|{7}( |$)")
_LONG_DASH = re.compile(r"^\s*(?P<dash>[\u2010-\u2015\u2212])\s")
_COMMENTED = re.compile(r"^(?P<lead>\s*)#\s?(?P<inner>\s*)(?P<key>(?:- )?[a-z_]+):\s*[|>]?[+-]?\s*$")


def diagnose(error: yaml.MarkedYAMLError, text: str, shown: str) -> AlsError:
    """The error to show for PyYAML's: its place, what is wrong, what to do."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return AlsError(shown, _("cannot be read as YAML"), _("check its indentation and quotes"))
    lines = text.split("\n")
    said = f"{error.context or ''} {error.problem or ''}"
    found = None
    for rule in (_merge, _blank, _dash, _commented, _unclosed, _tab, _flow, _value, _indentation):
        if found := rule(said, lines, mark, error.context_mark):
            break
    line, column, problem, remedy = found or (
        mark.line,
        mark.column,
        _("cannot be read as YAML here"),
        _("check the indentation and the quotes of this line and the one before"),
    )
    return AlsError(Place(shown, line + 1, column + 1), problem, remedy)


Found = tuple[int, int, str, str] | None


def _line(lines: list[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""


def _merge(said: str, lines: list[str], mark: yaml.Mark, context: yaml.Mark | None) -> Found:
    """The marks that Git leaves where two people changed one place."""
    for number, line in enumerate(lines):
        if line.startswith("<" * 7) and _MERGE.match(line):
            problem = _("an unfinished merge has left its marks here: two people changed these lines")
            return number, 0, problem, _("keep what should stand, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>")
    return None


def _dash(said: str, lines: list[str], mark: yaml.Mark, context: yaml.Mark | None) -> Found:
    """A long dash, as word processors make of a hyphen, where a list's item begins."""
    for number in (mark.line, mark.line - 1):
        if number >= 0 and (found := _LONG_DASH.match(_line(lines, number))):
            return number, found.start("dash"), *long_dash()
    return None


def long_dash() -> tuple[str, str]:
    """What is wrong with a long dash at an item's beginning, and what to do."""
    return _("a long dash stands here, and a list's item begins with a hyphen"), _("delete it and type a hyphen, -")


def _commented(said: str, lines: list[str], mark: yaml.Mark, context: yaml.Mark | None) -> Found:
    """A line of the template that is still behind its #, while what belongs below it is not."""
    if "expected" not in said and "mapping values" not in said:
        return None
    number = mark.line - 1
    while number >= 0 and not _line(lines, number).strip():
        number -= 1
    found = _COMMENTED.match(_line(lines, number)) if number >= 0 else None
    if found is None or _indent(_line(lines, mark.line)) <= len(found["lead"]):
        return None
    return (
        number,
        len(found["lead"]),
        _('"{key}:" is still behind its #, and the line below it is not').format(key=found["key"].removeprefix("- ")),
        _("take the # away here too, or put one before the lines below"),
    )


def _blank(said: str, lines: list[str], mark: yaml.Mark, context: yaml.Mark | None) -> Found:
    """A blank that looks like a space and is none, as web pages and letters have them."""
    for number in (mark.line, mark.line - 1):
        found = _NO_BREAK.match(_line(lines, number)) if number >= 0 else None
        if found:
            return number, found.start("blank"), _("a blank stands here that is no ordinary space"), _("delete it and type a space")
    return None


def _unclosed(said: str, lines: list[str], mark: yaml.Mark, context: yaml.Mark | None) -> Found:
    if "quoted scalar" in said and context:
        if "escape" in said:
            return (
                context.line,
                context.column,
                _(r"a \ in double quotes begins a special character"),
                _(r"put the text in single quotes, or write \\"),
            )
        return (
            context.line,
            context.column,
            _("the quotes that open here are not closed"),
            _("put the same quote at the end of the text"),
        )
    return None


def _tab(said: str, lines: list[str], mark: yaml.Mark, context: yaml.Mark | None) -> Found:
    for number in (mark.line, mark.line - 1):
        lead = re.match(r"[ ]*\t", _line(lines, number) if number >= 0 else "")
        if lead and "tab" in said or lead and "\\t" in said:
            return number, lead.end() - 1, _("a tab stands where the line is indented"), _("use spaces")
    at = _line(lines, mark.line)[mark.column : mark.column + 1]
    if at == "\t" or "tab" in said or "\\t" in said:
        return mark.line, mark.column, _("a tab stands where YAML wants spaces"), _("use spaces")
    return None


def _flow(said: str, lines: list[str], mark: yaml.Mark, context: yaml.Mark | None) -> Found:
    if "flow" not in said or context is None:
        return None
    row, column = context.line, context.column
    if _line(lines, row)[column : column + 1] not in ("[", "{"):  # PyYAML names the end of the file where nothing follows
        before = [(number, place) for number in range(min(row, len(lines) - 1) + 1) for place, sign in enumerate(lines[number]) if sign in "[{"]
        if not before:
            return None
        row, column = before[-1]
    opening = lines[row][column]
    closing = {"[": "]", "{": "}"}[opening]
    at = _line(lines, mark.line)[mark.column : mark.column + 1]
    if at == ":" and mark.line == row:
        return (
            mark.line,
            mark.column,
            _("a second colon stands in one item between {opening} and {closing}").format(opening=opening, closing=closing),
            _("put the text that holds a colon in quotes"),
        )
    return (
        row,
        column,
        _("the {opening} that opens here is not closed where it should be").format(opening=opening),
        _("write {closing} at its end; a text that begins with {opening} or holds brackets needs quotes").format(
            closing=closing, opening=opening
        ),
    )


def _value(said: str, lines: list[str], mark: yaml.Mark, context: yaml.Mark | None) -> Found:
    """What an unquoted text does that begins with a sign of YAML's, or goes on after its quotes, or holds a colon."""
    number = mark.line
    content = _line(lines, number)
    parts = _START.match(content)
    if parts is None:
        return None
    value, at = parts["value"], parts.start("value")
    first = value[:1]
    if "mapping values are not allowed" in said:
        for back in range(number, max(number - 2, -1), -1):
            if squeezed := _squeezed(lines, back) or _stuck_dash(lines, back):
                return squeezed
        if parts["key"] and value[:1] in "\u201c\u201d\u2018\u201e\u00ab" and value:
            return number, at, _("curly quotes do not hold a text together"), _('put straight quotes, ", around the whole text')
        if parts["key"] and mark.column >= at:
            return (
                number,
                mark.column,
                _('the colon in the text of "{key}" looks like a field of its own').format(key=parts["key"]),
                _(QUOTE),
            )
        if number and _indent(content) > _indent(_line(lines, number - 1)):
            before = _START.match(lines[number - 1])
            key = before["key"] if before else None
            what = (
                _('"{key}" has a text on its line and fields below it').format(key=key)
                if key
                else _("this line is indented below a text")
            )
            return number, _indent(content), what, _("put both at the same indentation")
        return number, mark.column, _("the colon is not where a field can begin"), _(QUOTE)
    if "sequence entries are not allowed" in said or "block sequence entries" in said:
        return (
            number,
            mark.column,
            _("a dash begins a list item, and none can begin here"),
            _("begin the list on the next line, or put the text in quotes"),
        )
    if first in ("'", '"') and mark.column > at:
        if content[mark.column :].strip() in (",", ";"):
            sign = content[mark.column]
            return (
                number,
                mark.column,
                _("a {sign} stands after the closing quote").format(sign=sign),
                _("take the {sign} away").format(sign=sign),
            )
        other = _other(first)
        return (
            number,
            mark.column,
            _("the text goes on after its closing quote"),
            _("put the whole text in quotes, with {other} around it, or below a |").format(other=other),
        )
    if first in "[{" and first and mark.column > at:
        return number, at, _("a text that begins with {first} looks like a list or mapping").format(first=first), _(QUOTE)
    if first in (">", "|") and mark.column > at:
        return (
            number,
            at,
            _("a text that begins with {first} must begin on the next line").format(first=first),
            _("put the text in quotes, or begin it on the line after {first}").format(first=first),
        )
    if first and first in "*&!%@`,]}?":
        return number, at, _("a text cannot begin with {first} unless it is quoted").format(first=first), _(QUOTE)
    content_at = content[mark.column : mark.column + 1]
    if content_at and content_at in "%@`":
        return (
            number,
            mark.column,
            _("a text cannot begin with {content_at} unless it is quoted").format(content_at=content_at),
            _(QUOTE),
        )
    return None


def _indentation(said: str, lines: list[str], mark: yaml.Mark, context: yaml.Mark | None) -> Found:
    content = _line(lines, mark.line)
    for number in (context.line, mark.line) if "simple key" in said and context else (mark.line,):
        if squeezed := _squeezed(lines, number) or _stuck_dash(lines, number):
            return squeezed
    if "simple key" in said and context:
        return (
            context.line,
            context.column,
            _("this line has no field's name, or its colon is missing"),
            _("write name: text; a text over several lines stands indented below a |"),
        )
    if "expected key" in said or "<block end>" in said or "'-' indicator" in said:
        return (
            mark.line,
            _indent(content),
            _("this line is not indented as the lines around it are"),
            _("put it at the same indentation as the fields or dashes it belongs to"),
        )
    return None


def _squeezed(lines: list[str], number: int) -> Found:
    """A field whose colon has no space after it."""
    found = _NO_SPACE.match(_line(lines, number))
    if found is None:
        return None
    key, remedy = found["key"], _("write {text}").format(text=f"{found['key']}: {_short(found['value'])}")
    return number, found.end("key"), _('a space is missing after the colon of "{key}:"').format(key=key), remedy


def _stuck_dash(lines: list[str], number: int) -> Found:
    """A list's dash that has no space after it."""
    found = _NO_SPACE_AFTER_DASH.match(_line(lines, number))
    if found is None:
        return None
    remedy = _("write {text}").format(text=f"- {_short(found['rest'])}")
    return number, found.start("rest"), _("a space is missing after the dash"), remedy


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _other(quote: str) -> str:
    return "'" if quote == '"' else '"'


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:37]}…"


def unusual_beginning(line: str) -> tuple[int, str, str] | None:
    """Where YAML reads a line otherwise than it looks: the column (from 0) of a blank that is none, or of a long dash before an
    item, what is wrong, and what to do."""
    if found := _LONG_DASH.match(line):
        return found.start("dash"), *long_dash()
    if found := re.match(r"[ ]*(?P<blank>[\u00a0\u2000-\u200b\u202f\u3000])\s*(?:- )?[a-z_]+:", line):
        return found.start("blank"), _("a blank stands here that is no ordinary space"), _("delete it and type a space")
    return None

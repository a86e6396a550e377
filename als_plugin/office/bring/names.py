"""People as tables name them: by first name, by initials, surname first."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping

from ...records import Person
from ...words import _
from .unclear import Unclear

__all__ = ["Names", "folded", "id_for"]

_TITLE = re.compile(r"(?:mr|mrs|ms|mx|miss|dr|prof|professor|sir|rev)\.?\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[;,\n/&+]|\band\b)\s*")
_EVERYBODY = {"all", "everyone", "everybody", "the group", "group", "the set", "team", "whole set"}


class Names:
    """The people of a set, by all that a table may call them."""

    def __init__(self, people: Mapping[str, Person]) -> None:
        self._people = people
        self._known: dict[str, list[str]] = {}
        for person in people.values():
            for called in dict.fromkeys(_called(person)):
                self._known.setdefault(called, []).append(person.id)

    def one(self, text: str, day: dt.date | None = None) -> str:
        """The id of the person who is meant, on that day. Raises Unclear."""
        key = folded(_TITLE.sub("", text.strip()))
        found = [key] if key in self._people else self._known.get(key, [])
        if len(found) > 1 and day is not None:
            found = [each for each in found if self._there(each, day)] or found
        if len(found) == 1:
            if day is not None and not self._there(found[0], day):
                raise Unclear(_("{name} did not belong to the set on {day}").format(name=self._people[found[0]].name, day=day))
            return found[0]
        if found:
            names = ", ".join(self._people[each].name for each in found)
            raise Unclear(_('"{text}" may be {names}; write the whole name').format(text=text, names=names))
        if key in _EVERYBODY:
            raise Unclear(_('"{text}" is nobody in particular; name one person').format(text=text))
        guess = difflib.get_close_matches(key, self._known, 1)
        who = self._people[self._known[guess[0]][0]].name if guess else None
        raise Unclear(
            _('nobody in set.yml is called "{text}"; did you mean {name}?').format(text=text, name=who)
            if who else _('nobody in set.yml is called "{text}"').format(text=text)
        )

    def several(self, text: str, day: dt.date | None = None) -> list[str]:
        """The ids of all who are named, each once. Raises Unclear."""
        try:
            return [self.one(text, day)]
        except Unclear:
            parts = [each for each in _BETWEEN.split(text) if each.strip()]
            if len(parts) < 2:
                raise
            return list(dict.fromkeys(self.one(each, day) for each in parts))

    def knows(self, text: str) -> bool:
        """Whether somebody is meant by this."""
        try:
            return bool(self.one(text))
        except Unclear:
            return False

    def _there(self, person: str, day: dt.date) -> bool:
        found = self._people[person]
        return not (found.joined and day < found.joined or found.left and day > found.left)


def _called(person: Person) -> Iterable[str]:
    words = folded(_TITLE.sub("", person.name)).split()
    if not words:
        return
    first, last = words[0], words[-1]
    yield from (" ".join(words), first, f"{last}, {' '.join(words[:-1])}", f"{last} {first}", last)
    if len(words) > 1:
        yield from (f"{first} {last[0]}", f"{first[0]} {last}", f"{first} {last}", "".join(each[0] for each in words))
    if person.contact:
        yield person.contact.casefold()


def folded(text: str) -> str:
    """A text as names are compared: small letters, no accents, no full stops, single blanks."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(plain.casefold().replace(".", " ").split())


def id_for(name: str, taken: Iterable[str]) -> str:
    """An id for somebody new: the first name, with a number where that is taken. Raises Unclear."""
    base = re.sub(r"[^a-z0-9]+", "-", folded(_TITLE.sub("", name)).split(" ")[0]).strip("-")
    if not re.match(r"[a-z]", base):
        raise Unclear(_('no id can be made of "{name}"; add this person to set.yml by hand').format(name=name))
    used, number, made = set(taken), 1, base[:60]
    while made in used:
        number += 1
        made = f"{base[:60]}-{number}"
    return made

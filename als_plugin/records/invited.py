"""Who of a set has no passphrase yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from .model import Person, SetFile

__all__ = ["not_invited"]


def not_invited(file: SetFile, held: Collection[str], today: dt.date) -> list[Person]:
    """Who belongs to the set, or will, and is not among those with a passphrase (`held`)."""
    return [each for each in file.people.values() if each.id not in held and not (each.left and each.left < today)]

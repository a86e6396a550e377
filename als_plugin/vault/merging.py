"""Two changes of one list of grants that met in a merge, brought together so that nobody loses a passphrase.

Whoever stands on either side stays, unless the key that they have there is among the former ones of the other: then it was
taken away or replaced. Dummies make up the number.
"""

from __future__ import annotations

import re

from als_plugin.vault.access import Access
from als_plugin.vault.format import SLOTS, VaultError
from als_plugin.vault.slots import Grantee
from als_plugin.words import _

__all__ = ["even_out", "merged", "sides"]

_REGION = re.compile(
    r"^<{7}[^\n]*\n(?P<ours>.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}[^\n]*\n(?P<theirs>.*?)^>{7}[^\n]*(?:\n|\Z)", re.MULTILINE | re.DOTALL
)


def sides(text: str) -> tuple[str, str] | None:
    """Both texts that an unfinished merge has left in one file; None where there are no marks of one."""
    if not _REGION.search(text):
        return None
    return _REGION.sub(lambda found: found["ours"], text), _REGION.sub(lambda found: found["theirs"], text)


def merged(ours: Access, theirs: Access) -> tuple[Access, list[str]]:
    """One list of both, and the people who were given a passphrase on each side, of which the later one is kept.

    Raises VaultError where the two are no lists of one set, or a publisher's key was changed on one side.
    """
    if (ours.set_id, ours.salt) != (theirs.set_id, theirs.salt):
        raise VaultError(
            ours.place, _("the two sides are two different beginnings of this set's grants"),
            _("keep the one that is published, whole, and give the people of the other a passphrase anew"),
        )
    if (ours.publisher, ours.succession) != (theirs.publisher, theirs.succession):
        raise VaultError(
            ours.place, _("the publisher's key was changed on one side of the merge"),
            _("keep that side, whole, and make the other's changes again"),
        )
    whole = Access(ours.set_id, ours.salt, ours.publisher, place=ours.place)
    whole.succession = ours.succession
    whole.former = sorted({*ours.former, *theirs.former})
    gone = {key.public for key in whole.former}
    twice = []
    for person in sorted({*ours.people, *theirs.people}):
        standing: list[Grantee] = []
        for side in (ours, theirs):
            one = side.people.get(person)
            if one and one.slot.public not in gone and all(one.slot != other.slot for other in standing):
                standing.append(one)
        if standing:
            whole.people[person] = max(standing, key=lambda one: one.changed)
        if len(standing) > 1:
            twice.append(person)
    known = {slot.id: slot for slot in (*ours.dummies, *theirs.dummies)}
    both = {slot.id for slot in ours.dummies} & {slot.id for slot in theirs.dummies}
    whole.dummies = [slot for name, slot in sorted(known.items()) if name in both]
    even_out(whole)
    return whole, twice


def even_out(access: Access) -> bool:
    """Bring the slots to a multiple of eight: a dummy too many goes, where there is one, else some are added. Whether any changed."""
    over = len(access.slots) % SLOTS
    if over and over <= len(access.dummies) and len(access.slots) > SLOTS:
        del access.dummies[:over]
        return True
    return access.fill_up()

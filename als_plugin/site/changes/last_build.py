"""What is remembered of a site's last build, so that a set of which nothing has changed needs no new one.

Digests, dates and counts alone, in the user's cache folder; it may be deleted at any time. It is written after the site is
in place, and believed only where the set's folder is the one that it was written of.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from ...files import write_cache
from ...records import today_in
from ...vault import KEYRING
from ..host.manifest import site_build
from .digests import Seen, appearance, digest
from .front_door import FrontDoorBefore, look_of_front

__all__ = ["Known", "State"]


@dataclass(frozen=True)
class Known:
    """What is known of one set's folder.

    `made`: a digest of all that it was made of, and `shared` of the part that all sets share. `data` and `look`: the set's
    records then, as in `Seen`; None where they are to be read anew in any case. From `first` until `until` (a day on which
    it may be different; None: never) in `timezone` the same records make the same site. `keyring`: a digest of the folder's
    keyring, and `out` how the folder looked once it was in place.
    """

    made: str
    shared: str
    data: str | None
    look: str | None
    timezone: str
    first: str
    until: str | None
    pages: int
    views: int
    people: int
    size: int
    keyring: str = ""
    out: str = ""

    def today(self) -> bool:
        """Whether the same records make the same site today."""
        today = today_in(self.timezone).isoformat()
        return self.first <= today and (self.until is None or today < self.until)

    def still(self, folder: Path, shared: str) -> Known | None:
        """The same, where the records in this folder and what all sets share are still what it was made of.

        The records are read only where they look different from last time.
        """
        if self.data is None or self.shared != shared or not self.today():
            return None
        if self.look == appearance(folder)[0]:
            return self
        seen = Seen.of(folder)
        return dataclasses.replace(self, look=seen.look) if seen.data == self.data else None


class State:
    """What is known of the sets of a site. `name` tells sites apart; `site` has the last one's keyrings."""

    def __init__(self, site: Path, name: str) -> None:
        self.site = site
        self.file = user_cache_path("als") / "builds" / f"{digest([name.encode()])[:32]}.json"
        self.new: dict[str, Known] = {}
        self.last: dict[str, Known] = {}
        self.build = 0
        """The number of the last site that was put in place from here."""
        self.front: FrontDoorBefore | None = None
        try:
            check, _line, text = self.file.read_text(encoding="utf-8").partition("\n")
            if check == _check(text):
                self.build, front, sets = json.loads(text)
                self.front = FrontDoorBefore(*front) if front else None
                self.last = {set_id: Known(**one) for set_id, one in sets.items()}
        except (OSError, UnicodeDecodeError):
            pass

    def known(self, set_id: str) -> Known | None:
        """What is known of the set's folder in the site, if its keyring is the one that it was written of."""
        known = self.last.get(set_id)
        return known if known and known.keyring == _file_digest(self.site / set_id / KEYRING) else None

    def untouched(self, set_id: str, known: Known) -> bool:
        """Whether the set's folder looks exactly as it did when it was put in place."""
        return known.out == appearance(self.site / set_id)[0]

    def built(self, set_id: str, known: Known) -> None:
        """Remember this of the set's folder."""
        self.new[set_id] = known

    def write(self, site: Path, others: Collection[str] = (), *, front: str | None = None) -> None:
        """Keep what was remembered; to be called once `site` is in place, beside which the `others` stay as they were. `front`:
        the digest of what its front door was made of, if that may stand. A cache that cannot be written is none."""
        kept = {
            set_id: dataclasses.asdict(dataclasses.replace(known, keyring=keyring, out=appearance(site / set_id)[0]))
            for set_id, known in {**self.last, **self.new}.items()
            if (keyring := _file_digest(site / set_id / KEYRING)) and (set_id in self.new or known.keyring == keyring)
        }
        kept |= {set_id: dataclasses.asdict(self.last[set_id]) for set_id in others if set_id in self.last}
        front_door = [front, look_of_front(site)] if front else None
        text = json.dumps([max(self.build, site_build(site)), front_door, kept])
        write_cache(self.file, f"{_check(text)}\n{text}")


def _check(text: str) -> str:
    """What a file must begin with to be a whole one of this version's."""
    return digest([b"als state 3", *(field.name.encode() for field in dataclasses.fields(Known)), text.encode()])


def _file_digest(path: Path) -> str | None:
    try:
        return digest([path.read_bytes()])
    except OSError:
        return None

"""The readable folders of sets while a preview runs."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from threading import RLock

from ...errors import Errors
from ..changes.digests import appearance
from ..sets.reading import Reading, nobody
from ..workers.pool import Lost, each
from .maker import Made, Maker

__all__ = ["Preview"]

log = logging.getLogger("als.site")


class Preview:
    """The sets' readable folders while a preview runs, whole and as those who are read as. What a save changes is made anew, and
    nothing else.

    A process of its own makes them: MkDocs lends one plugin to all builds in a process, and here that is the front door's.
    """

    def __init__(self, private: Path) -> None:
        self.private = private
        self.mistakes: tuple[str, ...] = ()
        """What is wrong with the records since the folders were last written."""
        self._asked: list[tuple[Reading, ...]] = []
        self._answers: Iterator[tuple[tuple[Reading, ...], Made | Lost]] = iter(())
        self._looks: dict[str, str] = {}
        self._people: set[Reading] = set()
        self._ids: tuple[str, ...] = ()
        self._turn = RLock()

    def begin(self, config_file: str, base: str) -> None:
        """Everything may have changed: the settings, the guidance, the theme."""
        with self._turn:
            self.end()
            self._root, self.base = Path(config_file).parent, base
            self._answers = each(Maker(config_file, base, self.private), iter(lambda: self._asked.pop(0), None), workers=1)
            self._looks.clear()

    def end(self) -> None:
        """Let the process go."""
        if isinstance(self._answers, Generator):
            self._answers.close()

    def changed(self, ids: Sequence[str]) -> tuple[str, ...]:
        """The sets whose files look otherwise than when they were last written."""
        return tuple(set_id for set_id in ids if self._looks.get(set_id) != appearance(self._root / "sets" / set_id)[0])

    def write(self, ids: Sequence[str], site: Path) -> None:
        """Bring these sets' folders up to date; MkDocs' preview folder gets no more than links to them. Raises Errors."""
        with self._turn:
            self._ids = tuple(dict.fromkeys((*self._ids, *ids)))
            looks = {set_id: appearance(self._root / "sets" / set_id)[0] for set_id in ids}
            readings = [*map(Reading, ids), *(one for one in self._people if one.set_id in ids)]
            for gone in self._make(readings, site):
                self._people.discard(gone)
                log.warning("%s", nobody(gone))
            self._looks.update(looks)
            self.mistakes = ()

    def read_as(self, reading: Reading, site: Path) -> None:
        """See that a set is there as a person reads it. Raises AlsError where nobody of this id reads it, Errors."""
        with self._turn:
            if reading in self._people:
                return
            if reading.set_id not in self._ids or self._make([reading], site):
                raise nobody(reading)
            self._people.add(reading)

    def _make(self, readings: Sequence[Reading], site: Path) -> tuple[Reading, ...]:
        """Write readings; returns those that nobody has (any more)."""
        self._asked.append(tuple(readings))
        _readings, made = next(self._answers)
        if isinstance(made, Lost):
            raise made.error(" ".join(dict.fromkeys(one.set_id for one in readings)))
        for said in made.warnings:
            log.warning("%s", said)
        if made.errors:
            raise Errors(made.errors)
        for one in readings:
            _show(self.private / one.folder, site / one.folder)
        return made.gone


def _show(folder: Path, place: Path) -> None:
    """Let a folder be seen at a place too: by a link, or where the system lets nobody make one, as Windows does, by a copy."""
    if place.is_symlink():
        return
    try:
        place.symlink_to(folder, target_is_directory=True)
    except OSError:
        shutil.rmtree(place, ignore_errors=True)
        if folder.is_dir():
            shutil.copytree(folder, place)

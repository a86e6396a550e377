"""What a preview's process does: load sets, render them, write what has changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import AlsError, Errors
from ...files import draft
from ...logs import heard, line
from ...words import _, speaking
from ..changes.digests import organisation_digest
from ..render.renderer import Renderer
from ..sets.reading import Memory, Reading, previewed
from ..workers.settling import settle
from .strip import Strip

__all__ = ["LETTER", "Made", "Maker"]

LETTER = "letter.json"
"""Where the page script of a preview finds what a build would tell the person alone whose eyes it is read with."""


@dataclass(frozen=True)
class Made:
    """What came of it: warnings, mistakes, and the readings whose person does not read the set (any more)."""

    warnings: tuple[str, ...] = ()
    errors: tuple[AlsError, ...] = ()
    gone: tuple[Reading, ...] = ()


class Maker:
    """Keeps readable folders of sets below a private one. `base` is the path of the site on its host."""

    def __init__(self, config_file: str, base: str, private: Path) -> None:
        place = Path(config_file)
        self._root, self._base, self._private = place.parent, base, private
        shared = organisation_digest(place, place.parent / "site", strict=False, publisher=b"")
        self._renderer = Renderer(config_file, strict=False, shared=shared)
        self._written: dict[str, dict[str, bytes]] = {}
        self._told: set[str] = set()
        self._memory, self._settled = Memory(), False

    def __call__(self, readings: Sequence[Reading]) -> Made:
        """Bring the folders of these readings up to date."""
        said: list[str] = []
        with heard("als", lambda record: said.append(line(record))):
            try:
                shown = previewed(self._root, readings, self._memory, base=self._base)
                for one, rendered in zip(shown, self._renderer.render([one.edition for one in shown]), strict=True):
                    said += rendered.warnings
                    with speaking(one.edition.language):
                        pages = {path for path in rendered.files if path.endswith(".html") and path not in one.edition.attachments}
                        strip = Strip(one, self._base)
                        files = {
                            path: strip.above(rendered.data(path), path) if path in pages else rendered.data(path)
                            for path in rendered.files
                        }
                    if one.letter:
                        files[LETTER] = json.dumps(one.letter).encode()
                    self._put(one.reading.folder, files)
                if (cause := self._renderer.cause) and cause not in self._told:
                    self._told.add(cause)
                    said.append(_("pages are rendered by MkDocs one by one, which takes longer: {cause}").format(cause=cause))
            except Errors as errors:
                return Made(tuple(said), errors.errors)
            except AlsError as error:
                return Made(tuple(said), (error,))
        if not self._settled:
            self._settled = True
            settle()
        gone = tuple(set(readings) - {one.reading for one in shown})
        for reading in gone:
            self._written.pop(reading.folder, None)
            self._memory.made.pop(reading, None)
            shutil.rmtree(self._private / reading.folder, ignore_errors=True)
        return Made(tuple(dict.fromkeys(said)), (), gone)

    def _put(self, folder: str, files: dict[str, bytes]) -> None:
        """Bring a folder to these files; each appears whole."""
        place, before = self._private / folder, self._written.get(folder, {})
        for path in before.keys() - files.keys():
            (place / path).unlink()
        for path, data in files.items():
            if before.get(path) != data:
                with draft(place / path) as beside:
                    beside.write_bytes(data)
        self._written[folder] = files

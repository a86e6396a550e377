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
from ...vault import PageContent
from ...words import _, speaking
from ..changes.digests import organisation_digest
from ..render.output import Rendered
from ..render.renderer import Renderer
from ..sets.reading import Memory, Previewed, Reading, previewed
from ..workers.settling import settle
from .strip import Strip

__all__ = ["LETTER", "Made", "Maker"]

_File = tuple[bytes | PageContent, Strip | None]
"""What was rendered, and the strip above it: what is equal makes the same file."""

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
        self._written: dict[str, dict[str, _File]] = {}
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
                        self._put(one, rendered)
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

    def _put(self, one: Previewed, rendered: Rendered) -> None:
        """Bring a reading's folder to what was rendered, its pages under their strip; each file appears whole."""
        above = Strip.of(one, self._base)
        files: dict[str, _File] = {
            path: (content, above if path.endswith(".html") and path not in one.edition.attachments else None)
            for path, content in rendered.files.items()
        }
        if one.letter:
            files[LETTER] = json.dumps(one.letter).encode(), None
        place, before = self._private / one.reading.folder, self._written.get(one.reading.folder, {})
        for path in before.keys() - files.keys():
            (place / path).unlink()
        for path, file in files.items():
            if before.get(path) != file:
                content, strip = file
                data = content if isinstance(content, bytes) else content.assembled()
                with draft(place / path) as beside:
                    beside.write_bytes(strip.above(data, path) if strip else data)
        self._written[one.reading.folder] = files

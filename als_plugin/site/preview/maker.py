"""What a preview's process does: load sets, render them, write what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import AlsError, Errors
from ...files import draft
from ...logs import heard, line
from ..changes.digests import organisation_digest
from ..render.renderer import Renderer
from ..sets.plan import previewed

__all__ = ["Made", "Maker"]


@dataclass(frozen=True)
class Made:
    """What came of it: warnings and mistakes."""

    warnings: tuple[str, ...] = ()
    errors: tuple[AlsError, ...] = ()


class Maker:
    """Keeps readable folders of sets below a private one. `base` is the path of the site on its host."""

    def __init__(self, config_file: str, base: str, private: Path) -> None:
        place = Path(config_file)
        self._root, self._base, self._private = place.parent, base, private
        shared = organisation_digest(place, place.parent / "site", strict=False, publisher=b"")
        self._renderer = Renderer(config_file, preview=True, strict=False, shared=shared)
        self._written: dict[str, dict[str, bytes]] = {}

    def __call__(self, ids: Sequence[str]) -> Made:
        """Bring the folders of these sets up to date."""
        said: list[str] = []
        with heard("als", lambda record: said.append(line(record))):
            try:
                editions = [edition for one in previewed(self._root, ids, base=self._base) for edition in one.editions]
                for edition, rendered in zip(editions, self._renderer.render(editions), strict=True):
                    said += rendered.warnings
                    self._put(edition.set_id, {path: rendered.data(path) for path in rendered.files})
            except Errors as errors:
                return Made(tuple(said), errors.errors)
            except AlsError as error:
                return Made(tuple(said), (error,))
        return Made(tuple(dict.fromkeys(said)))

    def _put(self, set_id: str, files: dict[str, bytes]) -> None:
        """Bring a set's folder to these files; each appears whole."""
        place, before = self._private / set_id, self._written.get(set_id, {})
        for path in before.keys() - files.keys():
            (place / path).unlink()
        for path, data in files.items():
            if before.get(path) != data:
                with draft(place / path) as beside:
                    beside.write_bytes(data)
        self._written[set_id] = files

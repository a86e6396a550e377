"""Where the command works: the organisation whose `mkdocs.yml` is here or above, and its sets."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ..errors import AlsError
from ..ordinary import check_ordinary
from ..words import _

__all__ = ["Organisation", "config_file_option", "find"]

NAMES = ("mkdocs.yml", "mkdocs.yaml")


@dataclass(frozen=True)
class Organisation:
    """One organisation on disk: its mkdocs.yml and the folder that this stands in."""

    config_file: Path

    @property
    def root(self) -> Path:
        return self.config_file.parent

    @property
    def sets(self) -> Path:
        return self.root / "sets"

    @property
    def taken_names(self) -> frozenset[str]:
        """Names that no set may have, because the public site uses them."""
        from ..site.sets.names import taken_names

        return taken_names(self.root / "docs")

    def shown(self, path: Path) -> str:
        """A path as people know it: seen from mkdocs.yml's folder, with `/`."""
        return path.relative_to(self.root).as_posix()

    def ids(self) -> list[str]:
        """The ids of all sets, sorted: every folder in sets/ but hidden ones. Raises AlsError where sets/ is no folder there itself."""
        check_ordinary(self.sets, "sets", folder=True)
        if not self.sets.is_dir():
            return []
        with os.scandir(self.sets) as entries:
            return sorted(each.name for each in entries if not each.name.startswith(".") and each.is_dir())

    def set_folder(self, set_id: str) -> Path:
        """The folder of a set that exists; raises AlsError, with a near match where there is one."""
        folder = self._set_folder(set_id, self.ids())
        check_ordinary(folder, self.shown(folder), folder=True)
        return folder

    def _set_folder(self, set_id: str, ids: list[str]) -> Path:
        if set_id in ids:
            return self.sets / set_id
        import difflib

        near = difflib.get_close_matches(set_id, ids, 1)
        if near:
            remedy = _("did you mean {near}?").format(near=near[0])
        elif ids:
            remedy = _("the sets are: {ids}").format(ids=", ".join(ids))
        else:
            remedy = _("make it with: als new set {set}").format(set=set_id)
        raise AlsError(f"sets/{set_id}", _("there is no such set"), remedy)

    def chosen(self, ids: Iterable[str]) -> list[Path]:
        """The folders of these sets, or of all where none is named, each once."""
        known = self.ids()
        return [self._set_folder(each, known) for each in (dict.fromkeys(ids) or known)]


def find(config_file: str | None) -> Organisation:
    """The organisation of this mkdocs.yml, or of the first one found from the current folder upwards.

    Raises AlsError where there is none.
    """
    if config_file is not None:
        path = Path(config_file)
        if not path.is_file():
            raise AlsError(config_file, _("there is no such file"), _("give the path of an mkdocs.yml after -f"))
        return Organisation(path.resolve())
    here = Path.cwd()
    for folder in (here, *here.parents):
        for name in NAMES:
            if (folder / name).is_file():
                return Organisation(folder / name)
    raise AlsError(
        "mkdocs.yml",
        _("is neither in this folder nor in one above it"),
        _("go to your organisation's folder, or make one with: als init handbook"),
    )


def config_file_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that every command on an organisation has."""
    words = _("The mkdocs.yml to work with. Default: the first one found from here upwards.")
    return click.option("-f", "--config-file", metavar="FILE", help=words)(command)

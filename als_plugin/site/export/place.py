"""Where readable records may be written: never into what is published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...errors import AlsError
from ...vault import MANIFEST, Manifest, VaultError
from ...words import _
from ..mkdocs.run import settings

__all__ = ["refuse_file", "refuse_place"]


def refuse_place(place: Path, root: Path, config_file: Path, *, anyway: bool) -> None:
    """Raise AlsError where readable pages must not be written: in what is published, or, unless asked for, where they may be committed."""
    _refuse_published(place, root, config_file)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise AlsError(str(place), _("there is something here already"), _("name a folder that is not there yet"))
    _refuse_committed(place, root, anyway=anyway)


def refuse_file(place: Path, root: Path, config_file: Path, *, anyway: bool) -> None:
    """The same for a single readable file."""
    _refuse_published(place, root, config_file)
    if place.exists():
        raise AlsError(str(place), _("there is something here already"), _("name a file that is not there yet"))
    if not place.parent.is_dir():
        raise AlsError(str(place), _("there is no such folder"), _("make it first, or name another"))
    _refuse_committed(place, root, anyway=anyway)


def _refuse_published(place: Path, root: Path, config_file: Path) -> None:
    config = settings(config_file)
    published = [Path(config.docs_dir), Path(config.site_dir), root / "sets", *_targets(config, root)]
    inside = any(place.is_relative_to(folder) or folder.is_relative_to(place) for folder in published)
    if inside or any(_is_site(folder) for folder in (place, *place.parents)):
        raise AlsError(str(place), _("what stands here is published, or is the records' place"), _("name a folder elsewhere"))


def _targets(config: Any, root: Path) -> list[Path]:
    """The folders to which als publish writes."""
    targets = config.plugins["als"].config.publish or {}
    return [(root / Path(each["folder"]).expanduser()).resolve() for each in targets.values() if isinstance(each, dict) and isinstance(each.get("folder"), str)]


def _is_site(folder: Path) -> bool:
    """Whether a site that als built stands in this folder, wherever it was copied to."""
    try:
        Manifest.decode((folder / MANIFEST).read_bytes())
    except (OSError, VaultError):
        return False
    return True


def _refuse_committed(place: Path, root: Path, *, anyway: bool) -> None:
    repository = next((folder for folder in place.parents if (folder / ".git").exists()), None)
    if anyway or not (repository or place.is_relative_to(root)):
        return
    raise AlsError(
        str(place),
        _("this lies in the repository {path}, and what is written is readable").format(path=repository)
        if repository else _("this lies in the organisation's folder, and what is written is readable"),
        _("name a folder elsewhere, or say --anyway"),
    )

"""Where a site can be published to, as mkdocs.yml names it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ....errors import AlsError
from ....words import _
from .addresses import branch, described, port, refused
from .contract import Target
from .git import Git
from .rsync import Rsync
from .stored import Stored

__all__ = ["Target", "chosen", "opened", "understood"]


def chosen(targets: Mapping[str, Any], name: str | None) -> str:
    """The name of the target that is meant: the only one where none is named. Raises AlsError."""
    if not targets:
        raise AlsError("mkdocs.yml", _("the plugin's option 'publish' names no target"), _("add one under '- als:', such as publish: {live: {folder: /srv/sets}}"))
    if name is None and len(targets) == 1:
        return next(iter(targets))
    known = ", ".join(map(str, targets))
    if name is None:
        raise AlsError("als publish", _("does not know which target"), _("name one of: {names}").format(names=known))
    if name not in targets:
        raise AlsError(f"als publish {name}", _("there is no such target"), _("the targets are: {names}").format(names=known))
    return name


def opened(name: str, given: Any, root: Path, private: Path) -> Target:
    """The target of these lines of mkdocs.yml, whose folder is `root`; `private` is for what is needed meanwhile. Raises AlsError."""
    kind, address, more = understood(name, given, root)
    if kind == "folder":
        return Stored(name, Path(address).as_uri(), address)
    if kind == "s3":
        return Stored(name, address, address)
    if kind == "rsync":
        return Rsync(name, address, more.get("port"), private)
    return Git(name, address, more["branch"], _current(root), private)


def understood(name: str, given: Any, root: Path) -> tuple[str, str, dict[str, Any]]:
    """What these lines mean, seen from the organisation's folder `root`: the kind, the whole address, and what goes with it. Nothing is
    asked of the host yet. Raises AlsError."""
    kind, address, more = described(name, given)
    if kind == "folder":
        place = (root / Path(address).expanduser()).resolve()
        if place.is_relative_to(root.resolve()) or root.resolve().is_relative_to(place):
            raise refused(name, _("what is published must not lie in the organisation's own folder, nor around it"), _("name a folder outside of it"))
        return kind, str(place), {}
    if kind == "rsync" and "port" in more:
        return kind, address, {"port": port(name, more["port"])}
    if kind == "git":
        here = address if "://" in address or "@" in address else str((root / Path(address).expanduser()).resolve())
        return kind, here, {"branch": branch(name, more.get("branch", "gh-pages"))}
    return kind, address, {}


def _current(root: Path) -> str | None:
    """The branch that the organisation's own repository is on."""
    try:
        done = subprocess.run(["git", "-C", str(root), "symbolic-ref", "--short", "-q", "HEAD"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout.strip() or None

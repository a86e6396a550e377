"""The readable preview: on this computer's loopback address alone, under a banner that says so."""

from __future__ import annotations

import ipaddress
import logging
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from ...errors import AlsError, Errors
from ...words import _
from ..changes.digests import appearance
from ..workers.pool import Lost, each
from .maker import Made, Maker

__all__ = ["Preview", "guard", "quicken", "refuse_open_address"]

log = logging.getLogger("als.site")

LOOPBACK = ("127.0.0.1", "localhost")


def refuse_open_address(host: str) -> None:
    """Raise AlsError where a preview would be readable from other machines."""
    if host == "localhost":
        return
    try:
        if ipaddress.ip_address(host).is_loopback:
            return
    except ValueError:
        pass
    raise AlsError(
        "dev_addr",
        _("a preview shows every set readable, so it is served on this computer alone, not on {host}").format(host=host),
        _("use 127.0.0.1, or serve the locked site: als serve --locked"),
    )


class Preview:
    """The sets' readable folders while a preview runs. What a save changes is made anew, and nothing else.

    A process of its own makes them: MkDocs lends one plugin to all builds in a process, and here that is the front door's.
    """

    def __init__(self, private: Path) -> None:
        self._private = private
        self._asked: list[tuple[str, ...]] = []
        self._answers: Iterator[tuple[tuple[str, ...], Made | Lost]] = iter(())
        self._looks: dict[str, str] = {}

    def begin(self, config_file: str, base: str) -> None:
        """Everything may have changed: the settings, the guidance, the theme."""
        self.end()
        self._root = Path(config_file).parent
        self._answers = each(Maker(config_file, base, self._private), iter(lambda: self._asked.pop(0), None), workers=1)
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
        looks = {set_id: appearance(self._root / "sets" / set_id)[0] for set_id in ids}
        self._asked.append(tuple(ids))
        _ids, made = next(self._answers)
        if isinstance(made, Lost):
            raise made.error(" ".join(ids))
        for said in made.warnings:
            log.warning("%s", said)
        if made.errors:
            raise Errors(made.errors)
        self._looks.update(looks)
        for set_id in ids:
            _show(self._private / set_id, site / set_id)


def _show(folder: Path, place: Path) -> None:
    """Let a folder be seen at a place too: by a link, or where the system lets nobody make one, as Windows does, by a copy."""
    if place.is_symlink():
        return
    try:
        place.symlink_to(folder, target_is_directory=True)
    except OSError:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)


class _Watching:
    """MkDocs' own watching, and a quicker one for one folder, which hears of a change at once. Reading a file is no change."""

    _TOLD = [FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]

    def __init__(self, usual: BaseObserver, folder: Path) -> None:
        self._usual, self._quick, self._folder = usual, Observer(), str(folder)

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool) -> ObservedWatch:
        if path == self._folder:
            return self._quick.schedule(handler, path, recursive=recursive, event_filter=self._TOLD)
        return self._usual.schedule(handler, path, recursive=recursive)

    def unschedule(self, watch: ObservedWatch) -> None:
        (self._quick if watch.path == self._folder else self._usual).unschedule(watch)

    def start(self) -> None:
        self._usual.start()
        self._quick.start()

    def stop(self) -> None:
        self._usual.stop()
        self._quick.stop()

    def join(self) -> None:
        self._usual.join()
        self._quick.join()


def quicken(server: LiveReloadServer, sets: Path, again: Callable[[], bool]) -> None:
    """Let the server hear of a saved record at once. `again` brings the sets alone up to date; where it says that this is not
    enough, all is built anew."""
    whole = server.builder
    server.builder = lambda: None if again() else whole()
    server.build_delay = 0.03
    server.observer = _Watching(server.observer, sets)


def guard(server: LiveReloadServer) -> LiveReloadServer:
    """Let the server answer only requests that were meant for this computer.

    A page on the web can make its own name point to 127.0.0.1 (DNS rebinding) and then read what is served there; its
    name stands in the Host header. Nor may it put anything from here into itself, a frame or a picture: only the address
    that a person opens is answered.
    """
    inner = server.get_app()
    port = server.server_address[1]
    hosts = {f"{host}:{port}" for host in LOOPBACK} | ({*LOOPBACK} if port == 80 else set())

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        elsewhere = environ.get("HTTP_SEC_FETCH_SITE") in ("cross-site", "same-site")
        if environ.get("HTTP_HOST") not in hosts or elsewhere and environ.get("HTTP_SEC_FETCH_DEST") != "document":
            start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
            return [_("This preview answers this computer alone.").encode()]
        return inner(environ, start_response)

    server.set_app(guarded)
    return server

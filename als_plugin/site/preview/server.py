"""The preview's server: on this computer's loopback address alone, quick to hear of a saved record."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from ...errors import AlsError
from ...words import _

__all__ = ["quicken", "refuse_open_address"]


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


class _Watching:
    """MkDocs' own watching, and a quicker one for one folder, which hears of a change at once. Reading a file is no change.

    `elsewhere`: whether something else has changed than what is in that folder.
    """

    _TOLD = [FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]

    def __init__(self, usual: BaseObserver, folder: Path) -> None:
        self._usual, self._quick, self._folder = usual, Observer(), str(folder)
        self.elsewhere = False

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool) -> ObservedWatch:
        if path == self._folder:
            return self._quick.schedule(handler, path, recursive=recursive, event_filter=self._TOLD)
        told = handler.on_any_event

        def noted(event: FileSystemEvent) -> None:
            self.elsewhere |= not event.is_directory
            told(event)

        handler.on_any_event = noted  # type: ignore[method-assign]
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
    enough, or something else has changed, all is built anew."""
    watching: Any = _Watching(server.observer, sets)  # all that MkDocs asks of its own
    whole = server.builder

    def build() -> None:
        elsewhere, watching.elsewhere = watching.elsewhere, False
        if elsewhere or not again():
            whole()

    server.builder = build
    server.build_delay = 0.03
    server.observer = watching

"""A set as one of its people reads it: `als serve --as`, a process of its own on a port of its own, from which the desk takes nothing."""

from __future__ import annotations

import _thread
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from ..errors import AlsError
from ..words import _
from .answers import told
from .organisation import Desk

__all__ = ["Previews", "leave_with_desk"]

_PATIENCE = 120.0


class Previews:
    """The one preview that is open: who asks for another ends it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._open: tuple[tuple[str, str], str, subprocess.Popen[str]] | None = None

    def routes(self) -> list[Route]:
        """Its address."""
        return [Route("/api/preview/{set_id}", told(self.show), methods=["POST"])]

    def show(self, request: Request, given: dict[str, Any]) -> dict[str, Any]:
        """Where the set can be read as that person reads it, once it can; `ahead`, as they will read its drafts. Raises AlsError."""
        from ..site.sets.reading import Reading

        set_id, person = request.path_params["set_id"], str(given.get("person", ""))
        if person not in self._desk.record(set_id).file.people:
            raise AlsError(f"sets/{set_id}", _("nobody here has the id {id}").format(id=person), _("choose one of the set's people"))
        with self._lock:
            wanted = (set_id, person)
            if self._open is None or self._open[0] != wanted or self._open[2].poll() is not None:
                self._close()
                process, url = self._begin(set_id, person)
                self._open = wanted, url, process
            place = self._open[1].removesuffix(f"{Reading(*wanted).folder}/")
            return {"url": f"{place}{Reading(*wanted, bool(given.get('ahead'))).folder}/"}

    def end(self) -> None:
        """Leave no readable page behind."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._open is not None:
            _end(self._open[2])
            self._open = None

    def _begin(self, set_id: str, person: str) -> tuple[subprocess.Popen[str], str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        begin = "from als_plugin.desk.previews import leave_with_desk; leave_with_desk(); from als_plugin.cli import main; main()"
        command = [sys.executable, "-c", begin, "serve", set_id, "--as", person, "--port", port]
        process = subprocess.Popen(
            [*command, "-f", str(self._desk.config_file)], cwd=self._desk.root, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        assert process.stdout
        found = re.search(r"http://localhost:\S+", process.stdout.readline())
        if found and _answers(process, found[0]):
            return process, found[0]
        _end(process)
        raise AlsError(f"sets/{set_id}", _("could not be shown"), _("als check {set} says what is wrong").format(set=set_id))


def leave_with_desk() -> None:
    """In the preview's process: end it, as Ctrl+C does, when its standard input ends, which happens when the desk is gone, however that
    ended."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        _thread.interrupt_main()

    threading.Thread(target=wait, daemon=True).start()


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()


def _answers(process: subprocess.Popen[str], url: str) -> bool:
    until = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=10):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False

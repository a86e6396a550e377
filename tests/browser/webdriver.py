"""A WebKit that is driven over WebDriver, in a display of its own: as much of that protocol as the main path needs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from ..ports import free_port

__all__ = ["Refused", "Tab", "webkit"]

WAIT = 60.0


class Refused(Exception):
    """The driver could not do it; its text says why."""


class Tab:
    """The one tab of a browser that is driven."""

    def __init__(self, driver: str) -> None:
        self.driver = driver
        started = _ask("POST", f"{driver}/session", {"capabilities": {"alwaysMatch": {"browserName": "MiniBrowser"}}})
        self.session = f"{driver}/session/{started['sessionId']}"
        self.ask("POST", "window/rect", {"width": 1280, "height": 900})

    def ask(self, method: str, command: str = "", data: dict[str, Any] | None = None) -> Any:
        """One command of the protocol. Raises Refused."""
        return _ask(method, f"{self.session}/{command}".rstrip("/"), data)

    def go(self, address: str) -> None:
        self.ask("POST", "url", {"url": address})

    def run(self, script: str) -> Any:
        """What a script returns."""
        return self.ask("POST", "execute/sync", {"script": script, "args": []})

    def until(self, what: str, condition: str) -> None:
        """Wait until it holds in the page, over reloads too."""
        last, why = time.monotonic() + WAIT, "it did not come"
        while time.monotonic() < last:
            try:
                if self.run(f"return Boolean({condition})"):
                    return
            except Refused as error:
                why = str(error)  # the page was just being left
            time.sleep(0.1)
        raise AssertionError(f"{what}: {why}; at {self.run('return location.href + document.body.innerText.slice(0, 500)')}")

    def click(self, selector: str) -> None:
        self.ask("POST", f"element/{self._find(selector)}/click", {})

    def click_at(self, point: str) -> None:
        """Press at the point `[x, y]` that a script works out: for what stands in a frame where the driver may run no script."""
        x, y = (round(each) for each in self.run(f"return {point}"))
        steps = [{"type": "pointerMove", "x": x, "y": y, "duration": 0}, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}
        self.ask("POST", "actions", {"actions": [mouse]})

    def type_into(self, selector: str, text: str) -> None:
        self.ask("POST", f"element/{self._find(selector)}/value", {"text": text})

    def _find(self, selector: str) -> str:
        found = self.ask("POST", "element", {"using": "css selector", "value": selector})
        return str(next(iter(found.values())))


def _ask(method: str, url: str, data: dict[str, Any] | None = None) -> Any:
    body = None if data is None else json.dumps(data).encode()
    try:
        with urlopen(Request(url, body, {"Content-Type": "application/json"}, method=method), timeout=60) as answer:
            return json.load(answer)["value"]
    except HTTPError as error:
        raise Refused(error.read().decode(errors="replace")[:500]) from None
    except (URLError, ConnectionError, TimeoutError) as error:
        raise Refused(str(error)) from None


@contextmanager
def webkit(home: Path) -> Iterator[Tab]:
    """A WebKit with a profile of its own in `home`."""
    program = shutil.which("WebKitWebDriver")
    assert program and shutil.which("Xvfb"), "no WebKit to drive was found: run tools/webkit"
    with _display() as display:
        port = free_port()
        own = {name: str(home / name.lower()) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
        driver = subprocess.Popen(
            [program, f"--port={port}"], env={**os.environ, **own, "DISPLAY": display, "NO_AT_BRIDGE": "1"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        try:
            tab = _opened(f"http://127.0.0.1:{port}")
            try:
                yield tab
            finally:
                tab.ask("DELETE")
        finally:
            driver.terminate()
            driver.wait()


def _opened(driver: str) -> Tab:
    last = time.monotonic() + WAIT
    while True:
        try:
            _ask("GET", f"{driver}/status")
            break
        except Refused:
            if time.monotonic() > last:
                raise
            time.sleep(0.1)
    return Tab(driver)


@contextmanager
def _display() -> Iterator[str]:
    """The name of a display that nobody sees."""
    number, told = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(told), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=(told,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    os.close(told)
    try:
        with os.fdopen(number) as pipe:
            yield f":{pipe.readline().strip()}"
    finally:
        server.terminate()
        server.wait()

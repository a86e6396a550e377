"""The desk: how soon Today is there, and how soon a session is saved: `python -m benchmarks.desk --sets 50 --sessions 24`.

The command in a process of its own, asked as its own pages ask it; Today also in Chromium, from the address to the last thing on it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from .bench import TOOLS, Bench


class Desk:
    """A desk that runs, and a page that was let in."""

    def __init__(self, bench: Bench, home: Path) -> None:
        given = {**os.environ, **{name: str(home / name) for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}}
        begun = time.perf_counter()
        self._process = subprocess.Popen([TOOLS / "als", "desk", "--no-open"], cwd=bench.root, env=given, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self.address = self._process.stdout.readline().strip()
        self.started = (time.perf_counter() - begun) * 1000
        self.port = int(self.address.split(":")[2].split("/")[0])
        self._headers: dict[str, str] = {}

    def enter(self) -> None:
        """Let this caller in."""
        answer, headers = self._ask("/api/open", {"token": self.address.partition("#t=")[2]})
        self._headers = {"Cookie": headers["Set-Cookie"].split(";")[0], "X-Als-Desk": answer["secret"]}

    def ask(self, path: str, data: dict[str, Any] | None = None) -> tuple[Any, float]:
        """An answer, and the milliseconds until it is there."""
        begun = time.perf_counter()
        answer = self._ask(path, data)[0]
        return answer, (time.perf_counter() - begun) * 1000

    def _ask(self, path: str, data: dict[str, Any] | None = None) -> tuple[Any, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Host": f"localhost:{self.port}", "Sec-Fetch-Site": "same-origin", **self._headers}
        if data is not None:
            headers |= {"Origin": f"http://localhost:{self.port}", "Content-Type": "application/json"}
        connection.request("GET" if data is None else "POST", path, None if data is None else json.dumps(data), headers)
        answer = connection.getresponse()
        told = answer.read()
        connection.close()
        assert answer.status == 200, told[:500]
        return json.loads(told), answer.headers

    def end(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=50)
    parser.add_argument("--sessions", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="als-bench-") as made:
        bench = Bench(Path(made) / "organisation", sets=chosen.sets, sessions=chosen.sessions)
        for round_ in range(chosen.rounds):
            for name, taken in (*_in_browser(bench, Path(made)), *_asked(bench, Path(made), round_)):
                times.setdefault(name, []).append(taken)
    for name, each in times.items():
        print(f"{name}: {statistics.median(each):.0f} ms ({min(each):.0f} to {max(each):.0f})")


def _in_browser(bench: Bench, made: Path) -> list[tuple[str, float]]:
    desk = Desk(bench, made / "home")
    chromium = os.environ.get("ALS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page()
            begun = time.perf_counter()
            page.goto(desk.address)
            page.get_by_role("heading", level=1).wait_for(timeout=120_000)
            first = (time.perf_counter() - begun) * 1000
            page.locator("main:not([aria-busy=true])").wait_for(timeout=120_000)
            whole = (time.perf_counter() - begun) * 1000
            page.reload()
            begun = time.perf_counter()
            page.locator("main:not([aria-busy=true]) h1").wait_for(timeout=120_000)
            again = (time.perf_counter() - begun) * 1000
            browser.close()
    finally:
        desk.end()
    return [("command to address", desk.started), ("address to Today's heading", first), ("address to all of Today", whole), ("Today again", again)]


def _asked(bench: Bench, made: Path, round_: int) -> list[tuple[str, float]]:
    desk = Desk(bench, made / "home")
    try:
        desk.enter()
        stem = sorted((bench.root / "sets" / bench.sets[0] / "sessions").iterdir())[-1].stem
        path = f"/api/session/{bench.sets[0]}/{stem}"
        opened, opening = desk.ask(path)
        taken = []
        for number in range(5):
            data = {**opened["data"], "notes": f"A note of round {round_}, {number}."}
            opened, one = desk.ask(path, {"data": data, "digest": opened["digest"]})
            taken.append(one)
    finally:
        desk.end()
    return [("opening a session", opening), ("saving a session", statistics.median(taken))]


if __name__ == "__main__":
    main()

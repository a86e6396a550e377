"""The live preview as a facilitator sees it: save a record, look at the page."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import time

from playwright.sync_api import sync_playwright

from .bench import TOOLS, Bench
from .measure import spent

__all__ = ["until_shown"]


def until_shown(bench: Bench, rounds: int) -> tuple[float, float]:
    """Milliseconds from saving the last record until its open page shows the change, and the server's CPU for it until two seconds
    after it was saved, in which the browser loads the page anew, beyond what it has in two seconds of quiet; medians."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    record = sorted((bench.root / "sets" / bench.sets[0] / "sessions").iterdir())[-1].stem
    server = subprocess.Popen([TOOLS / "als", "serve", bench.sets[0], "--port", str(port)], cwd=bench.root,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    chromium = os.environ.get("ALS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page()
            address = f"http://127.0.0.1:{port}/{bench.sets[0]}/sessions/{record}/"
            for _second in range(300):
                try:
                    if (answer := page.goto(address)) and answer.ok:
                        break
                except Exception:  # it does not listen yet
                    pass
                time.sleep(1)
            taken, cpu = [], []
            for number in range(rounds + 1):
                time.sleep(2)  # the page has begun to listen, and the last build is over
                idle = spent(server.pid)
                time.sleep(2)
                words = f"Seen in the preview for the {number}th time."
                bench.change(bench.sets[0], words)
                began, before = time.perf_counter(), spent(server.pid)
                idle = before - idle
                page.get_by_text(words).wait_for(timeout=120_000)
                taken.append((time.perf_counter() - began) * 1000)
                time.sleep(max(0.0, 2 - (time.perf_counter() - began)))
                cpu.append((spent(server.pid) - before - idle) * 1000)
            browser.close()
    finally:
        server.terminate()
        server.wait()
    return statistics.median(taken[1:]), statistics.median(cpu[1:])  # the first warms up

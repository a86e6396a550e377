"""What a first opening of a sample fetches: until the first page is painted, until its search can be used, and all told.

    python -m benchmarks.opening

In Chromium, on a device that has never seen the site. The host compresses as hosts do (gzip), or with `--plain` nothing; it counts
what it sends, headings of answers included, whoever asked for it: tab or service worker. A page is painted when the browser says that
it was; what the theme asks for once a page stands (its search) is counted in the next line.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROOT = Path(__file__).parents[1]
GOALS = {"until the first page is painted": 250, "until its search can be used": 250, "all told": 600}
PAINTED = "performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN)"
INDEXED = "performance.timeOrigin + (performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/search_index.json'))?.responseEnd ?? NaN)"
SETTLED = 4.0
"""Seconds without a request after which all is fetched that a device keeps for reading offline."""


class Counted:
    """Counts what an application sends, by path."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.last = app, time.monotonic()
        self.sent: list[tuple[float, str, int]] = []
        """When, of what, how many bytes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted(message: Message) -> None:
            headers = sum(len(name) + len(value) + 4 for name, value in message.get("headers", ()))
            self.sent.append((time.time() * 1000, scope["path"], headers + len(message.get("body", b""))))
            self.last = time.monotonic()
            await send(message)

        await self.app(scope, receive, counted if scope["type"] == "http" else send)

    def until(self, moment: float) -> Counter[str]:
        """How many bytes of what were sent until then, in milliseconds since 1970."""
        found = Counter[str]()
        for when, path, size in self.sent:
            if when <= moment:
                found[path] += size
        return found


def opened(site: Path, set_id: str, passphrase: str, *, plain: bool) -> list[Counter[str]]:
    """What was sent, by path, until each of the three."""
    files: ASGIApp = Starlette(routes=[Mount("/", StaticFiles(directory=site, html=True))])
    counted = Counted(files if plain else GZipMiddleware(files))
    server = uvicorn.Server(uvicorn.Config(counted, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        with sync_playwright() as playwright:
            chromium = os.environ.get("ALS_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--no-first-run"])
            page = browser.new_context(locale="en-GB").new_page()
            page.goto(f"http://localhost:{port}/{set_id}/")
            page.get_by_label("Passphrase", exact=True).fill(passphrase)
            page.get_by_role("button", name="Unlock").click()
            page.locator("article h1").first.wait_for(timeout=60_000)
            while time.monotonic() - counted.last < SETTLED:
                page.wait_for_timeout(200)
            moments = [page.evaluate(PAINTED), page.evaluate(INDEXED)]
            browser.close()
    finally:
        server.should_exit = True
        thread.join()
    if not all(moment > 0 for moment in moments):
        raise SystemExit("the browser does not say when the page was painted, or its search fetched")
    return [counted.until(moment) for moment in (*moments, float("inf"))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="riverside", help="the sample to open (default riverside)")
    parser.add_argument("--passphrase", default="snowman plant vascular impatient snort cattail", help="its passphrase, as in the README")
    parser.add_argument("--site", type=Path, help="a built site, in the place of building the samples")
    parser.add_argument("--plain", action="store_true", help="a host that does not compress")
    parser.add_argument("--most", type=int, default=0, help="list so many of the heaviest answers")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = chosen.site or Path(folder) / "site"
        if not chosen.site:
            subprocess.run([Path(sys.executable).with_name("als"), "build", chosen.set, "--site-dir", site], cwd=ROOT, check=True, stdout=sys.stderr)
        found = opened(site, chosen.set, chosen.passphrase, plain=chosen.plain)
    print("| first opening | kB | goal (kB) | answers |\n| --- | ---: | ---: | ---: |")
    for (name, goal), sent in zip(GOALS.items(), found, strict=True):
        print(f"| {name} | {sent.total() / 1000:.0f} | {goal} | {len(sent)} |")
    for path, size in found[-1].most_common(chosen.most):
        print(f"{size / 1000:8.1f} {path}")


if __name__ == "__main__":
    main()

"""How long a reader waits: from pressing Unlock to the first page, and from page to page.

    python -m benchmarks.reading --runs 9

In Chromium, on handbooks of 40 and 400 pages. The key derivation is left out: it is meant to take a second. The pages of the
open handbook are compared with the same pages readable, on the same plain host: each pair of page turns is taken one right
after the other, in an order drawn by lot, on pages that the tab has not shown before.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from als_plugin.site.preview.static_host import StaticHost

from .handbook import SET, Handbook, make

WAIT = 30_000
SETTLED = 2500
"""Milliseconds in which an open handbook has fetched what it keeps for reading offline."""

# Both documents tell the time by the same clock.
CLOCK = """
const now = () => performance.timeOrigin + performance.now();
addEventListener("click", ({ target }) => target.id === "unlock" && (sessionStorage.pressed = now()), true);
const look = () => requestAnimationFrame(() => (document.querySelector("article h1") ? setTimeout(() => (window.shown = now())) : look()));
look();
"""
TURN = """(address) => new Promise((resolve) => {
  // Not every page is a link away from every other.
  const link = document.querySelector("article").appendChild(Object.assign(document.createElement("a"), { href: address }));
  const before = document.querySelector("article");
  const watch = new MutationObserver(() => {
    const article = document.querySelector("article");
    if (article === before || location.href !== address || !article?.querySelector("h1")) return;
    watch.disconnect();
    article.getBoundingClientRect();
    resolve(performance.now() - began);
  });
  watch.observe(document, { childList: true, subtree: true });
  window.same = true;
  const began = performance.now();
  link.click();
})"""


@contextmanager
def served(folder: Path, pages: tuple[str, ...] | None = None) -> Iterator[str]:
    """The address of the set on a plain host; `pages` for the sitemap of a readable one, without which Material turns no page."""
    for path in folder.rglob("*"):
        # As if published long ago: then browsers keep public files without asking again.
        os.utime(path, (1_700_000_000, 1_700_000_000))
    with StaticHost(folder) as host:
        thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        address = f"{host.url}{SET}/"
        if pages is not None:
            urls = "".join(f"<url><loc>{address}{page}</loc></url>" for page in pages)
            sitemap = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
            (folder / SET / "sitemap.xml").write_text(sitemap, encoding="utf-8")
        try:
            yield address
        finally:
            host.shutdown()
            thread.join()


@contextmanager
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """A new device with the site's first page in its one tab."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT)
    context.add_init_script(CLOCK)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def told(page: Page, number: str) -> float:
    """A number in the page, once it is one above nought."""
    waiting = f"new Promise((resolve) => (function look() {{ const n = {number}; n > 0 ? resolve(n) : setTimeout(look, 20); }})())"
    return float(page.evaluate(waiting))


def unlock(page: Page, handbook: Handbook) -> float:
    """Milliseconds from pressing Unlock to the first page on the screen."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.get_by_label("Passphrase", exact=True).fill(handbook.passphrase)
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Unlock").click()
    page.locator("article h1").first.wait_for()
    return told(page, "window.shown - Number(sessionStorage.pressed)")


def instant(page: Page, address: str) -> float:
    """Milliseconds of a page turn by a link, as Material does it: from the click until the article is there and laid out."""
    taken = float(page.evaluate(TURN, address))
    assert page.evaluate("window.same"), "the page was loaded anew"
    return taken


def full(page: Page, address: str) -> float:
    """Milliseconds of a whole load of a page, to the end of its load event."""
    page.goto(address)
    return told(page, "performance.getEntriesByType('navigation')[0].loadEventEnd")


def turns(
    pages: dict[str, Page], addresses: dict[str, str], paths: list[str], turn: Callable[[Page, str], float], chance: random.Random
) -> list[tuple[float, float]]:
    """Each of these pages in both tabs, one right after the other."""
    taken = []
    for path in paths:
        pair = {}
        for which in chance.sample(sorted(pages), len(pages)):
            pages[which].bring_to_front()
            pages[which].wait_for_timeout(200)
            pair[which] = turn(pages[which], addresses[which] + path)
        taken.append((pair["locked"], pair["readable"]))
    return taken


def paired(browser: Browser, handbook: Handbook, addresses: dict[str, str], number: int, chance: random.Random) -> dict[str, list[tuple[float, float]]]:
    """So many turns of each kind, in two new devices."""
    with tab(browser, addresses["locked"]) as locked, tab(browser, addresses["readable"]) as readable:
        unlock(locked, handbook)
        pages = {"locked": locked, "readable": readable}
        for page in pages.values():
            page.wait_for_timeout(SETTLED)
        drawn = chance.sample(handbook.pages[1:], 2 * number + 2)
        turns(pages, addresses, [drawn.pop()], instant, chance)  # the first one fetches the sitemap
        found = {"instant": turns(pages, addresses, [drawn.pop() for _turn in range(number)], instant, chance)}
        turns(pages, addresses, [drawn.pop()], full, chance)
        return {**found, "full load": turns(pages, addresses, drawn, full, chance)}


def measure(browser: Browser, handbooks: dict[int, Handbook], runs: int, number: int) -> None:
    chance = random.Random(1)
    opening: dict[int, list[float]] = {size: [] for size in handbooks}
    turning: dict[tuple[int, str], list[tuple[float, float]]] = {}
    for _run in range(runs):
        for size in chance.sample(sorted(handbooks), len(handbooks)):
            handbook = handbooks[size]
            with served(handbook.locked) as locked, served(handbook.readable, handbook.pages) as readable:
                with tab(browser, locked) as page:
                    opening[size].append(unlock(page, handbook))
                found = paired(browser, handbook, {"locked": locked, "readable": readable}, number, chance)
            for kind, pairs in found.items():
                turning.setdefault((size, kind), []).extend(pairs)
    print("| pages | from Unlock to the first page (ms), median | least | most | runs |\n| ---: | ---: | ---: | ---: | ---: |")
    for size, taken in sorted(opening.items()):
        print(f"| {size} | {median(taken):.0f} | {min(taken):.0f} | {max(taken):.0f} | {len(taken)} |")
    print("\n| pages | page turn | locked and open (ms) | readable (ms) | median of the paired ratios | pairs |\n| ---: | --- | ---: | ---: | ---: | ---: |")
    for (size, kind), pairs in sorted(turning.items(), reverse=True):
        ratio = median(locked / readable for locked, readable in pairs)
        locked, readable = (median(each) for each in zip(*pairs, strict=True))
        print(f"| {size} | {kind} | {locked:.0f} | {readable:.0f} | {ratio:.2f} | {len(pairs)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9, help="devices on which each handbook is opened (default 9)")
    parser.add_argument("--turns", type=int, default=6, help="pairs of page turns of each kind on each device (default 6)")
    parser.add_argument("--pages", type=int, nargs="+", default=[40, 400], help="sizes of handbooks (default 40 400)")
    chosen = parser.parse_args()
    chromium = os.environ.get("ALS_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        handbooks = {size: make(Path(folder), size) for size in chosen.pages}
        assert all(len(handbook.pages) == size for size, handbook in handbooks.items())
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--no-first-run"])
        measure(browser, handbooks, chosen.runs, chosen.turns)
        browser.close()


if __name__ == "__main__":
    main()

"""mkdocs-glightbox and mkdocs-minify-plugin, which change every page: what they do works in the locked site, and nothing else breaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..browser.conftest import turning
from ..browser.host import Host
from ..site.organisation import PNG, Organisation
from .plugged import built, plugged

PLUGINS = """\
      - glightbox
      - minify:
          minify_html: true
          minify_js: true
          minify_css: true
          js_files: [extra.js, scripts/more.js]
          css_files: [extra.css]
          htmlmin_opts: {remove_comments: true, remove_empty_space: true}
"""
SETTINGS = "    extra_javascript: [extra.js]\n    extra_css: [extra.css]\n"
FILES: dict[str, str | bytes] = {
    "docs/extra.js": "// a long comment\nvar greeting = 'hello' ;\ndocument.documentElement.dataset.greeting = greeting ;\n",
    "docs/scripts/more.js": "// only named by the plugin\nvar more = 1 ;\n",
    "docs/extra.css": "/* a comment */\nbody { outline-offset : 3px ; }\n",
    "docs/pictures/room.png": PNG,
    "docs/pictured.md": "# Pictured\n\n![A room](pictures/room.png)\n",
    "sets/quay/pages/our-room.md": "# Our room\n\n![Our sketch](files/sketch.png)\n",
}


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    return built(plugged(tmp_path_factory.mktemp("minified") / "quay", PLUGINS, FILES, settings=SETTINGS))


def test_what_is_public_stays_in_the_clear_and_the_rest_is_sealed(quay: Organisation) -> None:
    site = quay.open("amara")
    clear = site.index["clear"]
    assert any(path.startswith("assets/javascripts/bundle.") for path in clear)
    assert (quay.site / "extra.min.js").read_bytes() == site.read("extra.min.js")[0] and "extra.min.js" not in clear
    assert site.read("scripts/more.min.js")[0] == b"var more=1;"
    assert b"<!--" not in site.read("")[0] and b"a comment" not in site.read("extra.min.css")[0]


def test_the_locked_site_works(quay: Organisation, page: Page, serve: Callable[[Path], Host], unlock: Callable[[Page, str], None]) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    host = serve(quay.site)
    page.goto(f"{host.url}quay/")
    unlock(page, quay.passphrases["amara"])
    expect(page.locator("html")).to_have_attribute("data-greeting", "hello")
    expect(page.locator("body")).to_have_css("outline-offset", "3px")

    # A picture in a record, in a set's own page and in the guidance.
    for path, picture in (("sessions/2026-01-14/", "A sketch"), ("pages/our-room/", "Our sketch"), ("guide/pictured/", "A room")):
        page.goto(f"{host.url}quay/{path}")
        page.get_by_role("img", name=picture).click()
        expect(page.locator(".glightbox-container .gslide.current img")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".glightbox-container")).to_have_count(0)

    turning(page)
    page.evaluate("window.same = true")
    page.get_by_role("navigation", name="Places", exact=True).get_by_role("link", name="Actions", exact=True).click()
    expect(page.locator("article h1")).to_have_text("Actions")
    assert page.evaluate("window.same")  # by instant navigation, not by loading
    page.get_by_placeholder("Search").click()
    expect(page.locator(".md-search-result__meta")).to_contain_text("Type to start searching")
    page.get_by_placeholder("Search").press_sequentially("telephone")
    expect(page.locator(".md-search-result__item").first).to_contain_text("telephone")
    assert said == []

"""Every page of the samples for each kind of reader, loaded in every size. Run by `make soak` alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from als_plugin.vault import open_site

from ..browser.conftest import serve, unlock
from ..browser.test_samples import PHRASES, READERS, SIZES, origin, samples, wrong_in

__all__ = ["origin", "samples", "serve", "unlock"]

TWICE = (195, 422)
"""A phone on which text has twice its size."""


@pytest.mark.parametrize(("set_id", "name"), READERS)
def test_every_page_in_every_size(
    samples: Path, origin: str, browser: Browser, unlock: Callable[[Page, str], None], set_id: str, name: str  # noqa: F811
) -> None:
    phrase = PHRASES[set_id, name]
    site = open_site(lambda path: (samples / set_id / path).resolve().read_bytes(), phrase)
    pages = [path.removesuffix("index.html") for path in site.paths() if path.endswith("index.html")]
    assert wrong_in(browser, f"{origin}{set_id}/", phrase, unlock, [(path, [size]) for path in pages for size in (*SIZES, TWICE)]) == []

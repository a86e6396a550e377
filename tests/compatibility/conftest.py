"""The browser of the browser tests."""

from ..browser.conftest import browser, chromium_path, context, page, playwright, serve, unlock

__all__ = ["browser", "chromium_path", "context", "page", "playwright", "serve", "unlock"]

"""The devices and hosts of the browser tests."""

from ..browser.conftest import context, page, serve, unlock

__all__ = ["context", "page", "serve", "unlock"]

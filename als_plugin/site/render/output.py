"""What comes out of rendering, by either renderer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...vault import PageContent

__all__ = ["Rendered"]


@dataclass(frozen=True)
class Rendered:
    """A set's readable site: files by path, pages as they are or as skeleton and fill; which files come as they are from the
    theme's or our package; the theme's language; warnings; and what its pages may run (None: to be read from them)."""

    files: Mapping[str, bytes | PageContent]
    public: frozenset[str]
    language: str
    warnings: tuple[str, ...]
    csp: Mapping[str, Any] | None = None

    def data(self, path: str) -> bytes:
        """A file as a reader gets it."""
        content = self.files[path]
        return content.assembled() if isinstance(content, PageContent) else content

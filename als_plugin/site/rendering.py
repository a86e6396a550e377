"""Rendering as a build asks for it: by filling frames where that gives the same, by MkDocs where it does not."""

from __future__ import annotations

from .edition import Edition
from .fast.renderer import FastRenderer
from .fast.unfit import Unfit
from .pool import render_fresh
from .rendered import Rendered

__all__ = ["Renderer"]


class Renderer:
    """Renders editions of one organisation in this process, warm after the first; what MkDocs must render has a process of
    its own each."""

    def __init__(self, config_file: str, *, preview: bool, strict: bool) -> None:
        self._fast = FastRenderer(config_file, preview=preview)
        self._slow = {"config_file": config_file, "preview": preview, "strict": strict}

    def render(self, edition: Edition) -> Rendered:
        """The edition's readable site. Raises AlsError for a mistake in its pages (in strict mode for a warning too)."""
        try:
            return self._fast.render(edition)
        except Unfit:
            return render_fresh(edition=edition, **self._slow)

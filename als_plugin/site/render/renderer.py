"""Rendering as a build and a preview ask for it: by filling frames where that gives the same, by MkDocs where it does not."""

from __future__ import annotations

from collections.abc import Sequence

from ..sets.edition import Edition
from .frames.renderer import FrameRenderer
from .frames.unfit import Unfit
from .output import Rendered

__all__ = ["Renderer"]


class Renderer:
    """Renders editions of one organisation in this process, warm after the first; those that MkDocs must render have a process
    of their own each, so many at a time (`workers`; None: one a core). `shared` is a digest of everything that sets share, if
    what they have in common may be kept for the next build."""

    def __init__(self, config_file: str, *, strict: bool, workers: int | None = None, shared: str = "") -> None:
        self._config_file, self._strict, self._workers = config_file, strict, workers
        self._frames = FrameRenderer(config_file, shared=shared)
        self.cause: str | None = None
        """Why MkDocs had to render some of what was asked for last; None where it had not."""

    def render(self, editions: Sequence[Edition]) -> list[Rendered]:
        """The editions' readable sites. Raises AlsError for a mistake in a page (in strict mode for a warning too)."""
        self.cause = None
        made = [self._filled(edition) for edition in editions]
        if None not in made:
            return [rendered for rendered in made if rendered]
        from .with_mkdocs import render_all

        left = [edition for edition, rendered in zip(editions, made, strict=True) if rendered is None]
        by_mkdocs = iter(render_all(self._config_file, left, strict=self._strict, workers=self._workers))
        return [rendered or next(by_mkdocs) for rendered in made]

    def _filled(self, edition: Edition) -> Rendered | None:
        try:
            return self._frames.render(edition)
        except Unfit as unfit:
            self.cause = str(unfit)
            return None

"""Editions rendered side by side, each in a fresh process."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ..sets.edition import Edition
from ..workers.pool import Lost, cores, each
from .mkdocs_build import render
from .output import Rendered

__all__ = ["render_all"]


def render_all(
    config_file: str, editions: Sequence[Edition], *, strict: bool, workers: int | None = None
) -> list[Rendered]:
    """Render the editions, in their order, so many at a time (default: one a core). Raises what the first failing one raised.

    A process renders one edition and ends, so that no plugin carries anything from one set to the next.
    """
    do = partial(_numbered, config_file, strict)
    found: dict[int, Rendered] = {}
    for (number, edition), rendered in each(do, enumerate(editions), workers=workers or cores(), once=True):
        if isinstance(rendered, Lost):
            raise rendered.error(edition.set_id)
        found[number] = rendered
    return [found[number] for number in range(len(editions))]


def _numbered(config_file: str, strict: bool, item: tuple[int, Edition]) -> Rendered:
    return render(config_file, item[1], strict=strict)

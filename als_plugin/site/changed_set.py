"""One set of which records have changed, in a site that stands as it was otherwise: built without MkDocs being imported, as long as
what it is rendered with was kept."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from ..logs import heard, line
from .build.publish import Publication, Published, publish
from .build.request import Request, requested
from .changes.front_door import look_of_front, made_of, take_over_front
from .changes.last_build import State
from .changes.looks import Door, Looks, Standing, unchanged_sets
from .host.swap import alone, beside, swap
from .mkdocs.lock_look import look_of
from .sets.plan import listed, set_ids
from .sets.signing_key import parse_public, signing_key
from .workers.settling import seldom

__all__ = ["build_changed"]


def build_changed(
    config_file: Path, standing: Standing, door: Door, looks: Looks, request: Request, *, warn: Callable[[str], None]
) -> Path | None:
    """Build the set that has changed, and put the site in place; returns its folder. None where the whole build must see to it.

    Raises what the whole build raises: SetsFailed once all else is in place.
    """
    seldom()
    warnings: list[str] = []

    def hear(record: logging.LogRecord) -> None:
        warnings.append(line(record))
        if record.levelno < logging.ERROR:
            warn(warnings[-1])

    root, place = config_file.parent, standing.site
    with alone(place), requested(request), heard("als", hear):
        front = made_of(door.organisation, listed(root))
        before = State(place, str(place.resolve())).front
        if before is None or before.made != front or before.out != look_of_front(place):
            return None
        of = _publication(config_file, door, place)
        folder = beside(place)
        try:
            take_over_front(place, folder)
            published = publish(set_ids(root), of, folder, partly=False)
            with request.phases("move"):
                swap(folder, place)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        published.state.write(place, front=None if warnings else front)
    if published.failures:
        raise published.failed(place)
    _keep(looks, place, published, door, warnings)
    return place


def _publication(config_file: Path, door: Door, place: Path) -> Publication:
    """What is published, as it was the last time but for the set."""
    root, public = config_file.parent, parse_public(door.publisher, config_file.name)
    publisher = None
    if any((root / "sets" / each / "access.json").is_file() for each in set_ids(root)):
        publisher = signing_key(public, demo_file=root / door.demo_key if door.demo_key else None, place=config_file.name)
    return Publication(
        str(config_file), door.base, public, publisher, door.organisation, place, door.strict,
        passkeys=door.passkeys, look=look_of(door.name, door.colour, door.idle_minutes), stood=True,
    )


def _keep(looks: Looks, place: Path, published: Published, door: Door, warnings: list[str]) -> None:
    sets = None if warnings else unchanged_sets(published.state.new)
    if looks.shared and sets is not None:
        looks.keep(place, sets, door)

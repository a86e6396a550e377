"""What a site would hold if no set had any records: the measure by which an audit knows what is public anyway."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..client import shell
from ..records import SetRecord
from ..words import _, ngettext, speaking
from .build.request import Request
from .commands import build
from .mkdocs.lock_look import look_of, with_statement
from .mkdocs.run import settings
from .mkdocs.theme import base_path
from .sets.plan import access_of
from .workers.scratch import scratch

__all__ = ["public_files"]


def public_files(config_file: Path, records: Sequence[SetRecord]) -> dict[str, bytes]:
    """The front door as it is built without any set, and each set's lock screen, by path in the site.

    Made of docs/, mkdocs.yml, the theme and what ships with us; of the records, only the names of sets that are listed; of
    the grants, the numbers that every keyring shows. Raises AlsError where the front door cannot be built.
    """
    with scratch() as folder:
        site = build(config_file, Request(alone=True), site_dir=folder / "site")
        files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        config = settings(config_file)
        top, options = base_path(config), config.plugins["als"].config
        look = with_statement(look_of(options.name, options.colour, options.idle_minutes), site)
    for record in records:
        access = access_of(config_file.parent / "sets" / record.id, record.id)
        if access is None:
            continue
        with speaking(record.file.language):
            made = shell(
                base=f"{top}{record.id}/",
                name=record.file.name if record.file.listed else None,
                language=record.file.language,
                words=_,
                plurals=ngettext,
                set_id=access.set_id,
                publisher=access.first_publisher,
                passkeys=options.passkeys,
                look=look,
            )
        files.update({f"{record.id}/{path}": data for path, data in made.items()})
    return files

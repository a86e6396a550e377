"""One set as one view sees it, made ready for rendering: pages, attachments, facts. No MkDocs here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import AlsError
from ...pages import Handbook, facts, make_pages
from ...pages.text import attachment
from ...records import Kept, SetRecord, View, ledger, project
from ...words import _, speaking
from ..workers.timing import Phases

__all__ = ["GUIDE", "Edition", "edition", "sees_guides"]

GUIDE = "guide/"
"""Where the guidance lies in a set's site."""

_LINK = re.compile(r"(?:\]\(|\]:\s*|(?:href|src)=[\"'])(?:\.\./)?(files/[^)\s\"'>]+)")


@dataclass(frozen=True)
class Edition:
    """Everything that one view of a set is rendered from. `base` is the set's address on its host, such as `/riverside/`."""

    set_id: str
    name: str
    language: str
    timezone: str
    view: View
    handbook: Handbook
    facts: dict[str, Any]
    own_pages: dict[str, str]
    """The set's own pages: Markdown by path, `pages/our-room.md`."""
    attachments: dict[str, Path]
    """Files that records and own pages link to, by path in the site."""
    base: str

    @property
    def site_url(self) -> str:
        """The address that MkDocs is told. Only its path matters: the host is not known here, nor needed."""
        return f"http://localhost{self.base}"


def edition(
    record: SetRecord, view: View, folder: Path, today: dt.date, base: str, phases: Phases | None = None,
    not_invited: Sequence[str] = (), kept: Kept | None = None,
) -> Edition:
    """Project the record to the view, and make all that follows from it; `phases` takes the time, `not_invited` has the ids of who
    has no passphrase yet, `kept` what was made of this view before. Raises AlsError for an attachment that is not there."""
    phases, kept = phases or Phases(), kept or Kept()
    kept.begin()
    with phases("project"), speaking(record.file.language):
        projected = project(record, view, today=today, kept=kept)
        book = ledger(projected, view, today=today, kept=kept)
    with phases("pages"), speaking(record.file.language):
        handbook = make_pages(book, view, not_invited, kept)
        own_pages = {path: _read(folder, path, record.id) for path in record.pages}
        links = [link for text in own_pages.values() for link in _LINK.findall(text)]
        # What names no file of the set's is looked for as it stands, and found missing.
        linked = {*handbook.attachments, *(attachment(link) or link for link in links)}
        return Edition(
            set_id=record.id,
            name=record.file.name,
            language=record.file.language,
            timezone=record.file.timezone,
            view=view,
            handbook=handbook,
            facts={**facts(book, view), "sets": {"listed": ""}},
            own_pages=own_pages,
            attachments={path: _attachment(folder, path, record) for path in sorted(linked)},
            base=base,
        )


def sees_guides(edition: Edition) -> bool:
    """Whether this edition's readers look after the set: the facilitator, or all where nobody else does."""
    return edition.view.audience == "facilitator" or bool(edition.facts["set"]["self_facilitated"])


def _read(folder: Path, path: str, set_id: str) -> str:
    try:
        return (folder / path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AlsError(f"sets/{set_id}/{path}", _("this page cannot be read as UTF-8 text"), _("save it as UTF-8")) from error


def _attachment(folder: Path, path: str, record: SetRecord) -> Path:
    """The file on disk; never one outside the set's `files/`, not even through a link."""
    file = (folder / path).resolve()
    if not file.is_file() or not file.is_relative_to((folder / "files").resolve()):
        raise AlsError(
            f"sets/{record.id}/{path}",
            _("a record or page links to this file, but it is not there"),
            _("put it there, or change the link; the files are: {names}").format(names=", ".join(record.files) or _("none")),
        )
    return file

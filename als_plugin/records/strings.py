"""Every text of a set's record that a public file must not hold: what a leak audit searches for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from .model import SetRecord

__all__ = ["strings_of"]

# Choices, settings and references: words of the program, or ids that are listed where they are defined. A new field
# is text until it stands here, so that none is forgotten.
NOT_TEXT = frozenset({
    "status", "outcome", "record", "speaks", "process", "airtime", "timezone", "language",
    "facilitator", "timekeeper", "present", "part", "apologies", "absent", "member", "presenter", "owner", "with_",
    "by", "action", "record_keeper", "replies",
})
LINES = frozenset({"name", "contact", "headline", "topic", "where", "link", "cancelled", "stage", "guests", "id"})
MARKUP = re.compile(
    r"\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"  # the target of a link
    r"|[\r\n\t|*_`~\[\]<>#\\]+"
    r"|(?<=[.!?…:;])\s+"
    r"|^\s*(?:[-+]|\d+[.)])\s+",
    re.MULTILINE,
)
TARGET = re.compile(r"\]\(\s*<?([^)\s>]+)")
SHORTEST = 8
"""Runs of fewer characters, cut out of a longer text, say nothing by themselves and stand in any book."""


def strings_of(record: SetRecord, folder: Path | None = None) -> list[str]:
    """All texts of the record worth searching for, each once, sorted.

    Names, contacts, headlines and other lines whole; of each Markdown field its sentences, cut where markup would part
    them in a page; ids of people, actions' full ids that somebody chose, names of attachments and pages. With the set's
    `folder`, also the sentences of its own pages. The caller leaves out what stands in public inputs.
    """
    found = set[str]()
    _collect(record.file, found)
    for stem, session in record.sessions.items():
        _collect(session, found)
        made = (*session.actions, *(action for turn in session.turns for action in turn.actions))
        found.update(f"{stem}/{action.id}" for action in made if action.id)
    for path in (*record.files, *record.pages):
        found.add(path.split("/", 1)[-1])
    if folder is not None:
        for path in record.pages:
            found.update(_sentences((folder / path).read_text(encoding="utf-8", errors="replace")))
    return sorted(text for text in found if len(text) > 1)


def _collect(model: BaseModel, found: set[str]) -> None:
    """Add the texts of a model and of all below it."""
    for name in type(model).model_fields:
        _add(name, getattr(model, name), found)


def _add(name: str, value: object, found: set[str]) -> None:
    # Most are texts, and to find out whether something is a model takes longest.
    if isinstance(value, str):
        if name in LINES:
            found.add(" ".join(value.split()))
        elif name not in NOT_TEXT:
            found.update(_sentences(value))
    elif isinstance(value, tuple):
        for each in value:
            _add(name, each, found)
    elif value is not None and isinstance(value, BaseModel):
        _collect(value, found)


def _sentences(text: str) -> Iterator[str]:
    """The runs of words that a page holds unbroken, and what its links point to."""
    if "](" in text:
        yield from (match[1] for match in TARGET.finditer(text) if len(match[1]) >= SHORTEST)
    for run in MARKUP.split(text):
        run = run.strip(" \"'()")
        if len(run) >= SHORTEST and any(map(str.isalpha, run)):
            yield run

"""`als purge`: what the set's retention asks to go, shown and then removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import click

from ..errors import AlsError
from ..words import _
from .listening import warnings_of
from .organisation import config_file_option, find
from .output import json_option, say, say_json

if TYPE_CHECKING:
    from ..records import SetRecord

__all__ = ["purge"]


@click.command(
    short_help=_("Remove the sessions whose time is over."),
    help=_(
        "Show which sessions of the set are past the time for which it keeps its records; with --yes, remove what was said in "
        "them. Of each its date and some counts remain, so that the numbers of other sessions still add up. Attachments that "
        "only they link to go too.\n\n"
        "\b\nExample:\n  als purge harbour\n  als purge harbour --yes"
    ),
)
@click.argument("set_id", metavar="SET")
@click.option("--yes", is_flag=True, help=_("Remove it, for good."))
@json_option
@config_file_option
def purge(set_id: str, yes: bool, as_json: bool, config_file: str | None) -> None:
    from ..desk.undo import forget
    from ..files import write_whole
    from ..records import load_set, today_in
    from ..records.purge import expired_sessions, purged_text

    organisation = find(config_file)
    folder = organisation.set_folder(set_id)
    with warnings_of("als"):
        record = load_set(folder, shown=organisation.shown(folder), expired="warn")
    expired = expired_sessions(record, today=today_in(record.file.timezone))
    files = _left_alone(record, folder, set(expired))
    if yes:
        # As long as a session links to them, they are found again where this ends half-way.
        for path in files:
            with _or_again(set_id, path):
                (folder / path).unlink(missing_ok=True)
        for stem in expired:
            with _or_again(set_id, f"sessions/{stem}.yml"):
                write_whole(folder / "sessions" / f"{stem}.yml", purged_text(record.sessions[stem]))
        forget(organisation.root, set_id)
    sessions = [{"path": f"sets/{set_id}/sessions/{stem}.yml", "kept_until": str(end)} for stem, end in sorted(expired.items())]
    paths = [f"sets/{set_id}/{path}" for path in files]
    if as_json:
        say_json({"sessions": sessions, "files": paths, "removed": yes})
    elif not sessions:
        say(_("Nothing in {set} is past its time.").format(set=set_id))
    else:
        _tell(set_id, sessions, paths, removed=yes)


@contextmanager
def _or_again(set_id: str, path: str) -> Iterator[None]:
    """Says of a file that cannot be removed how to go on: what is gone is gone, and the rest is found again."""
    try:
        yield
    except OSError as error:
        problem = _("cannot be removed ({reason})").format(reason=error.strerror or error)
        remedy = _("close it where it is open, or see to its rights, then run the same command again")
        raise AlsError(f"sets/{set_id}/{path}", problem, remedy) from None


def _tell(set_id: str, sessions: list[dict[str, str]], files: list[str], *, removed: bool) -> None:
    for each in sessions:
        words = _("{path}: emptied, was to be kept until {date}") if removed else _("{path}: was to be kept until {date}")
        say(words.format(path=each["path"], date=each["kept_until"]))
    words = _("{path}: deleted, nothing links to it any more") if removed else _("{path}: no other record or page links to it")
    for path in files:
        say(words.format(path=path))
    if not removed:
        say(_("Nothing was changed. To remove it for good: als purge {set} --yes").format(set=set_id))
        return
    say(_("The published site has it until you build and publish again: als build {set}").format(set=set_id))
    say(_("Git keeps the old text in its history, and so does every copy of the repository. Where it must go from there too, "
          "the history has to be rewritten (git filter-repo does that)."))


def _left_alone(record: SetRecord, folder: Path, expired: set[str]) -> list[str]:
    """The attachments that sessions past their time link to, and nothing else does."""
    going = [text for stem in expired for text in _texts(record.sessions[stem].model_dump())]
    staying = [text for stem, session in record.sessions.items() if stem not in expired for text in _texts(session.model_dump())]
    staying += _texts(record.file.model_dump())
    staying += [(folder / page).read_text(encoding="utf-8", errors="replace") for page in record.pages]
    return [path for path in record.files if _linked(path, going) and not _linked(path, staying)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)


def _linked(path: str, texts: list[str]) -> bool:
    """Whether a text names this file, as it is or percent-encoded; a longer name that begins alike is another file."""
    name = re.compile(re.escape(path) + r"(?!\w|[.-]\w)")
    return any(name.search(text) or name.search(unquote(text)) for text in texts)

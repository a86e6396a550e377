"""`als record add`: a session's file brought in, as a draft, and nothing written over that was not named."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..errors import AlsError
from ..words import _
from .listening import warnings_of
from .organisation import config_file_option, find
from .output import say, warn

__all__ = ["add"]


@click.command(
    short_help=_("Bring in a session's file, as a draft."),
    help=_(
        "Bring in a session's file that was saved elsewhere, by the run-sheet say; - reads it from standard input. It becomes a "
        "draft, and nothing that is there is overwritten: a second session on a day gets a letter after its date. Where there is "
        "a draft of that day, as als new session makes it, say whether the file takes its place or is a second session.\n\n"
        "\b\nExample:\n  als record add harbour ~/Downloads/2026-01-14.yml\n  als record add harbour ~/Downloads/2026-01-14.yml --replace"
    ),
)
@click.argument("set_id", metavar="SET")
@click.argument("file", metavar="FILE")
@click.option("--replace", is_flag=True, help=_("Put it in the place of the draft of that day. What stood there can be taken back with Undo in als desk."))
@click.option("--beside", is_flag=True, help=_("Keep the draft of that day; this is a second session."))
@config_file_option
def add(set_id: str, file: str, replace: bool, beside: bool, config_file: str | None) -> None:
    from ..desk.organisation import Desk
    from ..desk.undo import keep
    from ..files import write_all
    from ..records import counted_actions, load_set, with_ids
    from ..records.arriving import arriving
    from ..records.splice import Put, splice

    if replace and beside:
        raise AlsError("--replace", _("does not go with --beside"), _("leave one of them away"))
    organisation = find(config_file)
    folder = organisation.set_folder(set_id)
    shown = organisation.shown(folder)
    data = _read(file)
    session = arriving(data, file)
    stem, before = _place(folder / "sessions", shown, file, session.date.isoformat(), data, replace=replace, beside=beside)
    if session.status != "draft":
        data = splice(data, [Put(("status",), "draft")], shown=file)
    told = {report.action for report in session.reports if report.action}
    counted = [each for each in counted_actions(folder, shown, told) if each.full in told and each.stem != stem]
    ids = with_ids(folder, shown, counted)
    with warnings_of("als") as warnings:
        load_set(folder, shown=shown, expired="warn", instead={stem: data, **{path.stem: text for path, text in ids.items()}})
    if before is not None:
        keep(Desk(organisation.config_file), set_id, stem, before)
    (folder / "sessions").mkdir(exist_ok=True)
    written = {folder / "sessions" / f"{stem}.yml": data, **ids}
    write_all({path: text.decode("utf-8") for path, text in written.items()})
    warn(line for line in warnings if f"{stem}.yml" in line)
    for action in counted:
        say(_("An id was written at the action {full}, so that a report-back stays with it: {do}").format(
            full=action.full, do=" ".join(action.do.split())))
    if stem != session.date.isoformat() and before is None:
        say(_("There is a session on that day already ({first}), so this is a second one.").format(first=session.date))
    words = _("Written, as a draft, in the place of what stood there: {path}") if before is not None else _("Written, as a draft: {path}")
    say(words.format(path=f"{shown}/sessions/{stem}.yml"))
    say(_("When it is as it should be: als record publish {set} {session}").format(set=set_id, session=stem))


def _place(folder: Path, shown: str, file: str, date: str, data: bytes, *, replace: bool, beside: bool) -> tuple[str, bytes | None]:
    """The stem under which a session that arrives is written, and the draft in whose place it goes, if it goes into one's."""
    from ..records.arriving import free_stem

    there = {path.stem: path.read_bytes() for path in folder.glob("*.yml")}
    that_day = sorted(stem for stem in there if stem[:10] == date)
    for stem in that_day:
        if there[stem] == data:
            raise AlsError(f"{shown}/sessions/{stem}.yml", _("is this file already"), _("nothing was written, and nothing is missing"))
    drafts = [stem for stem in that_day if _is_draft(there[stem], f"{shown}/sessions/{stem}.yml")]
    # The run-sheet gives its file the name of the draft that it was meant for.
    named = Path(file).stem
    meant = [named] if named in drafts else drafts
    if replace:
        if len(meant) != 1:
            problem = _("there is no draft of {date}").format(date=date) if not meant else _("there are several drafts of {date}").format(date=date)
            remedy = _("leave --replace out") if not meant else _("name the file like one of them: {names}").format(names=", ".join(f"{each}.yml" for each in meant))
            raise AlsError(file, problem, remedy)
        return meant[0], there[meant[0]]
    if meant and not beside:
        raise AlsError(
            f"{shown}/sessions/{meant[0]}.yml", _("is a draft of that day already, and {file} is another").format(file=file),
            _("--replace puts the new file in its place, --beside makes it a second session of that day"),
        )
    return free_stem(date, there), None


def _is_draft(data: bytes, shown: str) -> bool:
    from ..records.arriving import arriving

    try:
        return arriving(data, shown).status == "draft"
    except AlsError:
        return False


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise AlsError(file, _("cannot be read ({reason})").format(reason=error.strerror), _("give the path of a session's file")) from None

"""A session's file that was saved elsewhere, by the run-sheet say: it becomes a draft, and takes no draft's place unasked."""

from __future__ import annotations

from pathlib import Path

from ...errors import AlsError
from ...logs import heard
from ...records import CountedAction, Put, Session, counted_actions, load_set, splice, with_ids
from ...records.arriving import arriving, free_stem
from ...words import _, ngettext
from .draft import Draft, Row

__all__ = ["DraftThere", "is_session", "planned_session"]


class DraftThere(AlsError):
    """There is a draft of that day, `stem`; whoever asked says whether the file takes its place."""

    def __init__(self, shown: str, stem: str, file: str) -> None:
        self.stem = stem
        super().__init__(
            f"{shown}/sessions/{stem}.yml", _("is a draft of that day already, and {file} is another").format(file=file),
            _("--replace puts the new file in its place, --beside makes it a second session of that day"),
        )


def is_session(name: str) -> bool:
    """Whether a file is to be read as a session's."""
    return name.lower().endswith((".yml", ".yaml"))


def planned_session(folder: Path, data: bytes, file: str, *, replace: bool = False, beside: bool = False) -> Draft:
    """The draft of one session's file, with the ids written that its report-backs need. Raises AlsError: DraftThere where there is a
    draft of that day and neither `replace` nor `beside` was said."""
    shown = f"sets/{folder.name}"
    session = arriving(data, file)
    stem, before = _place(folder / "sessions", shown, file, session.date.isoformat(), data, replace=replace, beside=beside)
    if session.status != "draft":
        data = splice(data, [Put(("status",), "draft")], shown=file)
    told = {report.action for report in session.reports if report.action}
    counted = [each for each in counted_actions(folder, shown, told) if each.full in told and each.stem != stem]
    ids = with_ids(folder, shown, counted)
    warnings: list[str] = []
    with heard("als", lambda record: warnings.append(record.getMessage())):
        load_set(folder, shown=shown, expired="warn", instead={stem: data, **{path.stem: text for path, text in ids.items()}})
    path = folder / "sessions" / f"{stem}.yml"
    files = {path: data, **ids}
    return Draft(
        rows=(Row(session.date.isoformat(), f"{shown}/sessions/{stem}.yml", _words(session)),),
        told=(*_notes(session, stem, counted, second=before is None), *(line for line in warnings if f"{stem}.yml" in line)), files=files,
        before={each: before if each == path else each.read_bytes() for each in files},
        shown={each: f"{shown}/sessions/{each.name}" for each in files},
    )


def _words(session: Session) -> str:
    turns, actions = len(session.turns), len(session.actions) + sum(len(each.actions) for each in session.turns)
    return ", ".join((
        ngettext("{n} turn", "{n} turns", turns).format(n=turns), ngettext("{n} action", "{n} actions", actions).format(n=actions),
        ngettext("{n} report-back", "{n} report-backs", len(session.reports)).format(n=len(session.reports)),
    ))


def _notes(session: Session, stem: str, counted: list[CountedAction], *, second: bool) -> list[str]:
    ids = _("An id was written at the action {full}, so that a report-back stays with it: {do}")
    notes = [ids.format(full=each.full, do=" ".join(each.do.split())) for each in counted]
    if second and stem != session.date.isoformat():
        notes.append(_("There is a session on that day already ({first}), so this is a second one.").format(first=session.date))
    return notes


def _place(folder: Path, shown: str, file: str, date: str, data: bytes, *, replace: bool, beside: bool) -> tuple[str, bytes | None]:
    """The stem under which a session that arrives is written, and the draft in whose place it goes, if it goes into one's."""
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
        raise DraftThere(shown, meant[0], file)
    return free_stem(date, there), None


def _is_draft(data: bytes, shown: str) -> bool:
    try:
        return arriving(data, shown).status == "draft"
    except AlsError:
        return False

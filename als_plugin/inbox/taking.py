"""Taking replies in: merged, checked as a whole, and only then written."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from platformdirs import user_state_path

from ..errors import AlsError
from ..files import lock, write_all
from ..records.taken import INBOX, Inbox, Taken, read_inbox
from ..words import _
from .keeper import Keeper
from .kinds import Misfit
from .merging import Desk, merge
from .reading import Item, copies, read_waiting

__all__ = ["Outcome", "drop", "keep_waiting", "take", "tried"]

log = logging.getLogger("als.inbox")


@dataclass(frozen=True)
class Outcome:
    """What became of a reply: `file` is the file that it went into (None: none was changed), `words` say what was done, or
    why it was not taken."""

    item: Item
    taken: bool
    words: str
    file: str | None = None


def keep_waiting(keeper: Keeper, items: Sequence[Item]) -> None:
    """Keep replies, sealed as they came, until they are taken in."""
    with _alone(keeper):
        known = keeper.inbox
        inbox = known.with_waiting((one.id, one.sealed) for one in items if not known.was_taken(one.id, one.person))
        if inbox != keeper.inbox:
            write_all({keeper.folder / INBOX: inbox.text()})
            keeper.inbox = inbox


def drop(keeper: Keeper, marks: set[str]) -> None:
    """Let the replies of these marks wait no more: they are not taken in, and what they say is forgotten."""
    with _alone(keeper):
        inbox = keeper.inbox.without(copies(keeper, marks))
        if inbox != keeper.inbox:
            write_all({keeper.folder / INBOX: inbox.text()})
            keeper.inbox = inbox


def tried(keeper: Keeper, items: Sequence[Item]) -> list[Outcome]:
    """What would become of each reply, were all of them taken in. Nothing is written."""
    return _merged(keeper, items, named=True)[0]


def take(keeper: Keeper, items: Sequence[Item], *, named: bool = True) -> list[Outcome]:
    """Take replies in. Either all files are written or none; what does not fit is left out, with the reason. `named`: whether
    each of them was chosen, and not simply all that waited."""
    with _alone(keeper):
        done = {one.mark for one in items if keeper.inbox.was_taken(one.id, one.person)}
        outcomes, files = _merged(keeper, [one for one in items if one.mark not in done], named=named)
        taken = [one.item for one in outcomes if one.taken]
        if taken:
            gone = {one.sealed for one in taken} | copies(keeper, {one.mark for one in taken})
            inbox = keeper.inbox.after((_taken(keeper, one) for one in taken), gone)
            _write(keeper, files, inbox)
            keeper.inbox = inbox
    return [*outcomes, *(Outcome(one, False, _("it was taken in before")) for one in items if one.mark in done)]


def _taken(keeper: Keeper, item: Item) -> Taken:
    return Taken(keeper.today, item.id, item.person, item.kind, item.content["digest"] if item.wants_changes else "")


def _wanted(keeper: Keeper, items: Sequence[Item]) -> set[tuple[str, str]]:
    """Who wants something changed in which text of their turn: it goes before their agreement to it, whichever comes first."""
    asked = [one for one in (*items, *read_waiting(keeper)) if isinstance(one, Item) and one.wants_changes]
    return {(one.person, one.held) for one in keeper.inbox.taken if one.held} | {(one.person, one.content["digest"]) for one in asked}


@contextmanager
def _alone(keeper: Keeper) -> Iterator[None]:
    """Nobody else on this computer changes the set's inbox inside the block, in which it is as it stands on the disk now."""
    mark = hashlib.sha256(str(keeper.folder.resolve()).encode(errors="surrogateescape")).hexdigest()[:24]
    with lock(user_state_path("als") / "inbox" / f"{mark}.lock"):
        keeper.inbox = read_inbox(keeper.folder, keeper.shown)
        yield


def _merged(keeper: Keeper, items: Sequence[Item], *, named: bool) -> tuple[list[Outcome], dict[str, bytes]]:
    """What becomes of each reply, and the files that come of it: checked together, and in ever smaller parts where they do not fit."""
    laying = _Laying(keeper, _wanted(keeper, items), named)
    outcomes, files, problem = laying.laid(_in_order(items))
    if problem:
        outcomes, files, _none = laying.laid(laying.fitting([], _in_order(items)))
    known = {one.item.mark: one for one in outcomes}
    return [known.get(one.mark) or Outcome(one, False, laying.why[one.mark]) for one in items], files


def _in_order(items: Sequence[Item]) -> list[Item]:
    """Files that come whole go first: what others say belongs into the latest."""
    return sorted(items, key=lambda one: one.kind != "record")


class _Laying:
    """Replies laid into the records as they were read; `why` has the reason for each that does not fit beside the others."""

    def __init__(self, keeper: Keeper, wanted: set[tuple[str, str]], named: bool) -> None:
        self._keeper, self._wanted, self._named = keeper, wanted, named
        self.why: dict[str, str] = {}

    def fitting(self, before: list[Item], items: list[Item]) -> list[Item]:
        """Those that fit in beside the ones `before`, which do."""
        if not items:
            return before
        problem = self.laid([*before, *items])[2]
        if not problem:
            return [*before, *items]
        if len(items) == 1:
            self.why[items[0].mark] = problem
            return before
        half = len(items) // 2
        return self.fitting(self.fitting(before, items[:half]), items[half:])

    def laid(self, items: Sequence[Item]) -> tuple[list[Outcome], dict[str, bytes], str]:
        """What each reply would do, the files that come of all of them, and why these cannot be written ("" where they can)."""
        keeper = self._keeper
        desk = Desk(keeper.record, keeper.sources, keeper.today, self._wanted, self._named)
        outcomes = []
        for item in items:
            found: tuple[str | None, str] = None, ""
            with _heard() as problems:
                found = merge(desk, item)
            stem, words = found
            said = "; ".join(each for each in (problems.why or words, item.remark) if each)
            outcomes.append(Outcome(item, not problems.why, said, f"{keeper.shown}/sessions/{stem}.yml" if stem else None))
        files: dict[str, bytes] = {}
        with _heard() as problems:
            files = desk.finish()
            if files:
                keeper.checked(files)
        return outcomes, files, problems.why


@dataclass
class _Problems:
    why: str = ""


@contextmanager
def _heard() -> Iterator[_Problems]:
    """Why what is done inside the block cannot be done ("" where it can). One reply must never be in the way of all others, so
    this holds for what nobody has thought of too."""
    problems = _Problems()
    try:
        yield problems
    except Misfit as misfit:
        problems.why = str(misfit)
    except AlsError as error:
        problems.why = " ".join(str(error).split())
    except Exception as error:
        log.debug("a reply could not be laid in", exc_info=error)
        problems.why = _("it is written in a way that cannot be laid into the record")


def _sources(keeper: Keeper) -> dict[str, bytes]:
    return {stem: (keeper.folder / "sessions" / f"{stem}.yml").read_bytes() for stem in keeper.record.sessions}


def _write(keeper: Keeper, files: Mapping[str, bytes], inbox: Inbox) -> None:
    now = _sources(keeper)
    if now != keeper.sources:
        raise AlsError(keeper.shown, _("its records were changed while replies were taken in"), _("nothing was written; try again"))
    texts = {keeper.folder / "sessions" / f"{stem}.yml": data.decode() for stem, data in sorted(files.items())}
    write_all({**texts, keeper.folder / INBOX: inbox.text()})

"""Taking replies in: merged, checked as a whole, and only then written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from platformdirs import user_state_path

from ..errors import AlsError
from ..files import lock, write_all
from ..records.taken import INBOX, Inbox, Taken, read_inbox
from ..words import _
from .keeper import Keeper, loaded
from .kinds import Misfit
from .merging import Desk, merge
from .reading import Item

__all__ = ["Outcome", "keep_waiting", "take", "tried"]


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
        inbox = keeper.inbox.with_waiting((one.id, one.sealed) for one in items)
        if inbox != keeper.inbox:
            write_all({keeper.folder / INBOX: inbox.text()})
            keeper.inbox = inbox


def tried(keeper: Keeper, items: Sequence[Item]) -> list[Outcome]:
    """What would become of each reply, were all of them taken in. Nothing is written."""
    return _merged(keeper, items)[0]


def take(keeper: Keeper, items: Sequence[Item]) -> list[Outcome]:
    """Take replies in, in this order. Either all files are written or none; what does not fit is left out, with the reason."""
    with _alone(keeper):
        before = {one.id for one in keeper.inbox.taken}
        outcomes, files = _merged(keeper, [one for one in items if one.id not in before])
        done = [Taken(keeper.today, one.item.id, one.item.person, one.item.kind) for one in outcomes if one.taken]
        if done:
            inbox = keeper.inbox.after(done)
            _write(keeper, files, inbox)
            keeper.inbox = inbox
    return [*outcomes, *(Outcome(one, False, _("it was taken in before")) for one in items if one.id in before)]


@contextmanager
def _alone(keeper: Keeper) -> Iterator[None]:
    """Nobody else on this computer changes the set's inbox inside the block, in which it is as it stands on the disk now."""
    mark = hashlib.sha256(str(keeper.folder.resolve()).encode(errors="surrogateescape")).hexdigest()[:24]
    with lock(user_state_path("als") / "inbox" / f"{mark}.lock"):
        keeper.inbox = read_inbox(keeper.folder, keeper.shown)
        yield


def _merged(keeper: Keeper, items: Sequence[Item]) -> tuple[list[Outcome], dict[str, bytes]]:
    """What becomes of each reply, and the files that come of it: checked together, and in ever smaller parts where they do not fit."""
    why: dict[str, str] = {}
    outcomes, files, problem = _laid(keeper, _in_order(items))
    if problem or _problems(keeper, files):
        outcomes, files, _none = _laid(keeper, _fitting(keeper, [], _in_order(items), why))
    known = {one.item.id: one for one in outcomes}
    return [known.get(one.id) or Outcome(one, False, why[one.id]) for one in items], files


def _fitting(keeper: Keeper, before: list[Item], items: list[Item], why: dict[str, str]) -> list[Item]:
    """Those that fit in beside the ones `before`, which do; `why` is told the reason for each of the others."""
    if not items:
        return before
    _outcomes, files, problem = _laid(keeper, [*before, *items])
    if not (problem := problem or _problems(keeper, files)):
        return [*before, *items]
    if len(items) == 1:
        why[items[0].id] = problem
        return before
    half = len(items) // 2
    return _fitting(keeper, _fitting(keeper, before, items[:half], why), items[half:], why)


def _in_order(items: Sequence[Item]) -> list[Item]:
    """Files that come whole go first: what others say belongs into the latest."""
    return sorted(items, key=lambda one: one.kind != "record")


def _laid(keeper: Keeper, items: Sequence[Item]) -> tuple[list[Outcome], dict[str, bytes], str]:
    """What each reply would do, the files that come of all of them, and why these cannot be written ("" where they can)."""
    desk = Desk(keeper.record, keeper.sources, keeper.today)
    outcomes = []
    for item in items:
        try:
            stem, words = merge(desk, item)
            outcomes.append(Outcome(item, True, words, f"{keeper.shown}/sessions/{stem}.yml" if stem else None))
        except Misfit as misfit:
            outcomes.append(Outcome(item, False, str(misfit)))
        except AlsError as error:
            outcomes.append(Outcome(item, False, " ".join(str(error).split())))
    try:
        return outcomes, desk.finish(), ""
    except AlsError as error:
        return outcomes, {}, " ".join(str(error).split())


def _sources(keeper: Keeper) -> dict[str, bytes]:
    return {stem: (keeper.folder / "sessions" / f"{stem}.yml").read_bytes() for stem in keeper.record.sessions}


def _problems(keeper: Keeper, files: Mapping[str, bytes]) -> str:
    """What als check would say to the records with these files; "" where nothing."""
    if not files:
        return ""
    try:
        loaded(keeper.folder, keeper.shown, instead=files)
    except AlsError as error:
        return " ".join(str(error).split())
    return ""


def _write(keeper: Keeper, files: Mapping[str, bytes], inbox: Inbox) -> None:
    now = _sources(keeper)
    if now != keeper.sources:
        raise AlsError(keeper.shown, _("its records were changed while replies were taken in"), _("nothing was written; try again"))
    texts = {keeper.folder / "sessions" / f"{stem}.yml": data.decode() for stem, data in sorted(files.items())}
    write_all({**texts, keeper.folder / INBOX: inbox.text()})

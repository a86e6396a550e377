"""A set's inbox on the desk: replies pasted or dropped, shown before they are taken, and taken as `als inbox` takes them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from ..errors import AlsError
from ..inbox import Item, Keeper, Outcome, Refused, drop, keep_waiting, read_replies, read_waiting, take, tried
from ..records import View, ledger
from ..records.turn_text import struck_out, turn_text
from ..words import _
from .answers import told
from .organisation import Desk

__all__ = ["Inboxes"]

_OPEN_FOR = 600.0


class Inboxes:
    """The inboxes that are open: each by somebody's key, which goes ten minutes after it was last used."""

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk, self._clock = desk, clock
        self._open: dict[str, tuple[Keeper, float]] = {}
        self._lock = threading.Lock()

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route("/api/inbox/{set_id}", told(self.shown)),
            Route("/api/inbox/{set_id}", told(self.act), methods=["POST"]),
        ]

    def shown(self, request: Request) -> dict[str, Any]:
        """What waits; how many, where nobody has opened the inbox."""
        set_id = request.path_params["set_id"]
        with self._lock:
            keeper = self._keeper(set_id)
            return _inside(set_id, keeper) if keeper else self._closed(set_id)

    def act(self, request: Request, given: dict[str, Any]) -> dict[str, Any]:
        """Open or lock an inbox, let replies wait that stand in a text, or take some in."""
        set_id, what = request.path_params["set_id"], given.get("do")
        folder = self._desk.folder(set_id)
        with self._lock:
            if what == "lock":
                self._open.pop(set_id, None)
                return self._closed(set_id)
            if what == "open":
                keeper = Keeper.of(folder, f"sets/{set_id}", str(given.get("passphrase", "")))
                self._open[set_id] = keeper, self._clock()
                return _inside(set_id, keeper)
            found = self._keeper(set_id)
            if found is None:
                raise AlsError(f"sets/{set_id}", _("the inbox is locked"), _("open it with your passphrase"))
            if what == "read":
                came = list(read_replies(found, str(given.get("text", ""))))
                keep_waiting(found, _items(came))
                return {**_inside(set_id, found, came), "came": len(came)}
            wanted = {str(each) for each in given.get("ids", [])}
            if what == "drop":
                drop(found, wanted)
                return _inside(set_id, found)
            outcomes = take(found, [one for one in _items(read_waiting(found)) if one.mark in wanted], named=len(wanted) == 1)
            self._open[set_id] = found.again(), self._clock()
            done = [_told(found, one, {}) for one in outcomes]
            return {**_inside(set_id, self._open[set_id][0]), "done": done}

    def _keeper(self, set_id: str) -> Keeper | None:
        """Who has opened the inbox, over the records as they are now."""
        self._open = {name: each for name, each in self._open.items() if self._clock() - each[1] < _OPEN_FOR}
        if set_id not in self._open:
            return None
        keeper = self._open.pop(set_id)[0].again()
        self._open[set_id] = keeper, self._clock()
        return keeper

    def _closed(self, set_id: str) -> dict[str, Any]:
        inbox = Keeper.expected(self._desk.folder(set_id), f"sets/{set_id}")
        return {"id": set_id, "name": self._desk.name(set_id), "open": False, "number": len(inbox.waiting)}


def _inside(set_id: str, keeper: Keeper, came: Sequence[Item | Refused] = ()) -> dict[str, Any]:
    waiting = read_waiting(keeper)
    actions = {each.id: each.do for each in ledger(keeper.record, View("facilitator"), today=keeper.today).actions}
    here = {reply for _id, reply in keeper.inbox.waiting}
    refused = {one.mark or str(number): one for number, one in enumerate((*came, *waiting)) if isinstance(one, Refused)}
    return {
        "id": set_id, "name": keeper.record.file.name, "open": True, "keeper": _name(keeper, keeper.person),
        "number": len(keeper.inbox.waiting),
        "waiting": [_told(keeper, one, actions) for one in tried(keeper, _items(waiting))],
        "refused": [
            {
                "id": one.mark, "kind": one.kind, "name": _name(keeper, one.person) if one.person else None, "why": one.why,
                "waits": one.sealed in here,
            }
            for one in refused.values()
        ],
    }


def _items(read: Sequence[Item | Refused]) -> list[Item]:
    found = {one.mark: one for one in read if isinstance(one, Item)}
    return list(found.values())


def _told(keeper: Keeper, outcome: Outcome, actions: dict[str, str]) -> dict[str, Any]:
    item = outcome.item
    content = {name: value if isinstance(value, (str, int, list)) else str(value) for name, value in item.content.items()}
    return {
        "id": item.mark, "build": item.build.isoformat(), "name": _name(keeper, item.person), "kind": item.kind, "content": content,
        "about": actions.get(str(item.content.get("action"))), "struck": _struck(keeper, item),
        "fits": outcome.taken, "words": outcome.words,
        "stem": outcome.file.rpartition("/")[2].removesuffix(".yml") if outcome.file else None,
    }


def _struck(keeper: Keeper, item: Item) -> list[str]:
    """The passages that a presenter struck out of their turn, as they read."""
    content = item.content
    found = []
    for each in content.get("struck", ()):
        try:
            turn = json.loads(turn_text(keeper.record, content["session"], content["turn"]))
            found.append(struck_out(turn, each["path"], each["offset"], each["length"])[1])
        except (KeyError, IndexError, TypeError, ValueError):
            found.append(_("a passage that is not there any more"))
    return found


def _name(keeper: Keeper, person: str) -> str:
    known = keeper.record.file.people.get(person)
    return known.name if known else person

"""Replies that are written to do harm: none is in the way of the others, says what its sender may not, or hides what it does."""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from typing import Any

import pytest
import yaml

from als_plugin.inbox import Item, Keeper, Outcome, Refused, drop, keep_waiting, read_replies, read_waiting, take, tried
from als_plugin.records.taken import read_inbox
from als_plugin.vault import Access
from als_plugin.vault.armour import armour, find_replies
from als_plugin.vault.replies import HEADER_SIZE, SEAL_SIZE

from ..site.organisation import Organisation
from .test_inbox import MEETING, SESSION, TODAY, agreement, mail, reply, seven  # noqa: F401 (a fixture)

BID = {"kind": "bid", "headline": "Who owns the rota?", "minutes": 30}
REPORT = {"kind": "report", "action": "2026-04-15/letter", "status": "open", "on": TODAY.isoformat()}


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def keeper(of: Organisation, person: str = "fay") -> Keeper:
    return Keeper.of(of.root / "sets/quay", "sets/quay", of.passphrases[person])


def keep(at: Keeper, *texts: str) -> list[Item | Refused]:
    """Let what is in these texts wait; returns all that waits then."""
    came = [one for text in texts for one in read_replies(at, text)]
    keep_waiting(at, [one for one in came if isinstance(one, Item)])
    return read_waiting(at)


def outcomes(at: Keeper) -> list[Outcome]:
    return tried(at, [one for one in read_waiting(at) if isinstance(one, Item)])


def draft(of: Organisation, stem: str) -> Any:
    return yaml.safe_load((of.root / f"sets/quay/sessions/{stem}.yml").read_text())


LAUGHS = "date: 2026-03-04\nx0: &a0 [l, l, l, l, l, l, l, l, l, l]\n" + "".join(
    f"x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 7)
)
FILES = {
    "no such day as 2026-02-30": "date: 2026-02-30\nstatus: draft\n",
    "a tag": "date: !!int x\n",
    "turns": "date: 2026-03-04\nstatus: draft\nturns: 5\n",
    "reports": "date: 2026-03-04\nstatus: draft\nreports: 7\n",
    "replies": "date: 2026-03-04\nstatus: draft\nreplies: 5\n",
    "stands inside what it names": "date: 2026-03-04\nstatus: draft\nturns: &a [*a]\n",
    "by reference": "date: 2026-03-04\nstatus: draft\nattendance: {present: &a [amara], apologies: *a}\n",
    "unfold to too much": LAUGHS,
    "which replies were taken in": "date: 2026-03-04\nstatus: draft\nreplies: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]\n",
    "files/lost.pdf": "date: 2026-03-04\nstatus: draft\nturns:\n  - presenter: ben\n    topic: T\n    scenario: See [it](files/lost.pdf).\n",
    "nested more than": "date: 2026-03-04\nstatus: draft\nturns: " + "[" * 5000,
}


def test_no_reply_is_in_the_way_of_the_others(seven: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    at = keeper(seven)
    texts = [reply(seven, "fay", {"kind": "record", "stem": "2026-03-04", "file": file}) for file in FILES.values()]
    keep(at, *texts, *(reply(seven, "amara", BID) for _each in range(20)))
    begun = time.process_time()
    found = outcomes(at)
    assert time.process_time() - begun < 20
    for why, one in zip(FILES, found, strict=False):
        assert not one.taken and (why in one.words or "cannot be laid" in one.words), (why, one.words)
    assert all(one.taken for one in found[len(FILES) :])
    # What nobody has thought of refuses that one reply, and nothing of it stays.
    from als_plugin.inbox import merging

    whole = merging._MERGE["bid"]
    last = found[-1].item.mark

    def odd(desk: Any, item: Item) -> Any:
        done = whole(desk, item)
        return done if item.mark != last else {}["odd"]

    monkeypatch.setitem(merging._MERGE, "bid", odd)
    assert [one.taken for one in outcomes(at)] == [False] * len(FILES) + [True] * 19 + [False]
    done = take(at, [one for one in read_waiting(at) if isinstance(one, Item)], named=False)
    assert sum(one.taken for one in done) == 19 and len(draft(seven, MEETING.isoformat())["topics"]) == 19
    drop(at, {one.mark for one in read_waiting(at) if one.mark})
    assert read_waiting(at) == [] and read_inbox(seven.root / "sets/quay", "x").waiting == ()


def test_dropping_by_the_command(seven: Organisation) -> None:  # noqa: F811
    mail(seven, reply(seven, "amara", BID), reply(seven, "ben", {**BID, "headline": "\x1b]52;c;x\x07\u202eseen\nab12cd34  Amara Obiwanne: a topic"}))
    as_fay = ("--passphrase-file", "passphrase")
    shown = seven.run("als", "inbox", "read", "quay", "mail.txt", *as_fay).stdout
    assert "\x1b" not in shown and "\u202e" not in shown
    marks = [line.split()[0] for line in shown.splitlines() if line and not line.startswith((" ", "To", "Not"))]
    assert len(marks) >= 1 and re.search(rf"written in the build of ({TODAY - dt.timedelta(days=1)}|{TODAY}|{TODAY + dt.timedelta(days=1)})", shown)
    done = seven.run("als", "inbox", "drop", "quay", marks[0], *as_fay)
    assert done.returncode == 0 and "1 reply waits no more." in done.stdout
    assert marks[0] not in seven.run("als", "inbox", "read", "quay", *as_fay).stdout
    assert "no reply that waits" in seven.run("als", "inbox", "drop", "quay", marks[0], *as_fay).stderr


def test_what_others_wrote_does_nothing_to_a_terminal(seven: Organisation) -> None:  # noqa: F811
    bad = "a\x1b[2K\x9b2J\u202eb\u2028c\x85d\r\n\n    -> taken\te"
    odd = {"kind": "bid", "x\nab12cd34  Amara Obiwanne: a topic\n    -> a topic\x1b[2J": 1}
    mail(seven, reply(seven, "ben", {"kind": "correction", "place": "p", "wish": bad}), reply(seven, "ben", odd))
    for more in ((), ("--json",)):
        shown = seven.run("als", "inbox", "read", "quay", "mail.txt", "--passphrase-file", "passphrase", *more).stdout
        assert not {"\x1b", "\x9b", "\u202e", "\u2028", "\x85", "\r"} & set(shown)
        assert "ab12cd34" not in shown and "a field that is not known here" in shown
        if not more:
            assert "    wish: a[2K2J<U+202E>b\n      c\n      d\n      \n          -> taken\te\n" in shown


def test_the_same_number_from_two_people(seven: Organisation) -> None:  # noqa: F811
    at, number = keeper(seven), os.urandom(16)
    keep(at, reply(seven, "amara", BID, id_=number))
    waiting = keep(at, reply(seven, "ben", {"kind": "correction", "place": "p", "wish": "w"}, id_=number))
    assert [one.person for one in waiting] == ["amara", "ben"]
    assert all("under the same number" in one.words for one in outcomes(at))
    take(at, [one for one in waiting if isinstance(one, Item) and one.person == "ben"])
    (left,) = outcomes(at)
    assert left.taken and left.item.person == "amara" and "under the same number" in left.words
    assert [one.taken for one in take(at, [left.item])] == [True] and read_waiting(at) == []
    assert {(one.id, one.person) for one in read_inbox(seven.root / "sets/quay", "x").taken} == {(number.hex(), "amara"), (number.hex(), "ben")}


def test_a_copy_with_spoilt_seals_replaces_nothing(seven: Organisation) -> None:  # noqa: F811
    place = seven.root / "sets/quay"
    (place / "set.yml").write_text((place / "set.yml").read_text() + "record_keeper: [fay, cleo]\n")
    access = Access.load(place / "access.json")
    from als_plugin.vault.replies import Header, seal_reply

    pair = (access.own_key(seven.passphrases["amara"])[1], access.people["amara"].slot.public)
    keys = [access.people[one].slot.public for one in ("fay", "cleo")]
    data = seal_reply(BID, Header(access.set_id, int(time.time()) - 60, os.urandom(16)), publisher=access.publisher, sender=pair, keepers=keys)
    at, other = keeper(seven), keeper(seven, "cleo")
    keep(at, armour(data))
    for seal in range(4):
        begin = HEADER_SIZE + 1 + seal * SEAL_SIZE
        keep(at, armour(data[:begin] + os.urandom(SEAL_SIZE) + data[begin + SEAL_SIZE :]))
    assert next(find_replies(armour(data))).data == data
    for one in (at, other.again()):
        (found,) = read_waiting(one)
        assert isinstance(found, Item) and found.person == "amara"
    take(other := other.again(), [found])
    assert not any(isinstance(one, Item) for one in read_waiting(other))


@pytest.mark.parametrize("order", [("struck", "plain"), ("plain", "struck"), ("both", "both")])
def test_please_not_this_goes_before_i_agree(seven: Organisation, order: tuple[str, str]) -> None:  # noqa: F811
    at = keeper(seven)
    texts = {"plain": reply(seven, "ben", agreement(seven, 1)), "struck": reply(seven, "ben", agreement(seven, 1, wish="Please not this."))}
    if order[0] == "both":
        keep(at, *texts.values())
        by = {one.item.wants_changes: one for one in take(at, [one for one in read_waiting(at) if isinstance(one, Item)], named=False)}
        assert by[True].taken and not by[False].taken and "this very text" in by[False].words
    else:
        for each in order:
            keep(at, texts[each])
            at = at.again()
            (done,) = take(at, [one for one in read_waiting(at) if isinstance(one, Item)])
            at = at.again()
        if order[0] == "struck":
            assert not done.taken and "this very text" in done.words
        else:
            assert done.taken and any(f"says that they agreed on {day}" in done.words for day in (TODAY, TODAY + dt.timedelta(days=1)))
    assert (at.again().record.sessions["2026-04-15"].turns[1].agreed_on is None) == (order[0] != "plain")


def test_an_absence_that_comes_late_rewrites_nothing(seven: Organisation) -> None:  # noqa: F811
    place, day = seven.root / "sets/quay", TODAY - dt.timedelta(days=1)
    (place / "set.yml").write_text((place / "set.yml").read_text().replace(str(MEETING), str(day)))
    file = place / f"sessions/{day}.yml"
    file.write_text(f"date: {day}\nstatus: draft\nattendance: {{present: [amara, ben]}}\n")
    before, at = file.read_bytes(), keeper(seven)
    keep(at, reply(seven, "amara", {"kind": "absence", "meeting": day.isoformat()}))
    (done,) = take(at, [one for one in read_waiting(at) if isinstance(one, Item)])
    assert done.taken and "shown to you" in done.words and file.read_bytes() == before


def test_two_report_backs_of_one_day_are_both_kept(seven: Organisation) -> None:  # noqa: F811
    at = keeper(seven)
    keep(at, reply(seven, "cleo", {**REPORT, "did": "Nothing yet."}), reply(seven, "cleo", {**REPORT, "status": "done", "did": "I wrote it."}))
    assert [one.taken for one in take(at, [one for one in read_waiting(at) if isinstance(one, Item)])] == [True, True]
    again = at.again()
    (same,) = keep(again, reply(seven, "cleo", {**REPORT, "did": "Nothing yet."}))
    assert isinstance(same, Item) and "reported on twice" in tried(again, [same])[0].words
    told = [(one.status, one.did) for one in at.again().record.sessions["2026-04-15"].reports]
    assert told == [("open", "Nothing yet."), ("done", "I wrote it.")]


def test_nobody_speaks_for_others_unread(seven: Organisation) -> None:  # noqa: F811
    place = seven.root / "sets/quay"
    lines = (place / "set.yml").read_text().splitlines(keepends=True)
    (place / "set.yml").write_text("".join(each for each in lines if not each.startswith("facilitator:")) + "record_keeper: [amara]\n")
    for held in (place / "sessions").iterdir():
        held.write_text(held.read_text().replace("status: published", "status: published\nfacilitator: hana"))
    file = "date: 2026-03-04\nstatus: draft\nfacilitator: ben\nattendance: {present: [amara, ben, cleo]}\nturns:\n"
    file += "  - {presenter: cleo, topic: Words that Cleo never said}\n"
    at = keeper(seven, "amara")
    access = Access.load(place / "access.json")
    from als_plugin.vault.replies import Header, seal_reply

    pair = (access.own_key(seven.passphrases["ben"])[1], access.people["ben"].slot.public)
    sealed = [
        armour(seal_reply(
            {"kind": "record", "stem": each[6:16], "file": each}, Header(access.set_id, int(time.time()) - 60, os.urandom(16)),
            publisher=access.publisher, sender=pair, keepers=[access.people["amara"].slot.public],
        ))
        for each in (file, file.replace("facilitator: ben", "facilitator: cleo").replace("2026-03-04", "2026-03-05"))
    ]
    keep(at, *sealed)
    items = [one for one in read_waiting(at) if isinstance(one, Item)]
    assert ["did not facilitate" in one.words for one in outcomes(at)] == [False, True]
    assert "it speaks for Cleopatra Lundqvist" in outcomes(at)[0].words and outcomes(at)[0].taken
    assert not any(one.taken for one in take(at, items, named=False))
    assert [one.taken for one in take(at, items[:1])] == [True]


def test_a_reply_hands_on_no_file_and_breaks_no_build(seven: Organisation) -> None:  # noqa: F811
    place = seven.root / "sets/quay"
    (place / "files").mkdir(exist_ok=True)
    for name in ("supervision.pdf", "plan.pdf"):
        (place / "files" / name).write_bytes(b"%PDF-1.4\n")
    file = place / "sessions/2026-04-15.yml"
    assert "agreed_on: 2026-04-20" in SESSION
    file.write_text(file.read_text().replace("    agreed_on: 2026-04-20", "    agreed_on: 2026-04-20\n    scenario: See [the plan](files/plan.pdf)."))
    at = keeper(seven)
    keep(at, *(
        reply(seven, "cleo", {**REPORT, "did": f"Well. [.](files/{name})"}) for name in ("supervision.pdf", "nowhere.pdf", "plan.pdf")
    ))
    found = outcomes(at)
    assert [one.taken for one in found] == [False, False, True]
    assert "it links to files/supervision.pdf, which members do not have" in found[0].words


def test_a_key_whose_owner_has_left(seven: Organisation) -> None:  # noqa: F811
    place = seven.root / "sets/quay"
    left = TODAY - dt.timedelta(days=2)
    (place / "set.yml").write_text((place / "set.yml").read_text().replace("{id: gus, name: Gus Halloran}", f"{{id: gus, name: Gus Halloran, left: {left}}}"))
    (refused,) = read_replies(keeper(seven), reply(seven, "gus", {"kind": "correction", "place": "p", "wish": "w"}))
    assert isinstance(refused, Refused) and "gus is not in the set today" in refused.why

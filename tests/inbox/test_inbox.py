"""Seven members' replies of all kinds, taken in by one command into records that check and build."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from als_plugin.records import load_set
from als_plugin.records.taken import read_inbox
from als_plugin.records.turn_text import digest_of, turn_text
from als_plugin.vault import Access
from als_plugin.vault.armour import armour
from als_plugin.vault.format import b64
from als_plugin.vault.replies import Header, seal_reply

from ..site.organisation import FIRST, SET, Organisation, picture, text

TODAY = dt.date.today()
"""The day on which this began; it may end on the next one."""
MEETING = TODAY + dt.timedelta(days=20)
SEVEN = SET.replace(
    "      - {id: dev, name: Devdan Raoul}\n",
    "      - {id: dev, name: Devdan Raoul}\n      - {id: elif, name: Elif Nardone}\n      - {id: gus, name: Gus Halloran}\n"
    "      - {id: hana, name: Hana Weiss}\n",
).replace("date: 2089-06-01", f"date: {MEETING}")
MEMBERS = ("amara", "ben", "cleo", "dev", "elif", "gus", "hana")
SESSION = """
    # What Fay typed that night; nothing of it may move.
    date: 2026-04-15
    status: published
    attendance: {present: [amara, ben, cleo, elif, gus, hana], apologies: [dev]}
    turns:
      - presenter: cleo
        topic: A tender that stalled in spring
        agreed_on: 2026-04-20
        actions:
          - do: Ask the other bidder
          - id: letter
            do: Write the letter
      - presenter: ben
        topic: An unagreed quarrel over parking
        minutes: 30   # as agreed
      - presenter: gus
        topic: A move that nobody asked for
"""


def is_today(day: dt.date) -> bool:
    """Whether a day is one on which these tests run."""
    return TODAY <= day <= dt.date.today()


@pytest.fixture
def seven(tmp_path: Path) -> Organisation:
    """Seven members and the facilitator, all with keys."""
    made = Organisation.drawn(tmp_path / "organisation", {
        "sets/quay/set.yml": SEVEN, "sets/quay/sessions/2026-01-14.yml": FIRST.replace("dev]", "dev, elif, gus, hana]").replace("            id: amara\n", ""),
        "sets/quay/sessions/2026-04-15.yml": SESSION,
    })
    (made.root / "sets/quay/sessions/2026-06-10.yml").unlink()
    made.grant("fay", *MEMBERS)
    picture(made.root, {"passphrase": made.passphrases["fay"] + "\n"})
    return made


def reply(of: Organisation, person: str, content: dict[str, Any], *, id_: bytes | None = None, build: int | None = None) -> str:
    """What that person's browser sends."""
    access = Access.load(of.root / "sets/quay/access.json")
    _person, private = access.own_key(of.passphrases[person])
    header = Header(access.set_id, build or int(time.time()) - 60, id_ or os.urandom(16))
    pair = (private, access.people[person].slot.public)
    return armour(seal_reply(content, header, publisher=access.publisher, sender=pair, keepers=[access.people["fay"].slot.public]))


def digest(of: Organisation, stem: str, turn: int) -> str:
    return b64(digest_of(turn_text(load_set(of.root / "sets/quay"), stem, turn)))


def agreement(of: Organisation, turn: int, **more: Any) -> dict[str, Any]:
    return {"kind": "agree", "session": "2026-04-15", "turn": turn, "digest": digest(of, "2026-04-15", turn), **more}


def inbox(of: Organisation, *arguments: str) -> Any:
    done = of.run("als", "inbox", *arguments, "--json", "--passphrase-file", "passphrase")
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout) if done.stdout else done.stderr


def mail(of: Organisation, *texts: str) -> None:
    (of.root / "mail.txt").write_text("From: somebody\r\n\r\n" + "".join(f"> {line}\r\n" for each in texts for line in each.splitlines()))


def test_seven_replies_of_all_kinds(seven: Organisation) -> None:
    stem = MEETING.isoformat()
    record = "date: 2026-03-04\nstatus: published\nfacilitator: hana\nattendance: {present: [hana]}\n"
    record += "reports: [{member: amara, action: 2026-01-14/amara, status: open}]\n"
    sent = {
        "amara": {"kind": "bid", "headline": "Who owns the *rota*?", "minutes": 30},
        "ben": agreement(seven, 1),
        "cleo": {"kind": "report", "action": "2026-04-15/cleo", "status": "done", "on": TODAY.isoformat(), "did": "I rang.\n\nTwice: <b>x</b>"},
        "dev": {"kind": "absence", "meeting": stem},
        "elif": {"kind": "correction", "place": "sessions/2026-04-15", "wish": "I was there for a part only."},
        "gus": agreement(seven, 2, struck=[{"path": ["headline"], "offset": 2, "length": 4}]),
        "hana": {"kind": "correction", "place": "sessions/2026-01-14", "wish": "Fay was late."},
        "fay": {"kind": "record", "stem": "2026-03-04", "file": record},
    }
    mail(seven, *(reply(seven, person, content) for person, content in sent.items()))
    before = (seven.root / "sets/quay/sessions/2026-04-15.yml").read_text()
    shown = inbox(seven, "read", "quay", "mail.txt")
    assert {one["person"]: one["kind"] for one in shown["waiting"]} == {person: content["kind"] for person, content in sent.items()}
    assert all(one["fits"] for one in shown["waiting"]) and shown["refused"] == [], [one["words"] for one in shown["waiting"]]
    assert (seven.root / "sets/quay/sessions/2026-04-15.yml").read_text() == before
    waiting = (seven.root / "sets/quay/inbox.json").read_text()
    assert "I rang" not in waiting and "Who owns" not in waiting
    taken = inbox(seven, "take", "quay", "--all")
    assert len(taken["taken"]) == 8 and taken["refused"] == []
    after = load_set(seven.root / "sets/quay")
    draft, spring = after.sessions[stem], after.sessions["2026-04-15"]
    assert [(bid.member, bid.headline, bid.minutes) for bid in draft.topics] == [("amara", "Who owns the *rota*?", 30)]
    assert draft.status == "draft" and draft.attendance and draft.attendance.apologies == ("dev",)
    first, agreed, struck = (turn.agreed_on for turn in spring.turns)
    assert (first, struck) == (dt.date(2026, 4, 20), None) and agreed and is_today(agreed)
    (report,) = spring.reports
    assert (report.member, report.action, report.status, report.on, report.did) == (
        "cleo", "2026-04-15/cleo", "done", TODAY, "I rang.\n\nTwice: <b>x</b>"
    )
    assert spring.turns[0].actions[0].id == "cleo"
    assert after.sessions["2026-03-04"].status == "draft"
    assert "id: amara" in (seven.root / "sets/quay/sessions/2026-01-14.yml").read_text()
    now = (seven.root / "sets/quay/sessions/2026-04-15.yml").read_text()
    assert "# What Fay typed that night" in now and "minutes: 30   # as agreed" in now
    assert {one.person for one in read_inbox(seven.root / "sets/quay", "x").taken} == {*MEMBERS, "fay"}
    assert seven.run("als", "check").returncode == 0
    assert seven.run("als", "build").returncode == 0
    for person in MEMBERS:
        (receipt,) = seven.open(person).own_letter["receipts"]
        assert is_today(dt.date.fromisoformat(receipt["on"]))
    assert "I rang." in text(seven.open("ben"), "actions/index.html") and "quarrel" in text(seven.open("dev"), "sessions/2026-04-15/index.html")
    # The same mail again: nothing is taken twice.
    again = inbox(seven, "read", "quay", "mail.txt")
    assert again["waiting"] == [] and {one["why"] for one in again["refused"]} == {"it was taken in before"}


def test_what_is_refused_and_why(seven: Organisation) -> None:
    report = {"kind": "report", "action": "2026-04-15/letter", "status": "done", "on": TODAY.isoformat()}
    old = agreement(seven, 1)
    changed = {**old, "digest": digest(seven, "2026-04-15", 2)}
    now = int(time.time())
    cases = {
        "the action 2026-04-15/letter is not theirs": ("ben", report),
        "there is no action 2026-04-15/nothing any more": ("cleo", {**report, "action": "2026-04-15/nothing"}),
        "that turn is not theirs": ("amara", old),
        "the turn has changed since": ("ben", changed),
        "no session is planned for 2027-01-01": ("dev", {"kind": "absence", "meeting": "2027-01-01"}),
        "before the action or still to come": ("cleo", {**report, "on": "2026-04-14"}),
        "hana neither facilitates the set": ("hana", {"kind": "record", "stem": "2026-05-01", "file": "date: 2026-05-01\nfacilitator: hana\n"}),
        "there is a file of 2026-01-14 already": ("fay", {"kind": "record", "stem": "2026-01-14", "file": "date: 2026-01-14\n"}),
    }
    mail(seven, *(reply(seven, person, content) for person, content in cases.values()))
    shown = inbox(seven, "read", "quay", "mail.txt")
    for why in cases:
        assert [one for one in shown["waiting"] if why in one["words"] and not one["fits"]], (why, shown)
    before = {path: path.read_bytes() for path in (seven.root / "sets/quay/sessions").iterdir()}
    assert inbox(seven, "take", "quay", "--all")["taken"] == []
    assert {path: path.read_bytes() for path in (seven.root / "sets/quay/sessions").iterdir()} == before

    whole = reply(seven, "cleo", report)
    lines = whole.splitlines()
    spoilt = "\n".join([*lines[:4], lines[4][:9] + lines[4][10:], *lines[5:]])
    tomorrow = reply(seven, "cleo", report, build=now + 200_000)
    ancient = reply(seven, "cleo", report, build=now - 400 * 86400)
    strange = reply(seven, "cleo", {"kind": "vote", "for": "ben"})
    extra = reply(seven, "cleo", {**report, "owner": "ben"})
    mail(seven, spoilt, "\n".join(lines[:9]), tomorrow, ancient, strange, extra)
    reasons = [one["why"] for one in inbox(seven, "read", "quay", "mail.txt")["refused"]]
    for words in ("line 4 of it was changed", "its end is missing", "still to come", "more than a year old", "of a kind that is not known", "a field that is not known"):
        assert any(words in reason for reason in reasons), (words, reasons)
    mail(seven, whole)
    place = seven.root / "sets/quay/access.json"
    access = Access.load(place)
    seven.passphrases["cleo"] = access.reset("cleo", TODAY)
    access.save(place)
    assert f"cleo had until {TODAY}" in inbox(seven, "read", "quay", "mail.txt")["refused"][0]["why"]


def test_a_text_full_of_what_nobody_sent(seven: Organisation) -> None:
    """Whoever knows a set's number can make such blocks by the thousand: they cost no more than the first of them."""
    access = Access.load(seven.root / "sets/quay/access.json")
    junk = [
        armour(Header(access.set_id, int(time.time()) - 60, os.urandom(16)).encode() + bytes([seals]) + os.urandom(112 * seals + 528))
        for seals in (4, 64) * 20
    ]
    real = reply(seven, "cleo", {"kind": "bid", "headline": "The rota"})
    mail(seven, *junk[:39], real, *junk[39:], real.replace("ALS", "ALS "), *junk)
    shown = inbox(seven, "read", "quay", "mail.txt")
    assert [one["person"] for one in shown["waiting"]] == ["cleo"]
    *one_by_one, last = [one["why"] for one in shown["refused"]]
    assert one_by_one == ["it is from nobody who has a key here, or was not sealed to you"] * 40
    assert last.startswith("40 before it are unreadable or from nobody")


def test_who_may_take_in(seven: Organisation) -> None:
    picture(seven.root, {"other": seven.passphrases["ben"], "wrong": "no such words at all here"})
    for file, words in (("other", "ben does not take replies in; it is done by: fay"), ("wrong", "opens nothing here"), ("none", "cannot be read")):
        done = seven.run("als", "inbox", "read", "quay", "--passphrase-file", file)
        assert done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr
    assert "which replies?" in inbox(seven, "take", "quay")
    assert "no reply that waits" in inbox(seven, "take", "quay", "abcd")
    assert inbox(seven, "read", "quay") == {"waiting": [], "refused": []}

"""What a build tells one reader alone, and to whom readers can reply."""

from __future__ import annotations

import datetime as dt
import json

from als_plugin.records.taken import Inbox, Taken
from als_plugin.records.turn_text import digest_of
from als_plugin.vault import Access
from als_plugin.vault.format import b64, unb64

from .organisation import SECOND, SET, Organisation, picture

UNAGREED = "An unagreed quarrel over parking"


def test_a_presenter_reads_their_own_turn_before_others(drawn: Organisation) -> None:
    drawn.grant("fay", "ben", "cleo")
    reply = "ab" * 16
    today = dt.date.today()
    taken = Inbox().after([Taken(today, reply, "amara", "bid"), Taken(today - dt.timedelta(days=400), "cd" * 16, "amara", "bid")], ())
    picture(drawn.root, {"sets/quay/inbox.json": taken.text()})
    assert drawn.run("als", "build").returncode == 0
    letters = {person: drawn.open(person).own_letter for person in ("fay", "amara", "ben", "cleo")}
    (turn,) = letters["ben"]["turns"]
    told = json.loads(turn["text"])
    assert (turn["session"], turn["turn"], told["headline"], told["presenter"]) == ("2026-04-15", 1, UNAGREED, "ben")
    assert [letters[person]["turns"] for person in ("fay", "amara", "cleo")] == [[], [], []]
    assert letters["amara"]["receipts"] == [{"id": reply, "on": today.isoformat()}] and not letters["ben"]["receipts"]
    assert "people" not in letters["amara"] and letters["fay"]["taken"] == {"amara": [reply]}
    access = Access.load(drawn.root / "sets/quay/access.json")
    assert {one["person"]: one["public"] for one in letters["fay"]["people"]} == {
        person: b64(one.slot.public) for person, one in access.people.items()
    }
    amara = drawn.open("amara")
    assert amara.index["inbox"] == [
        {"public": b64(access.people["fay"].slot.public), "person": "fay", "name": "Fay Marshwood", "contact": "fay@example.org"}
    ]
    # As many letters as readers of the view, of one size; and their words in no index.
    assert len(amara.index["letters"]) == 2
    assert UNAGREED not in json.dumps(amara.index) and reply not in json.dumps(amara.index)
    assert len({len(unb64(letter)) for letter in amara.index["letters"]}) == 1
    scenario = f"topic: {UNAGREED}\n        scenario: {'At length. ' * 400}"
    picture(drawn.root, {"sets/quay/sessions/2026-04-15.yml": SECOND.replace(f"topic: {UNAGREED}", scenario)})
    assert drawn.run("als", "build").returncode == 0
    ben, amara = drawn.open("ben"), drawn.open("amara")
    assert len(ben.own_letter["turns"][0]["text"]) > 3000 and amara.own_letter["turns"] == []
    sizes = {len(unb64(letter)) for site in (ben, amara) for letter in site.index["letters"]}
    assert len(sizes) == 1 and sizes.pop() > 3000


def test_a_changed_turn_is_another_one(drawn: Organisation) -> None:
    drawn.grant("fay", "ben")
    assert drawn.run("als", "build").returncode == 0
    before = drawn.open("ben").own_letter["turns"][0]["text"]
    assert drawn.run("als", "build").returncode == 0
    picture(drawn.root, {"sets/quay/sessions/2026-04-15.yml": SECOND.replace("quarrel", "question")})
    # The members' pages do not show it: the set is built again all the same.
    assert drawn.run("als", "build").returncode == 0
    after = drawn.open("ben").own_letter["turns"][0]["text"]
    assert digest_of(before) != digest_of(after) and "question" in after


def test_without_a_keeper_nobody_can_reply(drawn: Organisation) -> None:
    picture(drawn.root, {"sets/quay/set.yml": SET})
    drawn.grant("ben")  # the facilitator has no key
    assert drawn.run("als", "build").returncode == 0
    site = drawn.open("ben")
    assert site.own_letter is None and "inbox" not in site.index and "letters" not in site.index


def test_a_spoilt_inbox_is_named(drawn: Organisation) -> None:
    drawn.grant("fay", "ben")
    picture(drawn.root, {"sets/quay/inbox.json": "{"})
    done = drawn.run("als", "build")
    assert done.returncode == 1 and "sets/quay/inbox.json: this is not a whole list" in done.stderr and "Traceback" not in done.stderr

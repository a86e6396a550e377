"""access.json: grants, resets and removals, and what is refused when it is read again."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from als_plugin.vault import KEYRING, Access, Content, Publisher, VaultError, ViewContent, open_site
from als_plugin.vault.keyring import Keyring

from .conftest import quick_kdf
from .sealing import sealed_site

DAY, LATER = dt.date(2026, 1, 7), dt.date(2026, 11, 23)
VIEW = ViewContent("members", None, {"index.html": Content(b"Hello", "text/html")})


@pytest.fixture
def publisher() -> Publisher:
    return Publisher.generate()


@pytest.fixture
def access(publisher: Publisher) -> Access:
    return Access.new(publisher.public)


def grant(access: Access, person: str) -> str:
    return access.grant(person, DAY, kdf=quick_kdf)


def tags(access: Access) -> set[bytes]:
    return {slot.tag for slot in access.slots}


def test_a_grant_opens_and_is_remembered_without_its_passphrase(access: Access, publisher: Publisher, tmp_path: Path) -> None:
    passphrase = grant(access, "asha")
    access.save(tmp_path / "access.json")
    text = (tmp_path / "access.json").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["access.json"]
    assert not any(word in text for word in (passphrase, passphrase.replace(" ", "-")))
    again = Access.load(tmp_path / "access.json")
    assert again.dumps() == text and text.endswith("}\n")
    assert (again.people["asha"].granted, again.people["asha"].changed) == (DAY, DAY)
    assert again.people["asha"].slot.id not in {slot.id for slot in again.dummies}
    files = sealed_site([VIEW], {"asha": 0}, again, publisher, build=1, time="t", shell={})
    assert open_site(files.__getitem__, passphrase, kdf=quick_kdf).person == "asha"


def test_to_a_host_grant_reset_and_removal_look_the_same(access: Access) -> None:
    grant(access, "asha")
    for change in (
        lambda: grant(access, "ben"),
        lambda: access.reset("asha", LATER, kdf=quick_kdf),
        lambda: access.remove("asha", LATER),
    ):
        before = tags(access)
        change()
        after = tags(access)
        assert len(after) == 8 and len(before - after) == len(after - before) == 1


def test_the_published_slots_are_alike(access: Access, publisher: Publisher) -> None:
    grant(access, "asha")
    grant(access, "b" * 64)
    keyrings = [
        Keyring.decode(sealed_site([VIEW], grants, access, publisher, build=1, time="t", shell={})[KEYRING])
        for grants in ({"asha": 0}, {"asha": 0, "b" * 64: 0})
    ]
    for keyring in keyrings:
        assert len(keyring.slots) == 8
        assert {(len(s.tag), len(s.public), len(s.sealed), len(s.grant)) for s in keyring.slots} == {(16, 32, 108, 161)}
    assert {slot.tag for slot in keyrings[0].slots} == {slot.tag for slot in keyrings[1].slots} == tags(access)
    assert len({slot.grant for keyring in keyrings for slot in keyring.slots}) == 16


def test_slots_come_in_eights(access: Access) -> None:
    for number in range(8):
        grant(access, f"p{number}")
        assert len(access.slots) == 8
    assert not access.dummies
    grant(access, "p8")
    assert len(access.slots) == 16 and len(access.dummies) == 7


def test_a_reset_or_removed_person_opens_no_later_build(access: Access, publisher: Publisher) -> None:
    first = grant(access, "asha")
    second = access.reset("asha", LATER, kdf=quick_kdf)
    assert second != first and (access.people["asha"].granted, access.people["asha"].changed) == (DAY, LATER)
    files = sealed_site([VIEW], {"asha": 0}, access, publisher, build=2, time="t", shell={})
    assert open_site(files.__getitem__, second, kdf=quick_kdf).read("")[0] == b"Hello"
    with pytest.raises(VaultError, match="opens nothing here"):
        open_site(files.__getitem__, first, kdf=quick_kdf)
    access.remove("asha", LATER)
    files = sealed_site([VIEW], {}, access, publisher, build=3, time="t", shell={})
    with pytest.raises(VaultError, match="opens nothing here"):
        open_site(files.__getitem__, second, kdf=quick_kdf)


def test_mistakes_are_named(access: Access, publisher: Publisher) -> None:
    grant(access, "asha")
    with pytest.raises(VaultError, match="asha can already open"):
        grant(access, "asha")
    for change in (lambda person: access.remove(person, DAY), lambda person: access.reset(person, DAY)):
        with pytest.raises(VaultError, match="zed has no passphrase"):
            change("zed")
    with pytest.raises(VaultError, match="64 bytes"):
        grant(access, "å" * 33)
    with pytest.raises(VaultError, match="zed is to read this set, but has no passphrase"):
        sealed_site([VIEW], {"zed": 0}, access, publisher, build=1, time="t", shell={})
    with pytest.raises(VaultError, match="another publisher's key"):
        sealed_site([VIEW], {}, access, Publisher.generate(), build=1, time="t", shell={})


def changed(access: Access, **changes: Any) -> str:
    return json.dumps({**json.loads(access.dumps()), **changes})


def test_a_changed_salt_or_set_is_noticed(access: Access) -> None:
    other = json.loads(Access.new(access.publisher).dumps())
    for member in ("salt", "set"):
        with pytest.raises(VaultError, match="salt or number was changed"):
            Access.loads(changed(access, **{member: other[member]}))


def test_two_people_with_one_key(access: Access) -> None:
    grant(access, "asha")
    people = json.loads(access.dumps())["people"]
    with pytest.raises(VaultError, match="asha and ben have the same key"):
        Access.loads(changed(access, people={**people, "ben": people["asha"]}))
    dummies = json.loads(access.dumps())["dummies"]
    copied = {**people["asha"], "tag": next(iter(dummies.values()))["tag"]}
    with pytest.raises(VaultError, match="a dummy and asha have the same key"):
        Access.loads(changed(access, people={"asha": copied}))


def test_conflict_marks(access: Access) -> None:
    lines = access.dumps().splitlines()
    text = "\n".join([*lines[:7], "<<<<<<< HEAD", lines[7], "=======", lines[8], ">>>>>>> theirs", *lines[9:]])
    with pytest.raises(VaultError, match=r"^sets/a/access.json:8: an unfinished merge") as caught:
        Access.loads(text, "sets/a/access.json")
    assert caught.value.place.line == 8


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"format":1}', '{"format":1,"format":1}', "[" * 100_000, '"x"', "\x00"],
)
def test_what_is_no_list_of_grants(text: str) -> None:
    with pytest.raises(VaultError, match="not a whole list of grants"):
        Access.loads(text)


def test_every_part_is_looked_at(access: Access) -> None:
    grant(access, "asha")
    whole = json.loads(access.dumps())
    for member in whole:
        for value in (None, 7, "x", [], {"x": {}}):
            if (member, value) != ("dummies", []):
                with pytest.raises(VaultError):
                    Access.loads(changed(access, **{member: value}))
    person = whole["people"]["asha"]
    for member in person:
        for value in (None, 7, "x", "=", person["tag"] + "A"):
            with pytest.raises(VaultError):
                Access.loads(changed(access, people={"asha": {**person, member: value}}))
    with pytest.raises(VaultError, match="not known here"):
        Access.loads(changed(access, format=2))


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="cannot be read"):
        Access.load(tmp_path / "access.json")
    (tmp_path / "access.json").write_bytes(b"\xff\xfe")
    with pytest.raises(VaultError, match="cannot be read"):
        Access.load(tmp_path / "access.json")


def test_two_merged_grants_that_took_one_dummy(access: Access, publisher: Publisher) -> None:
    """Two branches each put a person in the place of the same dummy; both are kept, and the next change mends the number."""
    grant(access, "asha")
    ours = json.loads(access.dumps())
    grant(access, "ben")
    merged = {**ours, "people": json.loads(access.dumps())["people"]}
    nine = Access.loads(json.dumps(merged))
    assert len(nine.slots) == 9
    with pytest.raises(VaultError, match="two changes were merged"):
        sealed_site([VIEW], {"asha": 0}, nine, publisher, build=1, time="t", shell={})
    nine.reset("ben", LATER, kdf=quick_kdf)
    assert len(nine.slots) == 16
    sealed_site([VIEW], {"asha": 0, "ben": 0}, nine, publisher, build=1, time="t", shell={})


def test_a_public_key_that_is_none(access: Access, publisher: Publisher) -> None:
    grant(access, "asha")
    person = json.loads(access.dumps())["people"]["asha"]
    zero = Access.loads(changed(access, people={"asha": {**person, "public": "A" * 43}}))
    for grants in ({"asha": 0}, {}):
        with pytest.raises(VaultError, match="cannot be a key"):
            sealed_site([VIEW], grants, zero, publisher, build=1, time="t", shell={})


def test_former_keys_are_remembered_with_their_last_day(access: Access) -> None:
    grant(access, "asha")
    first = access.people["asha"].slot.public
    access.reset("asha", DAY, kdf=quick_kdf)
    second = access.people["asha"].slot.public
    access.remove("asha", LATER)
    read = Access.loads(access.dumps())
    assert [(one.person, one.public, one.until) for one in read.former] == sorted([("asha", first, DAY), ("asha", second, LATER)])
    assert Access.loads(read.dumps()).dumps() == read.dumps()

"""Join codes: the values of tests/vectors, and what a list of grants does with them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from als_plugin.vault import Access, JoinCode, VaultError, derive, open_site
from als_plugin.vault.format import ctx
from als_plugin.vault.keys import gcm_open, gcm_seal, new_pair

from .conftest import Sample, cases, quick_kdf
from .sample import SHELL, TIME, TODAY, members
from .sealing import sealed_site

LATER = dt.date(2026, 12, 1)
WHOLE = [case for case in cases("join_code.json") if not case.get("refused")]


def made(access: Access, passphrase: str, *, set_id: bytes | None = None, public: bytes | None = None) -> JoinCode:
    """A code as a browser makes it."""
    derived = derive(passphrase, access.salt, kdf=quick_kdf)
    private, own = new_pair()
    of, key = set_id or access.set_id, public or own
    sealed = bytes(12) + gcm_seal(derived.wrapping_key, bytes(12), private + access.publisher + of, ctx("private-key", of, derived.tag, key))
    return JoinCode(of, derived.tag, key, sealed)


@pytest.mark.parametrize("case", WHOLE)
def test_values(case: dict[str, Any]) -> None:
    value = {name: bytes.fromhex(case[name]) for name in ("set", "salt", "publisher", "private", "tag", "public", "sealed")}
    code = JoinCode(value["set"], value["tag"], value["public"], value["sealed"])
    assert code.encode() == case["code"]
    for spelling in (case["code"], case["code"].lower().replace("-", " "), case["code"].replace("-", "\n")):
        assert JoinCode.decode(spelling, "join code") == code
    assert code.fingerprint(value["publisher"]) == case["fingerprint"]
    derived = derive(case["passphrase"], value["salt"])
    assert derived.tag == code.tag
    plain = gcm_open(derived.wrapping_key, code.sealed[:12], code.sealed[12:], ctx("private-key", code.set_id, code.tag, code.public))
    assert plain == value["private"] + value["publisher"] + value["set"]


@pytest.mark.parametrize("code", [case["code"] for case in cases("join_code.json") if case.get("refused")])
def test_what_is_no_whole_code(code: str) -> None:
    with pytest.raises(VaultError) as refused:
        JoinCode.decode(code, "join code")
    assert str(refused.value).startswith("join code: this ") and "\n" not in str(refused.value)


def test_every_single_letter_counts() -> None:
    code = WHOLE[0]["code"]
    for at, letter in enumerate(code):
        if letter != "-":
            with pytest.raises(VaultError):
                JoinCode.decode(f"{code[:at]}{'A' if letter != 'A' else 'B'}{code[at + 1 :]}", "join code")


def test_the_digits_depend_on_the_publisher(sample: Sample) -> None:
    code = made(sample.access, "six")
    digits = Counter(code.fingerprint(bytes([number]) * 32, kdf=quick_kdf) for number in range(200))
    assert len(digits) > 190 and all(len(each) == 9 for each in digits)


def test_who_is_admitted_opens_the_next_build(sample: Sample) -> None:
    access = Access.loads(sample.access.dumps())
    size = len(access.slots)
    access.admit("dita", made(access, "anchor basin cedar"), TODAY)
    assert len(access.slots) == size
    files = sealed_site([members()], {"dita": 0}, access, sample.publisher, build=2, time=TIME, shell=SHELL)
    site = open_site(files.__getitem__, "Anchor-basin cedar", kdf=quick_kdf, today=TODAY)
    assert site.person == "dita"


def test_a_replaced_passphrase_opens_nothing_more(sample: Sample) -> None:
    access = Access.loads(sample.access.dumps())
    before = access.people["ben"]
    code = made(access, "a new one")
    with pytest.raises(VaultError, match="ben can already open"):
        access.admit("ben", code, LATER)
    assert access.people["ben"] == before
    access.admit("ben", code, LATER, replace=True)
    after = access.people["ben"]
    assert (after.granted, after.changed, after.slot.tag) == (before.granted, LATER, code.tag)
    assert before.slot.tag not in {slot.tag for slot in access.slots}


def test_a_key_of_before_is_nobodys_again(sample: Sample) -> None:
    """Else a reply that its owner sent before would open as from whoever is admitted with it."""
    access = Access.loads(sample.access.dumps())
    before = access.people["asha"].slot.public
    access.remove("asha", TODAY)
    whole = access.dumps()
    for person, replace in (("dita", False), ("ben", True), ("asha", False)):
        with pytest.raises(VaultError, match=f"was asha's until {TODAY}"):
            access.admit(person, made(access, "one", public=before), LATER, replace=replace)
    assert access.dumps() == whole


def test_codes_that_do_not_fit(sample: Sample) -> None:
    access = Access.loads(sample.access.dumps())
    taken = access.people["asha"].slot
    for code, words in (
        (made(access, "one", set_id=bytes(16)), "made for another set"),
        (JoinCode(access.set_id, taken.tag, new_pair()[1], taken.sealed), "admitted before"),
        (made(access, "one", public=taken.public), "admitted before"),
        (made(access, "one", public=bytes(32)), "cannot be a key"),
    ):
        with pytest.raises(VaultError, match=words):
            access.admit("dita", code, TODAY)
    assert access.dumps() == sample.access.dumps()

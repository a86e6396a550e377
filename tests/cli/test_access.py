"""als access: a passphrase is printed once, and opens the slot that access.json holds."""

from __future__ import annotations

import json

import pytest

from als_plugin.site.sets.signing_key import parse_public
from als_plugin.vault import Access, JoinCode, derive
from als_plugin.vault.keys import new_pair

from .conftest import SESSION, SET, write
from .test_init import pinned

JOINER = SET.replace("newcomers_read_history: true", "newcomers_read_history: false").replace(
    "{id: dev, name: Dev Rao}", "{id: dev, name: Dev Rao, joined: 2026-01-15}"
)


def grants(folder):
    return Access.load(folder / "sets/harbour/access.json")


def opens(folder, person, passphrase):
    """Whether this passphrase leads to this person's slot."""
    access = grants(folder)
    return derive(passphrase, access.salt).tag == access.people[person].slot.tag


def test_grant_prints_the_passphrase_once(harbour, ok):
    said = ok("access", "grant", "harbour", "amara")
    lines = said.out.splitlines()
    assert lines[0] == "The passphrase of Amara Obi:"
    passphrase = lines[2].strip()
    assert len(passphrase.split()) == 6
    assert said.out.count(passphrase) == 1 and said.err == ""
    assert "shown this once and stored nowhere" in said.out
    assert opens(harbour, "amara", passphrase)
    assert all(passphrase.encode() not in path.read_bytes() for path in harbour.rglob("*") if path.is_file())


def test_the_first_grant_makes_the_file_for_the_pinned_publisher(harbour, ok):
    assert not (harbour / "sets/harbour/access.json").exists()
    ok("access", "grant", "harbour", "amara")
    assert grants(harbour).publisher == parse_public(pinned(harbour), "mkdocs.yml")
    salt = grants(harbour).salt
    ok("access", "grant", "harbour", "fay")
    assert grants(harbour).salt == salt
    assert set(grants(harbour).people) == {"amara", "fay"}
    assert not list((harbour / "sets/harbour").glob(".access*"))


def test_as_json(harbour, ok):
    data = ok("access", "grant", "harbour", "amara", "--json").data
    assert set(data) == {"passphrase"}
    assert opens(harbour, "amara", data["passphrase"])


def test_reset_gives_a_new_one(harbour, ok):
    old = ok("access", "grant", "harbour", "amara", "--json").data["passphrase"]
    new = ok("access", "reset", "harbour", "amara", "--json").data["passphrase"]
    assert opens(harbour, "amara", new) and not opens(harbour, "amara", old)


def test_remove(harbour, ok):
    ok("access", "grant", "harbour", "amara")
    ok("access", "grant", "harbour", "ben")
    said = ok("access", "remove", "harbour", "amara")
    assert said.out == (
        "amara has no passphrase any more. Build and publish, so that the old one stops working: als build harbour\n"
    )
    assert set(grants(harbour).people) == {"ben"}


def test_somebody_who_is_not_in_the_records_any_more_is_removable(harbour, ok):
    ok("access", "grant", "harbour", "dev")
    path = harbour / "sets/harbour/set.yml"
    path.write_text("\n".join(line for line in path.read_text().splitlines() if "dev" not in line), encoding="utf-8")
    ok("access", "remove", "harbour", "dev")
    assert not grants(harbour).people


def test_list(harbour, ok):
    ok("access", "grant", "harbour", "ben")
    lines = ok("access", "list", "harbour").out.splitlines()
    assert lines[0].startswith("ben: since 20")
    assert lines[1:] == [f"{person}: no passphrase yet" for person in ("fay", "amara", "cleo", "dev")]
    data = ok("access", "list", "harbour", "--json").data
    assert [each["person"] for each in data["granted"]] == ["ben"]
    assert data["without"] == ["fay", "amara", "cleo", "dev"]
    assert "passphrase" not in json.dumps(data)


def test_a_mistake_in_a_session_leaves_nobody_without_a_passphrase(harbour, ok, als):
    write(harbour, {"sets/harbour/sessions/2026-02-11.yml": "date: 2026-02-11\nstatus: final\n"})
    assert als("check").code == 1
    old = ok("access", "grant", "harbour", "amara", "--json").data["passphrase"]
    new = ok("access", "reset", "harbour", "amara", "--json").data["passphrase"]
    assert opens(harbour, "amara", new) and not opens(harbour, "amara", old)
    assert [each["person"] for each in ok("access", "list", "harbour", "--json").data["granted"]] == ["amara"]


def test_an_unknown_person(harbour, refused):
    place = "sets/harbour/set.yml: nobody here has the id"
    assert refused("access", "grant", "harbour", "amarra") == [f"{place} amarra; did you mean amara?"]
    assert refused("access", "grant", "harbour", "Amara") == [f"{place} Amara; did you mean amara?"]
    assert refused("access", "grant", "harbour", "zoe") == [f"{place} zoe; the people are: fay, amara, ben, cleo, dev"]
    assert not (harbour / "sets/harbour/access.json").exists()


def test_one_who_has_a_passphrase_already(harbour, ok, refused):
    ok("access", "grant", "harbour", "amara")
    before = (harbour / "sets/harbour/access.json").read_bytes()
    assert refused("access", "grant", "harbour", "amara") == [
        "sets/harbour/access.json: Amara Obi has a passphrase already; "
        "where it is lost, give a new one with: als access reset harbour amara"
    ]
    assert (harbour / "sets/harbour/access.json").read_bytes() == before


@pytest.mark.parametrize(("command", "remedy"), [
    ("reset", "give one with: als access grant harbour ben"), ("remove", "nothing was changed; als access list harbour says who has one"),
])
def test_one_who_has_none(harbour, ok, refused, command, remedy):
    line = f"sets/harbour/access.json: ben has no passphrase; {remedy}"
    assert refused("access", command, "harbour", "ben") == [line]
    ok("access", "grant", "harbour", "amara")
    assert refused("access", command, "harbour", "ben") == [line]


def test_one_who_joined_later_is_granted_and_reads_from_then_on(handbook, ok):
    session = SESSION.replace(", apologies: [dev]", "")
    write(handbook, {"sets/harbour/set.yml": JOINER, "sets/harbour/sessions/2026-01-14.yml": session})
    phrase = json.loads(ok("access", "grant", "harbour", "dev", "--json").out)["passphrase"]
    assert opens(handbook, "dev", phrase)


def test_one_who_left(handbook, refused):
    write(handbook, {"sets/harbour/set.yml": SET.replace("name: Ben Wray", "name: Ben Wray, left: 2026-02-01")})
    assert refused("access", "grant", "harbour", "ben") == [
        "sets/harbour/set.yml: Ben Wray left on 2026-02-01; who has left is given no passphrase; correct `left` if that is wrong"
    ]


def test_without_a_pinned_publisher(harbour, refused):
    path = harbour / "mkdocs.yml"
    path.write_text("\n".join(line for line in path.read_text().splitlines() if "publisher" not in line) + "\n", encoding="utf-8")
    (line,) = refused("access", "grant", "harbour", "amara")
    assert line.startswith("mkdocs.yml: the plugin's option 'publisher' is missing; ")


def test_a_damaged_file(harbour, refused):
    (harbour / "sets/harbour/access.json").write_text("{}", encoding="utf-8")
    (line,) = refused("access", "grant", "harbour", "amara")
    assert line.startswith("sets/harbour/access.json: ")


def test_an_unknown_set(harbour, refused):
    assert refused("access", "grant", "harbor", "amara") == ["sets/harbor: there is no such set; did you mean harbour?"]
    assert refused("access", "remove", "harbor", "amara") == ["sets/harbor: there is no such set; did you mean harbour?"]


def join_code(folder, mark):
    """A code for the set; what is sealed in it is not looked at here."""
    return JoinCode(grants(folder).set_id, bytes([mark] * 16), new_pair()[1], bytes([mark] * 108))


def test_admit_takes_a_join_code_and_shows_its_digits(harbour, ok):
    ok("access", "grant", "harbour", "fay")
    code = join_code(harbour, 1)
    said = ok("access", "admit", "harbour", "amara", code.encode())
    digits = code.fingerprint(grants(harbour).publisher)
    assert said.out.startswith("Amara Obi is let in.") and f"\n    {digits}\n" in said.out
    assert grants(harbour).people["amara"].slot.tag == code.tag
    assert ok("access", "list", "harbour", "--json").data["granted"][0]["person"] == "amara"


def test_admit_reads_a_code_that_was_broken_into_lines(harbour, ok):
    ok("access", "grant", "harbour", "fay")
    code = join_code(harbour, 1)
    ok("access", "admit", "harbour", "amara", "-", input=code.encode().lower().replace("-", "\n"))
    ok("access", "admit", "harbour", "ben", *join_code(harbour, 2).encode().split("-"))
    assert set(grants(harbour).people) == {"fay", "amara", "ben"}


def test_admit_replaces_only_when_told_to(harbour, ok, refused):
    ok("access", "grant", "harbour", "amara")
    code = join_code(harbour, 1)
    before = (harbour / "sets/harbour/access.json").read_bytes()
    assert refused("access", "admit", "harbour", "amara", code.encode()) == [
        "sets/harbour/access.json: Amara Obi has a passphrase already; to put this code in its place, add --replace"
    ]
    assert (harbour / "sets/harbour/access.json").read_bytes() == before
    said = ok("access", "admit", "harbour", "amara", code.encode(), "--replace")
    assert said.out.startswith("Amara Obi had a passphrase. From the next build on it opens nothing")
    assert grants(harbour).people["amara"].slot.tag == code.tag


def test_codes_that_are_refused(harbour, ok, refused):
    code = JoinCode(bytes(16), bytes(16), new_pair()[1], bytes(108)).encode()
    assert refused("access", "admit", "harbour", "amara", code) == [
        "sets/harbour/access.json: there is nothing yet that this code could be for; "
        "the first passphrase of a set is given with: als access grant harbour amara"
    ]
    ok("access", "grant", "harbour", "fay")
    before = (harbour / "sets/harbour/access.json").read_bytes()
    assert refused("access", "admit", "harbour", "amara", code) == [
        "sets/harbour/access.json: this join code was made for another set; ask for a code that was made at this set's own address"
    ]
    assert refused("access", "admit", "harbour", "amara", code[:-1]) == [
        "join code: this is not a whole join code (287 of 288 letters); "
        "copy the whole code as the lock screen shows it, or have it sent once more"
    ]
    assert refused("access", "admit", "harbour", "amara", code[:-1] + ("A" if code[-1] != "A" else "B")) == [
        "join code: this join code was damaged on its way; copy the whole code as the lock screen shows it, or have it sent once more"
    ]
    assert (harbour / "sets/harbour/access.json").read_bytes() == before
    good = join_code(harbour, 1).encode()
    ok("access", "admit", "harbour", "amara", good)
    assert refused("access", "admit", "harbour", "ben", good) == [
        "sets/harbour/access.json: this join code has been admitted before; nothing more is needed: build and publish"
    ]

"""Nobody is asked for a passphrase, an answer or a code before all is right that can be known without it."""

from __future__ import annotations

import pytest

from .conftest import SET, write

ASKED = "Your passphrase"


@pytest.fixture
def kept(harbour, ok):
    """A set whose facilitator, who keeps the record, has a passphrase, and one that nobody has a passphrase of."""
    ok("access", "grant", "harbour", "fay")
    write(harbour, {"sets/meadow/set.yml": SET, "mail.txt": "Hello"})
    return harbour


@pytest.mark.parametrize("command, line", [
    ("read harbour none.txt", "none.txt: cannot be read; check the file's name"),
    ("read harbuor mail.txt", "sets/harbuor: there is no such set; did you mean harbour?"),
    ("read meadow mail.txt", "sets/meadow/access.json: nobody has a passphrase yet; als access grant gives one"),
    ("take harbour 3f9a", "sets/harbour/inbox.json: no reply that waits begins with 3f9a; als inbox read shows those that wait"),
    ("drop harbour 3f9a", "sets/harbour/inbox.json: no reply that waits begins with 3f9a; als inbox read shows those that wait"),
])
def test_what_cannot_work_is_said_before_the_passphrase_is_asked_for(kept, als, command, line):
    said = als("inbox", *command.split())
    assert (said.code, said.out, said.errors) == (1, "", [line])


def test_so_are_mistakes_in_the_records_and_that_nobody_keeps_them(kept, als):
    write(kept, {"sets/harbour/inbox.json": "{"})
    assert als("inbox", "read", "harbour").errors[0].startswith("sets/harbour/inbox.json: this is not a whole list")
    (kept / "sets/harbour/inbox.json").unlink()
    write(kept, {"sets/harbour/set.yml": SET.replace("    members:", "    record_keeper: amara\n    members:")})
    assert als("inbox", "read", "harbour", "mail.txt").errors == [
        "sets/harbour/set.yml: nobody who has a passphrase takes replies in; name somebody in record_keeper"
    ]
    write(kept, {"sets/harbour/set.yml": SET.replace("name: Harbour", "nane: Harbour")})
    assert als("inbox", "read", "harbour", "mail.txt").errors[0].startswith("sets/harbour/set.yml:1:")


def test_where_nothing_waits_nobody_is_asked(kept, ok, als):
    for command in (("read", "harbour"), ("take", "harbour", "--all")):
        said = ok("inbox", *command)
        assert (said.out, said.err) == ("No reply waits.\n", "")
    assert ASKED in als("inbox", "read", "harbour", "mail.txt", input="no such words\n").err


def test_a_code_is_not_pasted_for_who_has_a_passphrase(kept, als):
    assert als("access", "admit", "harbour", "fay", "-", input="").errors == [
        "sets/harbour/access.json: Fay Marsh has a passphrase already; to put this code in its place, add --replace"
    ]

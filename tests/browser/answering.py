"""An organisation whose members answer: cleo has actions and may bring a topic, ben has a turn to agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from als_plugin.records import load_set
from als_plugin.vault.armour import find_replies

from ..inbox.test_inbox import FIRST, MEETING, SESSION, SEVEN, is_today
from ..site.organisation import Organisation, picture

__all__ = ["MEETING", "answering", "is_today", "read_in", "taken_from_cleo_and_ben", "tells_nothing"]


def answering(root: Path) -> Organisation:
    """Published once; the facilitator's passphrase is in a file beside it."""
    made = Organisation.drawn(root, {
        "sets/quay/set.yml": SEVEN, "sets/quay/sessions/2026-01-14.yml": FIRST.replace("dev]", "dev, elif, gus, hana]"),
        "sets/quay/sessions/2026-04-15.yml": SESSION,
    })
    (made.root / "sets/quay/sessions/2026-06-10.yml").unlink()
    made.grant("fay", "amara", "ben", "cleo", "dev")
    picture(made.root, {"passphrase": made.passphrases["fay"] + "\n"})
    done = made.run("als", "build")
    assert done.returncode == 0, done.stderr
    return made


def tells_nothing(text: str, *words: str) -> bool:
    """Whether none of these words can be read in sealed replies, be it in their letters or in the bytes that these stand for."""
    found = list(find_replies(text))
    assert found and all(one.data for one in found)
    plain = b"".join(one.data or b"" for one in found)
    # Of letters by the thousand some spell a short word by chance; a space is not among them.
    return not any(word.encode() in plain or (" " in word and word in text) for word in words)


def read_in(of: Organisation, text: str, command: str) -> Any:
    """What the command says of these replies: `read` them, or `take` all that wait."""
    (of.root / "mail.txt").write_text(text)
    arguments = ["read", "quay", "mail.txt"] if command == "read" else ["take", "quay", "--all"]
    done = of.run("als", "inbox", *arguments, "--json", "--passphrase-file", "passphrase")
    return json.loads(done.stdout)


def taken_from_cleo_and_ben(of: Organisation, texts: list[str]) -> None:
    """Take in cleo's report-back, her topic and ben's agreed turn, as their browsers sealed them, and see that the record has them."""
    text = "\r\n".join(texts)
    shown = read_in(of, text, "read")
    assert not shown["refused"] and all(one["fits"] for one in shown["waiting"]), shown
    assert sorted((one["person"], one["kind"]) for one in shown["waiting"]) == [("ben", "agree"), ("cleo", "bid"), ("cleo", "report")]
    taken = read_in(of, "", "take")
    assert len(taken["taken"]) == 3 and not taken["refused"], taken
    record = load_set(of.root / "sets/quay")
    draft = record.sessions[str(MEETING)]
    agreed = record.sessions["2026-04-15"].turns[1].agreed_on
    assert agreed and is_today(agreed)
    assert draft.topics[0].headline == "A partner who is leaving"
    reports = [report for session in record.sessions.values() for report in session.reports if report.member == "cleo"]
    assert ("done", "I rang <b>them</b>.") in [(report.status, report.did) for report in reports]
    assert of.run("als", "check").returncode == 0

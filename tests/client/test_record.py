"""The editor of sessions: what it finds wrong is what `als check` finds, and what it saves is what was written."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from als_plugin.errors import Errors
from als_plugin.pages.run_sheet import run_sheet_context
from als_plugin.records import SetRecord, ledger, load, load_set
from als_plugin.records.findings import Findings
from als_plugin.records.view import View

from ..records.cases import TODAY, Case, write
from .sources import copied

BAD = Path(__file__).parents[1] / "records" / "bad"
COUNT = 200
VIEW = View("facilitator")
# A session past its time is no matter of what is written in it; whether an id is counted, its file alone tells.
ELSEWHERE = {"past-its-retention", "report-on-a-counted-id"}
# Ids are chosen from lists in an editor: what follows from a mistyped one need not be guessed there.
SLIPS = {"slip-in-a-presenter", "slip-in-the-attendance"}
# An editor marks the field itself, so it says no place in words beside the path.
IN_WORDS = re.compile(r"(\[\d+\](?:\.\w+)*) \([^)]*\)")

SET = """\
name: Riverside
facilitator: {id: ros, name: Ros Thackeray}
members:
  - {id: amara, name: Amara Okafor}
  - {id: ben, name: Ben Lindqvist}
  - {id: cleo, name: Cleo Marsh}
  - {id: dai, name: Dai Prosser}
agreement:
  record: suggestions
retention: {keep_months: 24}
"""
OCTOBER = """\
date: 2026-10-14
status: published
attendance: {present: [amara, ben, cleo, dai]}
turns:
  - presenter: amara
    topic: Staffing
    agreed_on: 2026-10-20
    actions:
      - {id: figures, do: Ask for the figures}
      - {id: ring, do: Ring the estates office, owner: ben}
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("client") / "client", "--omit=dev")


def ask(client: Path, given: object, *arguments: str) -> str:
    """What the model answers in Node."""
    command = [Path(sys.executable).parent / "node", Path(__file__).with_name("record.mjs"), client, *arguments]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def plain(session: Any) -> dict[str, Any]:
    """A session as plain JSON: what is written in it."""
    return json.loads(session.model_dump_json(by_alias=True, exclude_defaults=True))


def asked_about(record: SetRecord, stem: str) -> dict[str, Any]:
    """A session, and what it is judged by: the set, and its other sessions."""
    others = record.model_copy(update={"sessions": {name: each for name, each in record.sessions.items() if name != stem}})
    context = run_sheet_context(others, ledger(others, VIEW, today=TODAY))
    session = plain(record.sessions[stem])
    for turn in session.get("turns", []):
        for action in turn.get("actions", []):
            # The loader fills it in where it is not written.
            if action["owner"] == turn["presenter"]:
                del action["owner"]
    return {"session": session, "context": context, "stem": stem, "today": TODAY.isoformat()}


def test_both_find_the_same(client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case that gets as far as the model, and that is about a session."""
    judged: list[SetRecord] = []
    found_by_rules = load.check

    def remember(record: SetRecord, *rest: Any, **named: Any) -> Findings:
        judged.append(record)
        return found_by_rules(record, *rest, **named)

    monkeypatch.setattr(load, "check", remember)
    names: list[str] = []
    asked: list[dict[str, Any]] = []
    expected: list[set[str]] = []
    for path in sorted(BAD.glob("*.txt")):
        judged.clear()
        with pytest.raises(Errors) as caught:
            load_set(write(tmp_path / path.stem, Case.parse(path.read_text("utf-8")).files), shown="sets/riverside", today=TODAY)
        lines = [(str(error.place).split(":")[0], IN_WORDS.sub(r"\1", error.problem)) for error in caught.value.errors]
        broken = {Path(place).stem for place, _problem in lines}
        # A set.yml with mistakes is no matter of an editor of sessions; nor is a session that was never read.
        if not judged or path.stem in ELSEWHERE | SLIPS or "set" in broken or not broken <= judged[0].sessions.keys():
            continue
        for stem in sorted(broken):
            names.append(f"{path.stem}: {stem}")
            asked.append(asked_about(judged[0], stem))
            expected.append({problem for place, problem in lines if Path(place).stem == stem})
    answers = [set(told) for told in json.loads(ask(client, asked, "problems"))]
    assert dict(zip(names, answers, strict=True)) == dict(zip(names, expected, strict=True))
    assert len(names) >= 30


def saved_and_loaded(client: Path, folder: Path, seed: int, count: int) -> int:
    """Walk through the editor and read what it saves with the program's own loader; how many sessions had something in them."""
    root = write(folder, {"set.yml": SET, "sessions/2026-10-14.yml": OCTOBER})
    record = load_set(root, today=TODAY)
    context = run_sheet_context(record, ledger(record, VIEW, today=TODAY))
    full = 0
    for line in ask(client, context, "walk", str(seed), str(count)).splitlines():
        made = json.loads(line)
        (root / "set.yml").write_text(SET.replace("record: suggestions", f"record: {made['level']}"), "utf-8")
        (root / "sessions" / "2026-10-14.yml").write_text("date: 2026-10-14\nstatus: purged\n", "utf-8")
        file = root / "sessions" / "2026-11-18.yml"
        file.write_text(made["file"], "utf-8")
        read: list[Any] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(load, "check", lambda record, *_rest, _into=read, **_named: _into.append(record) or Findings())
            try:
                load_set(root, today=TODAY)
            except Errors as errors:
                raise AssertionError(f"{errors}\n{made['file']}") from None
        session = plain(read[0].sessions["2026-11-18"])
        # The loader fills in whose an action is where that is not written.
        for action in (*actions(session), *actions(made["session"])):
            action.pop("owner", None)
        assert session == made["session"], made["file"]
        full += len(session) > 2
    return full


def actions(session: dict[str, Any]) -> list[dict[str, Any]]:
    """All actions of a plain session."""
    return [*(action for turn in session.get("turns", []) for action in turn.get("actions", [])), *session.get("actions", [])]


def test_what_is_saved_is_what_was_written(client: Path, tmp_path: Path) -> None:
    assert saved_and_loaded(client, tmp_path, 1, COUNT) > COUNT // 2


def test_a_file_as_a_careful_person_writes_it(client: Path, tmp_path: Path) -> None:
    record = load_set(write(tmp_path, {"set.yml": SET, "sessions/2026-10-14.yml": OCTOBER}), today=TODAY)
    text = (Path(__file__).parent / "careful.yml").read_text("utf-8")
    file = write(tmp_path, {"sessions/2026-11-18.yml": text})
    session = load_set(file, today=dt.date(2026, 11, 23)).sessions["2026-11-18"]
    asked = run_sheet_context(record, ledger(record, VIEW, today=TODAY))
    assert ask(client, [plain(session), asked], "save") == text

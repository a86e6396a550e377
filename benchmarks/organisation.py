"""Synthetic organisations: seeded, of any size, obeying every rule of the records.

    python -m benchmarks.organisation FOLDER --sets 3 --people 8 --sessions 24 --rich
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import yaml

__all__ = ["set_files", "write_sets"]

FIRST = "Ada Bram Cora Dario Esme Finn Greta Hugo Ines Jonas Kaia Lorcan Mina Nils Orla Pavel".split()
LAST = "Ashdown Birkett Castell Dunmow Eastry Farlow Garside Hathern Inskip Jarrold Kelham Lydgate".split()
NOUNS = (
    "rota budget handover tender merger ward timetable grant report backlog team room deadline contract apprentice "
    "committee survey supplier agenda promise silence letter plan complaint meeting"
).split()
VERBS = "ask draft ring visit measure cancel write offer try postpone share name count hear read explain".split()
LINKS = "because although while until since so after before unless".split()

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Writer:
    """Sentences that mean nothing and have the length of real ones."""

    def __init__(self, chance: random.Random, rich: bool) -> None:
        self.chance, self.rich = chance, rich

    def sentence(self) -> str:
        pick = self.chance.choice
        return f"I {pick(VERBS)} the {pick(NOUNS)} {pick(LINKS)} the {pick(NOUNS)} and the {pick(NOUNS)} {pick(VERBS)} it."

    def text(self, sentences: int) -> str:
        words = " ".join(self.sentence() for _number in range(sentences))
        if not self.rich:
            return words
        return f"{words}\n\n- **{self.sentence()}**\n- *{self.sentence()}* & [a page](https://example.org/)\n"

    def line(self) -> str:
        return f"The {self.chance.choice(NOUNS)} and the {self.chance.choice(NOUNS)}"


def set_files(number: int, *, people: int, sessions: int, rich: bool, seed: int = 1) -> dict[str, Any]:
    """The records of one set: data by path in its folder, ready to be written as YAML.

    `people` members and a facilitator meet every three weeks; two or three topics a session, an action or two each, reported
    on next time. The same arguments give the same set.
    """
    chance = random.Random(f"{seed}/{number}")
    writer = Writer(chance, rich)
    names = [f"{FIRST[index % len(FIRST)]} {chance.choice(LAST)}" for index in range(people)]
    members = [{"id": f"{name.split()[0].lower()}{index}", "name": name} for index, name in enumerate(names)]
    ids = [member["id"] for member in members]
    start = dt.date(2026, 10, 7) - dt.timedelta(weeks=3 * max(sessions - 1, 0))
    dates = [start + dt.timedelta(weeks=3 * index) for index in range(sessions)]
    files: dict[str, Any] = {
        "set.yml": {
            "name": f"Set {number:05}",
            "purpose": writer.text(2),
            "facilitator": {"id": "caretaker", "name": f"Robin {chance.choice(LAST)}"},
            "members": members,
            "agreement": {
                "record": "suggestions", "confidentiality": writer.text(2), "ground_rules": [writer.sentence() for _n in range(4)],
            },
            "retention": {"until": dt.date(2090, 1, 1)},
            "meetings": [{"date": day} for day in [*dates, dates[-1] + dt.timedelta(weeks=200)]] if dates else [],
        }
    }
    open_actions: list[tuple[str, str]] = []
    for index, day in enumerate(dates):
        presenters = [ids[(index * 2 + turn) % people] for turn in range(chance.choice((2, 3)))]
        reports = [
            {"member": owner, "action": action, "status": chance.choice(("done", "done", "open")),
             "did": writer.text(1), "happened": writer.text(1), "learned": writer.sentence()}
            for owner, action in open_actions
        ]
        open_actions = [
            (report["member"], report["action"]) for report in reports if report["status"] == "open"
        ] + [(presenter, f"{day}/{presenter}") for presenter in presenters]
        files[f"sessions/{day}.yml"] = {
            "date": day,
            "status": "published",
            "attendance": {"present": ids},
            "reports": reports,
            "topics": [
                {"member": each, "headline": writer.line(), "outcome": "chosen" if each in presenters else "not_chosen"}
                for each in ids if each in presenters or chance.random() < 0.3
            ],
            "turns": [
                {
                    "presenter": presenter, "minutes": 40, "minutes_used": chance.randint(25, 55), "scenario": writer.text(8),
                    "question": writer.sentence(), "suggestions": [writer.text(1) for _n in range(5)], "response": writer.text(3),
                    "agreed_on": day + dt.timedelta(days=5),
                    "actions": [{"id": presenter, "do": writer.text(1), "due": day + dt.timedelta(weeks=4)}],
                }
                for presenter in presenters
            ],
            "review": {"worked": writer.sentence(), "learned": writer.sentence()},
        }
    return files


def write_sets(folder: Path, *, sets: int, people: int, sessions: int, rich: bool, seed: int = 1) -> list[str]:
    """Write so many sets into `folder` (an organisation's `sets/`); returns their ids."""
    write = partial(_write_set, folder, people=people, sessions=sessions, rich=rich, seed=seed)
    numbers = range(1, sets + 1)
    if sets < 100:
        return [write(number) for number in numbers]
    with ProcessPoolExecutor() as pool:
        return list(pool.map(write, numbers, chunksize=20))


def _write_set(folder: Path, number: int, *, people: int, sessions: int, rich: bool, seed: int) -> str:
    set_id = f"set-{number:05}"
    (folder / set_id / "sessions").mkdir(parents=True)
    for path, data in set_files(number, people=people, sessions=sessions, rich=rich, seed=seed).items():
        text = yaml.dump(data, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=100)
        (folder / set_id / path).write_text(text, encoding="utf-8")
    return set_id


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for name, default in (("sets", 1), ("people", 8), ("sessions", 24), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--rich", action="store_true", help="texts with Markdown in them")
    chosen = parser.parse_args()
    made = write_sets(
        chosen.folder, sets=chosen.sets, people=chosen.people, sessions=chosen.sessions, rich=chosen.rich, seed=chosen.seed
    )
    print(f"{len(made)} sets in {chosen.folder}")


if __name__ == "__main__":
    main()

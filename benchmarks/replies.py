"""Taking a hundred replies in by the command: `python -m benchmarks.replies --number 100 --rounds 3`.

A set of eight people, 24 sessions and a facilitator; each member sends topics, report-backs and corrections in turn. One mail
holds all of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from als_plugin.records import View, ledger, load_set, project
from als_plugin.vault import Access, Publisher
from als_plugin.vault.armour import armour
from als_plugin.vault.format import b64
from als_plugin.vault.replies import Header, seal_reply

from .organisation import write_sets

SET = "set-00001"


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="als-bench-") as made:
        root = Path(made) / "organisation"
        root.mkdir()
        passphrase = _organisation(root)
        _mail(root, chosen.number)
        times: dict[str, list[float]] = {"read": [], "take": []}
        for round_ in range(chosen.rounds):
            copy = Path(made) / f"round{round_}"
            shutil.copytree(root, copy)
            (copy / "passphrase").write_text(passphrase)
            for name, arguments in (("read", ["read", SET, "mail.txt"]), ("take", ["take", SET, "--all"])):
                begun = time.perf_counter()
                program = Path(sys.executable).with_name("als")
                done = subprocess.run(
                    [program, "inbox", *arguments, "--passphrase-file", "passphrase"], cwd=copy, capture_output=True, text=True
                )
                times[name].append(time.perf_counter() - begun)
                assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        for name, each in times.items():
            print(f"{name}: {statistics.median(each):.2f} s ({min(each):.2f} to {max(each):.2f}), {chosen.number} replies")


def _organisation(root: Path) -> str:
    """A set with keys; returns the facilitator's passphrase."""
    publisher = Publisher.generate()
    plugins = ["search", {"als": {"publisher": b64(publisher.public)}}]
    (root / "mkdocs.yml").write_text(yaml.safe_dump({"site_name": "Handbook", "plugins": plugins}), encoding="utf-8")
    write_sets(root / "sets", sets=1, people=8, sessions=24, rich=True)
    file = root / "sets" / SET / "set.yml"
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    written.setdefault("facilitator", {"id": "fay", "name": "Fay Marshwood"})
    written["meetings"] = [*written.get("meetings", []), {"date": dt.date.today() + dt.timedelta(days=20)}]
    file.write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8")
    done = subprocess.run([Path(sys.executable).with_name("als"), "check", "--fix", "--yes"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    record = load_set(root / "sets" / SET)
    access = Access.new(publisher.public)
    today = dt.date.today()
    given = {person: access.grant(person, today, kdf=_quick) for person in record.file.people if person != record.file.facilitator[0].id}
    passphrase = access.grant(record.file.facilitator[0].id, today)
    access.save(root / "sets" / SET / "access.json")
    _PRIVATE.update({person: access.own_key(words, kdf=_quick)[1] for person, words in given.items()})
    return passphrase


_PRIVATE: dict[str, bytes] = {}


def _quick(secret: bytes, salt: bytes) -> bytes:
    """The senders' passphrases are never typed here, so their keys need not take their second."""
    return (secret + salt)[:32].ljust(32, b"\0")


def _mail(root: Path, number: int) -> None:
    """Write a mail of so many replies."""
    record = load_set(root / "sets" / SET)
    access = Access.load(root / "sets" / SET / "access.json")
    today = dt.date.today()
    keeper = access.people[record.file.facilitator[0].id].slot.public
    view = View("facilitator")
    open_ = [action for action in ledger(project(record, view, today=today), view, today=today).actions if action.owner in _PRIVATE]
    people = [person.id for person in record.file.members if person.id in _PRIVATE and person.belongs(today)]
    texts = []
    for n in range(number):
        content: dict[str, Any]
        if n % 3 == 0 and n // 3 < len(open_):
            action = open_[n // 3]
            person, content = action.owner, {"kind": "report", "action": action.id, "status": "open", "on": today.isoformat(), "did": f"Step {n}."}
        elif n % 3 == 1:
            person, content = people[n % len(people)], {"kind": "bid", "headline": f"A question of mine, number {n}", "minutes": 20}
        else:
            person, content = people[n % len(people)], {"kind": "correction", "place": "sessions/", "wish": f"A word on page {n}."}
        header = Header(access.set_id, int(time.time()) - 60, os.urandom(16))
        pair = (_PRIVATE[person], access.people[person].slot.public)
        texts.append(armour(seal_reply(content, header, publisher=access.publisher, sender=pair, keepers=[keeper])))
    (root / "mail.txt").write_text("\n".join(texts), encoding="utf-8")


if __name__ == "__main__":
    main()

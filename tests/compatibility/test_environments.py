"""The samples, built with the lowest versions that pyproject.toml admits, and with ProperDocs in MkDocs' place.

The environments are made by `make test`; all tests run in them on `make soak`.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from als_plugin.vault import open_site

ROOT = Path(__file__).parents[2]
PASSPHRASE = re.compile(r"^\| \[(\w+)\]\([^)]*\) \| [^|]+ \| `([a-z0-9 -]+)` \|", re.MULTILINE)
SAMPLES = ("harbour", "northgate", "riverside")


def python(environment: str, code: str) -> list[str]:
    """What this code prints there."""
    program = ROOT / f".venv-{environment}/bin/python"
    assert program.exists(), "run make test once: it makes the environments"
    return subprocess.run([program, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()


def test_the_lowest_versions_are_there() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    lowest = dict(re.split(">=", each.split(",")[0]) for each in wanted)
    said = python("lowest", f"from importlib.metadata import version\nfor each in {list(lowest)!r}: print(version(each))")
    assert len(said) == len(lowest)
    for name, version in zip(lowest, said, strict=True):
        assert re.fullmatch(re.escape(lowest[name]) + r"(\.0+)*", version), f"{name} {version}"


def test_properdocs_stands_in() -> None:
    assert python("properdocs", "import mkdocs.plugins; print(mkdocs.plugins.BasePlugin.__module__)") == ["properdocs.plugins"]


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ("lowest", ["als", "build", "--site-dir"]),
        ("lowest", ["mkdocs", "build", "--site-dir"]),
        ("properdocs", ["als", "build", "--site-dir"]),
        ("properdocs", ["properdocs", "build", "-f", "mkdocs.yml", "--site-dir"]),
    ],
    ids=lambda each: each if isinstance(each, str) else each[0],
)
def test_the_samples_are_built_and_open(environment: str, command: list[str], tmp_path: Path) -> None:
    site = tmp_path / "site"
    program = ROOT / f".venv-{environment}/bin" / command[0]
    done = subprocess.run([program, *command[1:], site], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    passphrases = dict(PASSPHRASE.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    for each in SAMPLES:
        folder = site / each
        opened = open_site(lambda path, folder=folder: (folder / path).resolve().read_bytes(), passphrases[each])
        pages = {path: opened.read(path)[0].decode() for path in opened.paths() if path.endswith("index.html")}
        assert len(pages) > 20 and all("</html>" in page for page in pages.values())
        assert "data-als-meetings" in pages["index.html"] and "guide/members/what-to-expect/index.html" in pages

"""The client's sources with the locked npm releases, in a folder of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CLIENT = Path(__file__).parents[2] / "als_plugin" / "client"


def npm(folder: Path, *arguments: str) -> None:
    tools = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([tools / "npm", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def install(folder: Path, *options: str) -> None:
    """The releases that the folder's lock file names: from what is on this computer, where it is, as a registry may be slow."""
    npm(folder, "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", *options)


def copied(place: Path, *options: str) -> Path:
    """A copy in `place`; `options` go to npm ci."""
    shutil.copytree(CLIENT, place, ignore=shutil.ignore_patterns("node_modules", "dist", "__pycache__"))
    # The style sheet takes its colours from the pages' own.
    tokens = place.parent / "pages" / "assets" / "tokens.css"
    tokens.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(CLIENT.parent / "pages" / "assets" / "tokens.css", tokens)
    install(place, *options)
    return place

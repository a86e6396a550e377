"""An icon that opens the desk by a double click."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from platformdirs import user_desktop_path

from ..errors import AlsError
from ..words import _

__all__ = ["leave_shortcut"]


def leave_shortcut(config_file: Path) -> Path:
    """Write it onto the user's desktop; returns where. Raises AlsError where it cannot be written."""
    name, config = f"{config_file.parent.name} desk", str(config_file.resolve())
    command = [sys.executable, "-c", "from als_plugin.cli import main; main()", "desk", "-f", config]
    if any(sign in part for part in command for sign in '"\r\n%'):
        raise AlsError(config, _("has a sign in its path that no shortcut can hold"), _("rename the folder"))
    if sys.platform == "win32":
        line = " ".join(f'"{part}"' for part in command)
        path, text = user_desktop_path() / f"{name}.cmd", f"@echo off\r\nchcp 65001 >nul\r\n{line}\r\n"
    elif sys.platform == "darwin":
        path, text = user_desktop_path() / f"{name}.command", f"#!/bin/sh\nexec {shlex.join(command)}\n"
    else:
        line = " ".join('"' + part.replace("\\", "\\\\\\\\").replace("`", "\\\\`").replace("$", "\\\\$") + '"' for part in command)
        path, text = user_desktop_path() / f"{name}.desktop", f"[Desktop Entry]\nType=Application\nName={name}\nExec={line}\nTerminal=true\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        path.chmod(0o755)
    except OSError as error:
        raise AlsError(str(path), _("cannot be written: {error}").format(error=error.strerror), _("make the folder, or start als desk by hand")) from None
    return path

"""Programs of this computer's that carry files: started without a shell, and asking nobody anything."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ....errors import AlsError
from ....words import _

__all__ = ["SSH", "failed", "run"]

SSH = "ssh -oBatchMode=yes -oStrictHostKeyChecking=yes -oConnectTimeout=20"
"""Hosts that are known already, and keys that need no asking."""

_SECONDS = 3600


def run(
    *command: str, shown: str, given: bytes = b"", within: Path | None = None, variables: Mapping[str, str] | None = None,
    may_fail: frozenset[int] = frozenset(),
) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end; what it reads is `given`. Raises AlsError, with its last words, where it fails."""
    try:
        done = subprocess.run(
            command, input=given, cwd=within, env={**os.environ, "LC_ALL": "C", **(variables or {})}, capture_output=True, timeout=_SECONDS, check=False,
        )
    except FileNotFoundError:
        raise AlsError(shown, _("the program {name} is not on this computer").format(name=command[0]), _("install it")) from None
    except subprocess.TimeoutExpired:
        raise AlsError(shown, _("has not ended within an hour"), _("see that the host is well, and publish again")) from None
    if done.returncode and done.returncode not in may_fail:
        raise failed(shown, done)
    return done


def failed(shown: str, done: subprocess.CompletedProcess[bytes]) -> AlsError:
    """The mistake of a program that ended badly, with its last words."""
    lines = [line.strip() for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
    why = "; ".join(lines[-3:])[:400] or str(done.returncode)
    return AlsError(
        shown, _("cannot be reached or written ({why})").format(why=why),
        _("what stands there stays whole; put this right and publish again: it goes on where it stopped"),
    )

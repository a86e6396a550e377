"""A folder on a host that ssh leads to, written by rsync."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from ....vault import MANIFEST
from .programs import SSH, failed, run

__all__ = ["Rsync"]

_ROW = re.compile(r"^-\S+\s+([\d,]+)\s+\S+\s+\S+\s(.+)$")
_NONE = frozenset({23})
"""Something that was asked for is not there."""
_GONE = frozenset({23, 24})
"""The same, where this is the point: what is missing here is to be removed there."""


class Rsync:
    """`user@host:/folder`. Only a host whose key is known is spoken to, and nobody is asked for a password."""

    def __init__(self, name: str, address: str, port: int | None, private: Path) -> None:
        self.name, self.shown = name, f"{address.partition(':')[0]}:{address.partition(':')[2]}"
        self._there = address.rstrip("/") + "/"
        self._ssh = f"{SSH} -p{port}" if port else SSH
        self._private = Path(tempfile.mkdtemp(prefix="rsync-", dir=private))

    def _run(self, *options: str, given: str = "", may_fail: frozenset[int] = frozenset()) -> bytes:
        done = run("rsync", "--protect-args", "--rsh", self._ssh, *options, shown=self.shown, given=given.encode(), may_fail=may_fail)
        if done.returncode and not any(each in done.stderr for each in (b"No such file", b"has vanished")):
            raise failed(self.shown, done)
        return done.stdout

    def read(self, path: str) -> bytes | None:
        here = self._private / "read"
        here.unlink(missing_ok=True)
        self._run("--", f"{self._there}{path}", str(here), may_fail=_NONE)
        return here.read_bytes() if here.is_file() else None

    def copies(self, paths: Collection[str]) -> Iterator[tuple[str, bytes | None]]:
        here = Path(tempfile.mkdtemp(dir=self._private))
        self._run("-r", "--from0", "--files-from=-", "--", self._there, f"{here}/", given="\0".join(paths), may_fail=_NONE)
        for path in paths:
            yield path, (here / path).read_bytes() if (here / path).is_file() else None

    def found(self) -> dict[str, int]:
        listed = self._run("-r", "--list-only", "--no-h", "--", self._there, may_fail=_NONE).decode(errors="surrogateescape")
        rows = (_ROW.match(line) for line in listed.splitlines())
        return {row[2]: int(row[1].replace(",", "")) for row in rows if row}

    def put(self, site: Path, paths: Collection[str]) -> None:
        if paths:
            # Each file is written beside its place and renamed; what is there already, byte for byte, is not sent.
            self._run("-rt", "--checksum", "--delay-updates", "--mkpath", "--from0", "--files-from=-", "--", f"{site}/", self._there, given="\0".join(sorted(paths)))

    def remove(self, paths: Collection[str]) -> None:
        if not paths:
            return
        empty = Path(tempfile.mkdtemp(dir=self._private))
        for folder in {Path(path).parent for path in paths}:  # what is missing is told only of folders that are here
            (empty / folder).mkdir(parents=True, exist_ok=True)
        self._run("-r", "--delete-missing-args", "--from0", "--files-from=-", "--", f"{empty}/", self._there, given="\0".join(paths), may_fail=_GONE)

    def done(self, site: Path, keep: Collection[str], manifest: bytes) -> None:
        """All else stands already."""
        folder = Path(tempfile.mkdtemp(dir=self._private))
        (folder / MANIFEST).write_bytes(manifest)
        self.put(folder, [MANIFEST])

    def close(self) -> None:
        shutil.rmtree(self._private, ignore_errors=True)

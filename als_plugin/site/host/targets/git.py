"""A branch that a host for pages shows: one commit with all files and no history."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from ....errors import AlsError
from ....vault import MANIFEST, Manifest, VaultError
from ....words import _
from .programs import SSH, run

__all__ = ["Git"]

_SAFE = {
    "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "https:ssh:file", "GIT_SSH_COMMAND": SSH, "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "als", "GIT_AUTHOR_EMAIL": "als@localhost", "GIT_COMMITTER_NAME": "als", "GIT_COMMITTER_EMAIL": "als@localhost",
}


class Git:
    """A branch of a repository. Nothing stands there before all does; what stood there before has no name any more."""

    def __init__(self, name: str, address: str, branch: str, current: str | None, private: Path) -> None:
        self.name, self.shown = name, f"{address} ({branch})"
        self._address, self._branch = address, branch
        self._folder = Path(tempfile.mkdtemp(prefix="git-", dir=private))
        self._git("init", "--quiet", "--bare", ".")
        self._tip = self._look(current)

    def _git(self, *words: str, more: dict[str, str] | None = None, given: bytes = b"", may_fail: frozenset[int] = frozenset()) -> subprocess.CompletedProcess[bytes]:
        return run(
            "git", "-c", "core.hooksPath=/dev/null", *words, shown=self.shown, within=self._folder, given=given,
            variables={**_SAFE, "GIT_DIR": str(self._folder), **(more or {})}, may_fail=may_fail,
        )

    def _look(self, current: str | None) -> str | None:
        """The commit that the branch is at. Raises AlsError where it is one that must not be written over."""
        listed = self._git("ls-remote", "--symref", "--", self._address, "HEAD", f"refs/heads/{self._branch}").stdout.decode(errors="replace")
        default = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", listed, re.MULTILINE)
        if self._branch == current or (default and default[1] == self._branch):
            raise self._refusal(_("this is the branch that people work on, and publishing replaces all that is in it"))
        tip = re.search(rf"^([0-9a-f]{{40,64}})\trefs/heads/{re.escape(self._branch)}$", listed, re.MULTILINE)
        if tip is None:
            return None
        self._git("fetch", "--quiet", "--depth=1", "--no-tags", "--", self._address, f"refs/heads/{self._branch}")
        self._tip = tip[1]
        try:
            if not Manifest.decode(self.read(MANIFEST) or b"").signed_by_publisher():
                raise VaultError(MANIFEST, "", "")
        except VaultError:
            raise self._refusal(_("what is in this branch was not published by als, and would be gone")) from None
        return tip[1]

    def _refusal(self, problem: str) -> AlsError:
        return AlsError(self.shown, problem, _("name a branch of its own, such as gh-pages, or an empty one"))

    def read(self, path: str) -> bytes | None:
        if self._tip is None:
            return None
        done = self._git("cat-file", "blob", f"{self._tip}:{path}", may_fail=frozenset({128}))
        return None if done.returncode else done.stdout

    def copies(self, paths: Collection[str]) -> Iterator[tuple[str, bytes | None]]:
        return ((path, self.read(path)) for path in paths)

    def found(self) -> dict[str, int]:
        if self._tip is None:
            return {}
        listed = self._git("ls-tree", "-r", "-l", "-z", self._tip).stdout.decode(errors="surrogateescape").split("\0")
        rows = (row.partition("\t") for row in listed if row)
        return {path: int(about.split()[3]) for about, _tab, path in rows}

    def put(self, site: Path, paths: Collection[str]) -> None:
        """Nothing yet: the branch changes at once, in `done`."""

    def remove(self, paths: Collection[str]) -> None:
        """What is not put is not there."""

    def done(self, site: Path, keep: Collection[str], manifest: bytes) -> None:
        index = {"GIT_INDEX_FILE": str(self._folder / "als-index")}
        self._git("--work-tree", str(site), "-c", "core.autocrlf=false", "-c", "core.excludesFile=/dev/null", "add", "--force", "--all", "--", str(site), more=index)
        kept = [path for path in sorted(keep) if not (site / path).exists()]
        rows = [row for row in self._git("ls-tree", "-r", "-z", self._tip).stdout.split(b"\0") if row] if self._tip and kept else []
        wanted = {path.encode(errors="surrogateescape") for path in kept}
        again = b"".join(row + b"\0" for row in rows if row.partition(b"\t")[2] in wanted)
        if again:
            self._git("update-index", "-z", "--index-info", more=index, given=again)
        for name, data in ((MANIFEST, manifest), (".nojekyll", b"")):
            blob = self._git("hash-object", "-w", "--stdin", given=data).stdout.decode().strip()
            self._git("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}", more=index)
        tree = self._git("write-tree", more=index).stdout.decode().strip()
        commit = self._git("commit-tree", tree, "-m", "Published by als").stdout.decode().strip()
        lease = f"--force-with-lease=refs/heads/{self._branch}:{self._tip or ''}"
        self._git("push", "--quiet", lease, "--", self._address, f"{commit}:refs/heads/{self._branch}")
        self._git("fetch", "--quiet", "--depth=1", "--no-tags", "--", self._address, f"refs/heads/{self._branch}")
        self._tip = self._git("rev-parse", "FETCH_HEAD").stdout.decode().strip()

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

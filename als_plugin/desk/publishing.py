"""What will change and for whom, and the build that lets it: the same as `als build`, as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from ..errors import AlsError
from ..records import View, today_in
from ..vault import KEYRING, Access
from ..words import _
from .answers import told
from .organisation import Desk

__all__ = ["Publishing"]


class Publishing:
    """What is published of an organisation, and the one build at a time that changes it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._site: tuple[int, Path] | None = None
        self._lock = threading.Lock()
        self._state: dict[str, Any] = {"running": False, "lines": [], "at": None, "failed": False}

    def routes(self) -> list[Route]:
        """Its addresses."""
        return [
            Route("/api/publish", told(lambda request: self.plan())),
            Route("/api/publish/state", told(lambda request: self._state)),
            Route("/api/publish", told(self.begin), methods=["POST"]),
        ]

    @property
    def site(self) -> Path:
        """The folder of the built site, as mkdocs.yml says."""
        from ..site.mkdocs.run import settings

        stamp = self._desk.config_file.stat().st_mtime_ns
        if self._site is None or self._site[0] != stamp:
            self._site = stamp, Path(settings(self._desk.config_file).site_dir)
        return self._site[1]

    def changed(self, set_id: str) -> bool | None:
        """Whether a set's files are other than those of its last build; None where there was none."""
        from ..site.changes.digests import appearance
        from ..site.changes.last_build import State

        site = self.site
        if not (site / set_id / KEYRING).is_file():
            return None
        known = State(site, str(site.resolve())).known(set_id)
        if known is None:
            return bool(self._newer(set_id))
        return known.look != appearance(self._desk.folder(set_id))[0] and bool(self._newer(set_id))

    def plan(self) -> dict[str, Any]:
        """For each set, what has changed since it was built, who can open it, and who no longer will."""
        sets = []
        for set_id in self._desk.ids():
            try:
                sets.append(self._of_set(set_id))
            except AlsError as error:
                sets.append({"id": set_id, "name": set_id, "error": str(error)})
        return {"sets": sets, "site": str(self.site), "state": self._state}

    def begin(self, request: Request, given: dict[str, Any]) -> dict[str, Any]:
        """Begin a build of these sets (none named: of all). Raises AlsError while one is running."""
        sets = [each for each in given.get("sets", []) if each in self._desk.ids()]
        with self._lock:
            if self._state["running"]:
                raise AlsError(_("Publish"), _("is under way already"), _("wait until it is done"))
            self._state = {"running": True, "lines": [], "at": None, "failed": False}
        threading.Thread(target=self._build, args=(sets,), daemon=True).start()
        return self._state

    def _of_set(self, set_id: str) -> dict[str, Any]:
        from ..site.sets.views import readers

        record, folder = self._desk.record(set_id), self._desk.folder(set_id)
        path = folder / "access.json"
        access = Access.load(path) if path.is_file() and not path.is_symlink() else None
        read = readers(record, set(access.people) if access else set(), today_in(record.file.timezone))
        people = record.file.people
        built = self._built(set_id)
        former = [each.person for each in access.former if each.until.isoformat() >= built] if access and built else []
        return {
            "id": set_id,
            "name": record.file.name,
            "changed": self.changed(set_id),
            "files": self._newer(set_id),
            "views": [
                {"view": _told(view), "people": [people[each].name for each in read if read[each] == view]} for view in dict.fromkeys(read.values())
            ],
            "without": sorted({people[each].name if each in people else each for each in former if each not in read}),
        }

    def _newer(self, set_id: str) -> list[str]:
        """The set's files that were written since it was built, by their paths in its folder."""
        folder, keyring = self._desk.folder(set_id), self.site / set_id / KEYRING
        since = keyring.stat().st_mtime_ns if keyring.is_file() else 0
        found = (each for each in folder.rglob("*") if each.is_file() and not each.name.startswith("."))
        return sorted(each.relative_to(folder).as_posix() for each in found if each.stat().st_mtime_ns > since)

    def _built(self, set_id: str) -> str | None:
        keyring = self.site / set_id / KEYRING
        return time.strftime("%Y-%m-%d", time.gmtime(keyring.stat().st_mtime)) if keyring.is_file() else None

    def _build(self, sets: list[str]) -> None:
        command = [sys.executable, "-c", "from als_plugin.cli import main; main()", "build", *sets, "--json", "-f", str(self._desk.config_file)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=self._desk.root, stdin=subprocess.DEVNULL)
            lines, failed = [each for each in done.stderr.splitlines() if each.strip()], done.returncode != 0
            said = json.loads(done.stdout) if done.stdout.strip() else {"sets": []}
        except (OSError, ValueError) as error:
            lines, failed, said = [str(error)], True, {"sets": []}
        self._state = {"running": False, "lines": lines, "at": time.strftime("%H:%M"), "failed": failed, "sets": said["sets"], "unsound": self._unsound()}

    def _unsound(self) -> list[str]:
        """What does not stand in the site's folder as its signed list has it; see als verify."""
        return [] if (self.site / "manifest").is_file() else [_("the list of the site's files is missing")]


def _told(view: View) -> str:
    if view.audience == "facilitator":
        return _("the facilitator's pages")
    return _("the members' pages, since {day}").format(day=view.since) if view.since else _("the members' pages")

"""What will change when it is published, and for whom; and the way to let it."""

from __future__ import annotations

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
from .sending import Sending
from .targets import as_asked
from .targets import routes as target_routes

__all__ = ["Publishing"]


class Publishing:
    """What is published of an organisation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._read: tuple[int | None, Path, dict[str, Any]] | None = None
        self._sending = Sending(desk)

    def routes(self) -> list[Route]:
        """Its addresses."""
        return [
            Route("/api/publish", told(lambda request: self.plan())),
            Route("/api/publish/state", told(lambda request: self._sending.state)),
            Route("/api/publish", told(self.begin), methods=["POST"]),
            *target_routes(self._desk, lambda: self._settings()[1]),
        ]

    def _settings(self) -> tuple[Path, dict[str, Any]]:
        """The folder of the built site and the targets, as mkdocs.yml says."""
        from ..site.mkdocs.run import settings

        stamp = self._desk.config_file.stat().st_mtime_ns if self._desk.config_file.is_file() else None
        if self._read is None or self._read[0] != stamp:
            config = settings(self._desk.config_file)
            self._read = stamp, Path(config.site_dir), config.plugins["als"].config.publish
        return self._read[1:]

    @property
    def site(self) -> Path:
        """The folder of the built site."""
        return self._settings()[0]

    def changed(self, set_id: str) -> bool | None:
        """Whether a set's files are other than those last published, or a target has an earlier build; None where it was never
        published."""
        from ..site.changes.digests import appearance
        from ..site.changes.last_build import State

        site, targets = self._settings()
        if not (site / set_id / KEYRING).is_file():
            return None
        if targets:
            behind = self._behind(set_id)
            if behind:
                return None if len(behind) == len(targets) and not self._ever(set_id) else True
        known = State(site, str(site.resolve())).known(set_id)
        if known is None:
            return bool(self._newer(set_id))
        return known.look != appearance(self._desk.folder(set_id))[0] and bool(self._newer(set_id))

    def _behind(self, set_id: str) -> list[str]:
        """The targets that have another build of the set than the one that lies here, as far as this is known."""
        from ..site.host.manifest import last_build
        from ..site.host.publishing import remembered

        site, targets = self._settings()
        then = {name: remembered(name, given, self._desk.root).of(set_id) for name, given in targets.items()}
        build = last_build(site / set_id)
        return [name for name, each in then.items() if each is None or each.build != build]

    def _ever(self, set_id: str) -> bool:
        """Whether the set was published to any target from here."""
        from ..site.host.publishing import remembered

        return any(remembered(name, given, self._desk.root).of(set_id) for name, given in self._settings()[1].items())

    def plan(self) -> dict[str, Any]:
        """For each set, what has changed since it was built, who can open it, and who no longer will."""
        sets = []
        for set_id in self._desk.ids():
            try:
                sets.append(self._of_set(set_id))
            except AlsError as error:
                sets.append({"id": set_id, "name": set_id, "error": str(error)})
        site, targets = self._settings()
        return {"sets": sets, "site": str(site), "targets": [self._target(name, given) for name, given in targets.items()], "state": self._sending.state}

    def begin(self, request: Request, given: dict[str, Any]) -> dict[str, Any]:
        """Build and publish; with `dry`, only say what would change at the targets. Raises AlsError while that is under way."""
        return self._sending.begin([str(each) for each in given.get("targets", [])], dry=bool(given.get("dry")))

    def _target(self, name: str, given: Any) -> dict[str, Any]:
        from ..site.host.publishing import remembered

        at = remembered(name, given, self._desk.root).at
        return {"name": str(name), **as_asked(given), "at": at.isoformat() if at else None}

    def _of_set(self, set_id: str) -> dict[str, Any]:
        from ..site.sets.still_open import still_open
        from ..site.sets.views import readers

        record, folder = self._desk.record(set_id), self._desk.folder(set_id)
        path = folder / "access.json"
        access = Access.load(path) if path.is_file() and not path.is_symlink() else None
        read = readers(record, set(access.people) if access else set(), today_in(record.file.timezone))
        people = record.file.people
        withdrawn = still_open(access, self.site / set_id, read) if access else []
        return {
            "id": set_id,
            "name": record.file.name,
            "changed": self.changed(set_id),
            "files": self._newer(set_id),
            "behind": self._behind(set_id),
            "views": [
                {"view": _told(view), "people": [people[each].name for each in read if read[each] == view]} for view in dict.fromkeys(read.values())
            ],
            "without": sorted({people[each].name if each in people else each for each in withdrawn if each not in read}),
        }

    def _newer(self, set_id: str) -> list[str]:
        """The set's files that were written since it was built, by their paths in its folder."""
        folder, keyring = self._desk.folder(set_id), self.site / set_id / KEYRING
        since = keyring.stat().st_mtime_ns if keyring.is_file() else 0
        found = (each for each in folder.rglob("*") if each.is_file() and not each.name.startswith("."))
        return sorted(each.relative_to(folder).as_posix() for each in found if each.stat().st_mtime_ns > since)


def _told(view: View) -> str:
    if view.audience == "facilitator":
        return _("the facilitator's pages")
    return _("the members' pages, since {day}").format(day=view.since) if view.since else _("the members' pages")

"""The one publication at a time that the desk does: a build as `als build` makes it, then each target as `als publish` serves it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ..errors import AlsError
from ..vault import Publisher
from ..words import _
from .organisation import Desk

__all__ = ["Sending"]


class Sending:
    """What is under way, or was done last: `state` is what a page is told of it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self.state: dict[str, Any] = {"running": False, "doing": "", "lines": [], "at": None, "failed": False, "broken": False, "dry": False, "places": []}

    def begin(self, names: list[str], *, dry: bool) -> dict[str, Any]:
        """Build, and publish to the targets of these names; `dry`: only say what would change there. Raises AlsError while
        something is under way."""
        with self._lock:
            if self.state["running"]:
                raise AlsError(_("Publish"), _("is under way already"), _("wait until it is done"))
            self.state = {**self.state, "running": True, "doing": _("Building"), "lines": [], "at": None, "failed": False, "broken": False, "dry": dry, "places": []}
        threading.Thread(target=self._run, args=(names, dry), daemon=True).start()
        return self.state

    def _tell(self, **what: Any) -> None:
        self.state = {**self.state, **what}

    def _run(self, names: list[str], dry: bool) -> None:
        try:
            built, lines = self._build()
            self._tell(lines=lines, failed=not built, broken=not built)
            places = self._publish(names, dry) if built or self._sets_failed(lines) else []
            bad = any(each["error"] or each.get("wrong") for each in places)
            self._tell(places=places, failed=self.state["failed"] or bad)
        except AlsError as error:
            self._tell(lines=[*self.state["lines"], str(error)], failed=True, broken=True)
        except Exception as error:  # whatever it is, the page must not wait for ever
            self._tell(lines=[*self.state["lines"], f"{type(error).__name__}: {error}"], failed=True, broken=True)
        finally:
            self._tell(running=False, doing="", at=time.strftime("%H:%M"))

    def _build(self) -> tuple[bool, list[str]]:
        """Whether all was built, and what was said."""
        command = [sys.executable, "-c", "from als_plugin.cli import main; main()", "build", "--json", "-f", str(self._desk.config_file)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=self._desk.root, stdin=subprocess.DEVNULL)
        self._made = bool(done.stdout.strip()) and bool(json.loads(done.stdout).get("sets"))
        return done.returncode == 0, [each for each in done.stderr.splitlines() if each.strip()]

    def _sets_failed(self, lines: list[str]) -> bool:
        """Whether some sets were built although others have mistakes: those stay as they were last published."""
        return self._made and bool(lines)

    def _publish(self, names: list[str], dry: bool) -> list[dict[str, Any]]:
        from ..site.host.publishing import built
        from ..site.mkdocs.pinned import pinned, signer
        from ..site.mkdocs.run import settings

        config = settings(self._desk.config_file)
        site, public = Path(config.site_dir), pinned(self._desk.config_file)
        targets, key = config.plugins["als"].config.publish, partial(signer, config, public)
        if not targets:
            built(site, public)  # all of it, as it was signed
            return []
        chosen = [name for name in targets if not names or name in names]
        # What every place answers is known before the first file is sent anywhere.
        self._tell(doing=_("Asking what stands there"))
        places = [self._planned(name, targets[name], site, public) for name in chosen]
        self._tell(places=[_without(each) for each in places])
        for each in places:
            if not dry and not each["error"]:
                self._carry(each, targets[each["name"]], site, key, public)
                self._tell(places=[_without(one) for one in places])
        return [_without(each) for each in places]

    def _planned(self, name: str, given: Any, site: Path, public: bytes) -> dict[str, Any]:
        from ..site.host.publishing import plan, reached, remembered

        told: dict[str, Any] = {"name": name, "shown": name, "error": None, "sets": [], "published": False, "wrong": [], "stands": None}
        memory = remembered(name, given, self._desk.root)
        try:
            with reached(name, given, self._desk.root) as target:
                told["shown"] = target.shown
                planned = plan(target, site, self._desk.root / "sets", public, memory=memory)
        except AlsError as error:
            at = memory.at
            stands = _("Nothing was sent. What was published from here on {day} at {time} stands there.").format(day=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}") if at else None
            return {**told, "error": str(error), "stands": stands or _("Nothing was sent. What stood there stands there still.")}
        return {
            **told, "plan": planned, "send": len(planned.send), "size": planned.size, "remove": len(planned.remove),
            "sets": [
                {"set": each.set_id, "name": self._desk.name(each.set_id) if each.change not in ("removed", "left") else each.set_id, "change": each.change,
                 "people": self._names(each.set_id, each.people), "gone": each.gone, "elsewhere": each.elsewhere}
                for each in planned.sets
            ],
        }

    def _carry(self, told: dict[str, Any], given: Any, site: Path, key: Callable[[], Publisher], public: bytes) -> None:
        from ..site.host.publishing import publish, reached, remembered

        def said(step: str) -> None:
            self._tell(doing=f"{told['shown']}: {step}")

        try:
            with reached(told["name"], given, self._desk.root) as target:
                memory = remembered(told["name"], given, self._desk.root)
                wrong = publish(target, site, self._desk.root / "sets", told["plan"], public, memory=memory, key=key, said=said)
        except AlsError as error:
            told |= {"error": str(error), "stands": _("It broke off on the way. Every set there is whole, as it was or as it is now; publish again, and it goes on.")}
            return
        told |= {"published": not wrong, "wrong": list(wrong[:5])}

    def _names(self, set_id: str, people: tuple[str, ...]) -> list[str]:
        try:
            known = self._desk.record(set_id).file.people
        except AlsError:
            return list(people)
        return [known[each].name if each in known else each for each in people]


def _without(told: dict[str, Any]) -> dict[str, Any]:
    """What a page is told: all but the plan itself."""
    return {name: value for name, value in told.items() if name != "plan"}

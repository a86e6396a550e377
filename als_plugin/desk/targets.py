"""Where the site goes, said at the desk by somebody who has never seen mkdocs.yml, and written into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from ..errors import AlsError
from ..site.host.targets import understood
from ..site.host.targets.addresses import KINDS, branch, described, port
from ..words import _
from .answers import told
from .organisation import Desk
from .settings_file import put_option, remove_option

__all__ = ["as_asked", "routes"]

_NAME = re.compile("[a-z][a-z0-9-]{0,30}")
_WORDS = frozenset("y n yes no on off true false null".split())
"""What YAML does not take for a name."""


def routes(desk: Desk, targets: Callable[[], Mapping[str, Any]]) -> list[Route]:
    """Their addresses; `targets` gives those that mkdocs.yml has now, by name."""

    def act(request: Request, given: dict[str, Any]) -> dict[str, Any]:
        what, name = given.get("do"), str(given.get("name", "")).strip()
        there = {str(each) for each in targets()}
        if what == "remove":
            if name not in there:
                raise AlsError(name or _("The place"), _("there is no such place"), _("load the page again"))
            remove_option(desk.config_file, ("publish", name))
            return {}
        lines = _lines(given)
        wrong = _wrong(name, lines, desk.root, there, new=given.get("new") is True)
        if what == "keep" and not wrong:
            put_option(desk.config_file, ("publish", name), lines)
        return {"wrong": wrong}

    return [Route("/api/target", told(act), methods=["POST"])]


def as_asked(given: Any) -> dict[str, str]:
    """A target's lines as the form asks for them; empty where they are not understood."""
    try:
        kind, address, more = described("", given)
    except AlsError:
        return {"kind": "", "address": "", "port": "", "branch": ""}
    return {"kind": kind, "address": address, "port": str(more.get("port", "")), "branch": str(more.get("branch", ""))}


def _lines(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, as it stands in mkdocs.yml."""
    kind = str(given.get("kind"))
    lines: dict[str, Any] = {kind: str(given.get("address", "")).strip()}
    for field in sorted(KINDS.get(kind, ())):
        if said := str(given.get(field, "")).strip():
            lines[field] = int(said) if re.fullmatch("[0-9]{1,6}", said) else said
    return lines


def _wrong(name: str, lines: dict[str, Any], root: Path, there: set[str], *, new: bool) -> dict[str, str]:
    """What is wrong, by field, in words. What it checks by are the rules by which als publish reads these lines."""

    def named() -> None:
        if new and (not _NAME.fullmatch(name) or name in _WORDS):
            raise AlsError("", _("this is no name"), _("write a word of small letters, digits and hyphens, such as live"))
        if new and name in there:
            raise AlsError("", _("another place has this name"), _("choose another, or change that one"))
        if not new and name not in there:
            raise AlsError("", _("there is no such place any more"), _("load the page again"))

    more = {field: check for field, check in (("port", port), ("branch", branch)) if field in lines}
    address = {kind: said for kind, said in lines.items() if kind not in more}
    checks: dict[str, Callable[[], object]] = {"address": lambda: understood(name, address, root)}
    checks |= {field: partial(check, name, lines[field]) for field, check in more.items()}
    checks["name"] = named
    found = {}
    for field, check in checks.items():
        try:
            check()
        except AlsError as error:
            found[field] = f"{error.problem}; {error.remedy}"
    return found

"""What may stand as a target in mkdocs.yml: nothing that a program would take for an option, another protocol or a password."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from ....errors import AlsError
from ....words import _

__all__ = ["KINDS", "branch", "checked", "described", "port", "refused"]

KINDS = {"folder": set[str](), "s3": set[str](), "rsync": {"port"}, "git": {"branch"}}
"""The kinds of targets, each with what else may be said of it."""

_GIT = ("https", "ssh", "file")
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
_RSYNC = re.compile(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9.-]*:/[^:]+")


def refused(name: str, problem: str, remedy: str) -> AlsError:
    """The mistake in a target's lines."""
    return AlsError(f"mkdocs.yml: publish.{name}", problem, remedy)


def described(name: str, given: Any) -> tuple[str, str, dict[str, Any]]:
    """The kind of a target, its address, and what else is said of it. Raises AlsError."""
    if not isinstance(given, dict) or len(kinds := [each for each in given if each in KINDS]) != 1:
        remedy = _("write one such as {example}").format(example="{folder: /srv/sets}")
        raise refused(name, _("a target has one of: {kinds}").format(kinds=", ".join(KINDS)), remedy)
    kind = kinds[0]
    more = {key: value for key, value in given.items() if key != kind}
    if strange := sorted(set(map(str, more)) - KINDS[kind]):
        raise refused(name, _("{word} is nothing that a target of this kind has").format(word=strange[0]), _("take it out"))
    return kind, checked(name, kind, given[kind]), more


def checked(name: str, kind: str, address: Any) -> str:
    """An address as its kind has it. Raises AlsError."""
    if not isinstance(address, str) or not address or address != address.strip() or any(ord(each) < 33 for each in address):
        raise refused(name, _("this is no address"), _("write it without spaces"))
    if address.startswith("-"):
        raise refused(name, _("an address that begins with a hyphen would be taken for an option"), _("begin it with ./ or a protocol"))
    if "::" in address:
        raise refused(name, _("an address with :: would start another program"), _("write it without"))
    if "://" in address and _secret(address):
        raise refused(
            name, _("an address with a password or further settings in it would stand in the repository and in logs"),
            _("write the plain address, and keep keys where its program looks for them"),
        )
    fits = {
        "folder": "://" not in address, "s3": address.startswith("s3://") and len(address) > 5,
        "rsync": _RSYNC.fullmatch(address) is not None,
        "git": ("://" not in address and "@" not in address) or urlsplit(address).scheme in _GIT or re.fullmatch(r"[\w.-]+@[\w.-]+:[\w./~-]+", address),
    }
    examples = {"folder": "/srv/sets", "s3": "s3://bucket/path", "rsync": "user@host:/srv/sets", "git": "https://host/us/pages.git"}
    if not fits[kind]:
        raise refused(name, _("this is no address of the kind {kind}").format(kind=kind), _("write it like {example}").format(example=examples[kind]))
    return address


def branch(name: str, given: Any) -> str:
    """The name of a branch. Raises AlsError."""
    if not isinstance(given, str) or not _BRANCH.fullmatch(given) or ".." in given or given.endswith((".lock", "/", ".")):
        raise refused(name, _("this is no name of a branch"), _("write one such as gh-pages"))
    return given


def port(name: str, given: Any) -> int:
    """A port. Raises AlsError."""
    if type(given) is not int or not 0 < given < 65536:
        raise refused(name, _("this is no port"), _("write a number from 1 to 65535"))
    return given


def _secret(address: str) -> bool:
    parts = urlsplit(address)
    return parts.password is not None or bool(parts.query or parts.fragment) or (parts.scheme == "https" and parts.username is not None)

"""The address at which the site will stand, written into mkdocs.yml without a change to any other line."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import AlsError
from ..words import _
from .settings_file import read_settings, write_settings

__all__ = ["write_address"]

_LINE = re.compile(r"^(?P<note>#\s*)?site_url:.*$", re.MULTILINE)
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_PATH = re.compile(r"[A-Za-z0-9._~/-]*")


def write_address(config_file: Path, given: str) -> str:
    """Let the site stand at this address; returns it as it was written. Raises AlsError for what is none, and where mkdocs.yml with it
    could not be used: then that is as it was."""
    address = _checked(given)
    text = read_settings(config_file).decode("utf-8")
    found = sorted(_LINE.finditer(text), key=lambda each: each["note"] is not None)
    line = f"site_url: {address}"
    if found:
        text = text[: found[0].start()] + line + ("\r" if found[0][0].endswith("\r") else "") + text[found[0].end() :]
    else:
        text = f"{line}\n{text}"
    write_settings(config_file, text.encode())
    return address


def _checked(given: str) -> str:
    place, given = _("The address"), given.strip()
    try:
        parts = urlsplit(given if "//" in given else f"https://{given}")
    except ValueError:
        parts = urlsplit("")
    if not _HOST.fullmatch(parts.netloc) or not _PATH.fullmatch(parts.path) or parts.query or parts.fragment:
        raise AlsError(place, _("is none at which a site can stand"), _("write it such as https://sets.example.org/"))
    local = parts.hostname == "localhost"
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise AlsError(place, _("does not begin with https://, and without that no browser unlocks a handbook"), _("ask your host for https"))
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"

"""Where the publisher's signing key is kept and found: outside the repository, or in an environment variable."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

from platformdirs import user_config_path

from ...errors import AlsError
from ...files import write_whole
from ...vault import Publisher
from ...vault.format import b64, unb64
from ...words import _

__all__ = ["VARIABLE", "create", "keep", "key_path", "parse_public", "repinned", "signing_key"]

VARIABLE = "ALS_PUBLISHER_KEY"


def key_path(public: bytes) -> Path:
    """Where the private half of this public key is kept on this machine."""
    return user_config_path("als") / "publishers" / f"{b64(public)}.key"


def parse_public(text: str, place: str) -> bytes:
    """The public key that mkdocs.yml pins. Raises AlsError."""
    try:
        return unb64(text, 32)
    except ValueError as error:
        raise AlsError(
            place,
            _("'publisher' is not a publisher's public key"),
            _("copy it from the key file's last line, where it is the last word, or from your repository's history"),
        ) from error


def create() -> tuple[Publisher, Path | None]:
    """The signing key for a new organisation: the one in the environment, else a new one, written where only its owner reads.

    Returns the key and its file (None where it came from the environment).
    """
    if text := os.environ.get(VARIABLE):
        return Publisher.from_text(text, VARIABLE), None
    publisher = Publisher.generate()
    return publisher, keep(publisher)


def keep(publisher: Publisher) -> Path:
    """Write a new key where only its owner reads; returns its file."""
    path = key_path(publisher.public)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    write_whole(path, publisher.to_text(), private=True)
    return path


def repinned(text: str, old: str, new: str, place: str) -> str:
    """The text of mkdocs.yml with the new public key in the old one's place. Raises AlsError unless there is exactly one."""
    changed, times = re.subn(rf"(?m)^([^#\n]*\bpublisher:[ \t]*[\"']?){re.escape(old)}(?![\w-])", rf"\g<1>{new}", text)
    if times != 1:
        raise AlsError(
            place,
            _("the line with 'publisher' is not to be found, so the new key cannot be written there"),
            _("write it in this file as: publisher: {public}").format(public=old),
        )
    return changed


def signing_key(public: bytes, *, demo_file: Path | None, place: str) -> Publisher:
    """The signing key whose public half mkdocs.yml pins; `place` names mkdocs.yml in errors.

    Looked for in the environment, in the user's configuration folder, and, for the samples' demo key alone, in a file of
    the repository. Raises AlsError.
    """
    publisher = _found(public, demo_file, place)
    if publisher.public != public:
        raise AlsError(
            place,
            _("the signing key at hand is not the one that 'publisher' pins"),
            _("use the key whose public half is {public}").format(public=b64(public)),
        )
    return publisher


def _found(public: bytes, demo_file: Path | None, place: str) -> Publisher:
    if text := os.environ.get(VARIABLE):
        return Publisher.from_text(text, VARIABLE)
    path = key_path(public)
    if path.is_file():
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise AlsError(str(path), _("others on this machine may read this key"), _("run: chmod 600 '{path}'").format(path=path))
        return Publisher.from_text(path.read_text(encoding="utf-8"), str(path))
    if demo_file is not None:
        if not demo_file.is_file():
            raise AlsError(place, _("'demo_key' names a file that does not exist"), _("remove 'demo_key', or restore the file"))
        publisher = Publisher.from_text(demo_file.read_text(encoding="utf-8"), demo_file.name)
        if not publisher.demo:
            raise AlsError(
                demo_file.name,
                _("a real signing key must not lie in the repository"),
                _("move it to {path} and remove 'demo_key' from mkdocs.yml").format(path=key_path(publisher.public)),
            )
        return publisher
    raise AlsError(
        place,
        _("the publisher's signing key is not on this machine"),
        _("copy it from its backup to {path}, or give its text in {variable}; where it is lost for good: als key change --lost").format(
            path=path, variable=VARIABLE),
    )

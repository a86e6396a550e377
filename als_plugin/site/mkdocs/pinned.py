"""The publisher's public key, as an organisation's mkdocs.yml pins it."""

from __future__ import annotations

from pathlib import Path

from ...errors import AlsError
from ...words import _
from ..sets.signing_key import parse_public
from .run import settings

__all__ = ["pinned"]


def pinned(config_file: Path, remedy: str | None = None) -> bytes:
    """The key that mkdocs.yml pins. Raises AlsError, with this remedy, where there is none."""
    public = settings(config_file).plugins["als"].config.publisher
    if not public:
        raise AlsError(
            config_file.name, _("the plugin's option 'publisher' is missing"),
            remedy or _("als init DIR makes an organisation with a signing key; copy the line from the mkdocs.yml that it writes"),
        )
    return parse_public(public, config_file.name)

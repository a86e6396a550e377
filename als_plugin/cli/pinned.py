"""The publisher's public key of the organisation that a command works with."""

from __future__ import annotations

from .organisation import Organisation

__all__ = ["pinned"]


def pinned(organisation: Organisation, remedy: str | None = None) -> bytes:
    """The key that mkdocs.yml pins. Raises AlsError, with this remedy, where there is none."""
    from ..site.mkdocs.pinned import pinned as read  # MkDocs is loaded only where a command needs it

    return read(organisation.config_file, remedy)

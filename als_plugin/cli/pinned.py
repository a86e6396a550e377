"""The publisher's public key, as an organisation's mkdocs.yml pins it."""

from __future__ import annotations

from ..errors import AlsError
from ..words import _
from .organisation import Organisation

__all__ = ["pinned"]


def pinned(organisation: Organisation, remedy: str | None = None) -> bytes:
    """The key that mkdocs.yml pins. Raises AlsError, with this remedy, where there is none."""
    from ..site.mkdocs.run import settings
    from ..site.sets.signing_key import parse_public

    name = organisation.config_file.name
    public = settings(organisation.config_file).plugins["als"].config.publisher
    if not public:
        raise AlsError(
            name, _("the plugin's option 'publisher' is missing"),
            remedy or _("als init DIR makes an organisation with a signing key; copy the line from the mkdocs.yml that it writes"),
        )
    return parse_public(public, name)

"""The plugin's options in mkdocs.yml."""

from __future__ import annotations

from mkdocs.config import config_options as c
from mkdocs.config.base import Config

__all__ = ["AlsConfig"]


class AlsConfig(Config):
    """Options under `plugins: - als:`."""

    publisher = c.Optional(c.Type(str))
    """The public half of the publisher's signing key; `als init` writes it. A build signed with another key fails."""

    public_guidance = c.Type(bool, default=True)
    """Whether the front door shows the guidance to everybody. Where false, it says only that this is a private place."""

    passkeys = c.Type(bool, default=True)
    """Whether lock screens offer to open by fingerprint or face. Where strangers share an origin, false takes the offer away."""

    idle_minutes = c.Type(int, default=30)
    """After how many minutes without use an open handbook locks itself: 5 to 240."""

    name = c.Optional(c.Type(str))
    """The organisation's name, which lock screens show below."""

    mark = c.Optional(c.Type(str))
    """The organisation's mark: a picture in docs/, shown in the header of all pages in the place of ours."""

    colour = c.Optional(c.Type(str))
    """The organisation's colour, "#22595c", for links, buttons and edges; one that cannot be read on the pages is refused."""

    demo_key = c.Optional(c.Type(str))
    """For the samples alone: the file of the marked demo key, as seen from mkdocs.yml. A real key in it is an error."""

    publish = c.Type(dict, default={})
    """Where `als publish` may publish to: targets by name, each with one of `folder`, `s3`, `rsync` or `git`."""

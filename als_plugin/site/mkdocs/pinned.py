"""The publisher's public key, as an organisation's mkdocs.yml pins it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from ...errors import AlsError
from ...vault import Publisher
from ...words import _
from ..sets.signing_key import parse_public, signing_key

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["pinned", "signer"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def pinned(config_file: Path, remedy: str | None = None) -> bytes:
    """The key that mkdocs.yml pins. Raises AlsError, with this remedy, where there is none."""
    public = _written(config_file) or _meant(config_file)
    if not public:
        raise AlsError(
            config_file.name, _("the plugin's option 'publisher' is missing"),
            remedy or _("als init DIR makes an organisation with a signing key; copy the line from the mkdocs.yml that it writes"),
        )
    return parse_public(public, config_file.name)


def signer(config: MkDocsConfig, public: bytes) -> Publisher:
    """The signing key to the public one that these settings pin. Raises AlsError where it is not at hand."""
    plugin: Any = config.plugins["als"]
    place, options = Path(config.config_file_path), plugin.config
    return signing_key(public, demo_file=place.parent / options.demo_key if options.demo_key else None, place=place.name)


def _written(config_file: Path) -> str | None:
    """The key where it stands in the file as plain text; None where it does not, or where another file has a say."""
    try:
        root = yaml.compose(config_file.read_bytes(), Loader=_LOADER)
    except (OSError, yaml.YAMLError):
        return None
    plugins = None if _under(root, "INHERIT") else _under(root, "plugins")
    if isinstance(plugins, yaml.SequenceNode):
        plugins = next((each for each in plugins.value if _under(each, "als")), None)
    found = _under(_under(plugins, "als"), "publisher")
    return found.value if isinstance(found, yaml.ScalarNode) and found.tag == "tag:yaml.org,2002:str" else None


def _under(node: yaml.Node | None, name: str) -> yaml.Node | None:
    """What stands under this name, where the node is a mapping; of several the last, as whoever reads the file takes it."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for key, value in reversed(pairs) if isinstance(key, yaml.ScalarNode) and key.value == name), None)


def _meant(config_file: Path) -> str | None:
    """The key as MkDocs understands the settings, inherited files and variables included. Raises AlsError where it does not."""
    from .run import settings  # MkDocs takes longer to import than all else that a command does which reads a key

    public: str | None = settings(config_file).plugins["als"].config.publisher
    return public

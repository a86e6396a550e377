"""A new organisation: its signing key and its folder."""

from __future__ import annotations

from pathlib import Path

from .new.organisation import guidance_folder, make_organisation
from .new.write import refuse_unless_empty
from .site.sets.signing_key import create
from .vault.format import b64

__all__ = ["found"]


def found(folder: Path, *, shown: str) -> Path | None:
    """Make an organisation's folder, whole or not at all; returns the file of its signing key, None where ALS_PUBLISHER_KEY holds it.

    `shown` is what messages call the folder. Raises AlsError where it is there and not empty, OSError where it cannot be written.
    """
    refuse_unless_empty(folder, shown=shown)
    guidance = guidance_folder()
    publisher, key = create()
    make_organisation(folder, publisher=b64(publisher.public), shown=shown, guidance=guidance)
    return key

"""A set's grants as the commands find them: in their organisation's folder, beside the people of its set.yml."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from .. import granting
from .listening import warnings_of
from .organisation import Organisation

if TYPE_CHECKING:
    from ..records import SetFile
    from ..vault.access import Access

__all__ = ["granted_in", "load_access", "set_file", "to_give_out", "today_of"]


def set_file(organisation: Organisation, set_id: str) -> SetFile:
    """Who the set is. Its sessions are not looked at: a mistake in one is no reason to leave somebody without a passphrase."""
    from ..records import load_set_file

    folder = organisation.set_folder(set_id)
    with warnings_of("als"):
        return load_set_file(folder, shown=organisation.shown(folder))


def today_of(file: SetFile) -> dt.date:
    """Today, where the set is."""
    from ..records import today_in

    return today_in(file.timezone)


def to_give_out(organisation: Organisation, file: Path) -> Access:
    """The grants in this file, or none yet; passphrases made with them pin the publisher that mkdocs.yml names."""
    return granting.to_give_out(organisation.config_file, file, organisation.shown(file))


def load_access(organisation: Organisation, file: Path) -> Access:
    """The grants in a set's access.json. Raises AlsError where they are not whole."""
    return granting.load_access(file, organisation.shown(file))


def granted_in(organisation: Organisation, file: Path, person: str, otherwise: str) -> Access:
    """The grants of a set, in which this person has one; raises AlsError where not, with a near match or `otherwise` as what to do."""
    return granting.given(file, organisation.shown(file), person, otherwise)

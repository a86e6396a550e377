"""One organisation built once, for the tests that only look."""

from __future__ import annotations

from pathlib import Path

import pytest

from .organisation import Organisation


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """The drawn organisation, everybody granted, built with `als build`."""
    organisation = Organisation.drawn(tmp_path_factory.mktemp("organisation"))
    organisation.grant("fay", "amara", "ben", "cleo", "dev")
    done = organisation.run("als", "build")
    assert done.returncode == 0, done.stderr
    return organisation


@pytest.fixture
def drawn(tmp_path: Path) -> Organisation:
    """The drawn organisation with one passphrase, not built yet."""
    organisation = Organisation.drawn(tmp_path / "organisation")
    organisation.grant("amara")
    return organisation

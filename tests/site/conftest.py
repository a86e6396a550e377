"""One organisation built once, for the tests that only look."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .organisation import Organisation
from .publishing import publishing


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


@pytest.fixture(scope="module")
def unpublished(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """Built once, and published nowhere yet."""
    return publishing(tmp_path_factory.mktemp("first") / "organisation", "{disk: {folder: ../host}}")


@pytest.fixture
def folder(unpublished: Organisation, tmp_path: Path) -> tuple[Organisation, Path]:
    """A copy of it, and the folder into which it is published."""
    root = shutil.copytree(unpublished.root, tmp_path / "organisation", symlinks=True)
    return Organisation(root, passphrases=dict(unpublished.passphrases)), tmp_path / "host"

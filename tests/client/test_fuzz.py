"""Three thousand spoilt sites in the client's own code: each is refused cleanly, or shows what it showed before."""

from __future__ import annotations

import pytest

from .fuzzing import run
from .sources import copied

CASES = 3_000
SEED = 20261124


def test_spoilt_sites_are_refused_cleanly(tmp_path_factory: pytest.TempPathFactory) -> None:
    seen = run(copied(tmp_path_factory.mktemp("client") / "client", "--omit=dev"), SEED, CASES)
    assert sum(seen.values()) == CASES
    assert {kind for kind, verdict in seen if verdict == "shown"} == {
        "a sealed file that is listed", "a body that is signed", "an index that is signed",
    }

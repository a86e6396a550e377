"""A million spoilt sites in Python, a hundred thousand of them in the client's code too. Run by `make soak` alone.

`ALS_SOAK_SEED` is the seed of the first batch; `make soak` draws and prints one. `ALS_SOAK_BATCHES` says how many batches.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ..client import fuzzing
from ..client.sources import copied
from ..vault.mutations import Target
from ..vault.test_fuzz import run

SEED = int(os.environ.get("ALS_SOAK_SEED", "1"))
BATCHES = int(os.environ.get("ALS_SOAK_BATCHES", "40"))
SEEDS = [SEED + batch for batch in range(BATCHES)]
CASES = 25_000
CLIENT_CASES = 2_500


@pytest.mark.parametrize("seed", SEEDS)
def test_in_python(seed: int) -> None:
    assert sum(run(Target.make(), seed, CASES).values()) == CASES


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("client") / "client", "--omit=dev")


@pytest.mark.parametrize("seed", SEEDS)
def test_in_the_client(client: Path, seed: int) -> None:
    assert sum(fuzzing.run(client, seed, CLIENT_CASES).values()) == CLIENT_CASES

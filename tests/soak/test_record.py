"""Five thousand sessions written in the editor, saved, and read by the program's own loader. Run by `make soak` alone."""

from __future__ import annotations

from pathlib import Path

from ..client.test_record import client, saved_and_loaded

__all__ = ["client"]

COUNT = 5000


def test_what_is_saved_is_what_was_written(client: Path, tmp_path: Path) -> None:  # noqa: F811
    assert saved_and_loaded(client, tmp_path, 2, COUNT) > COUNT // 2

"""Moving a site into its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from als_plugin.errors import AlsError
from als_plugin.site.host.swap import alone, beside, swap


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_the_new_takes_the_place_of_the_old(tmp_path: Path) -> None:
    place = tmp_path / "site"
    for words in ("first", "second"):
        new = beside(place)
        (new / "page").write_text(words)
        swap(new, place)
        assert (place / "page").read_text() == words
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_build_that_died_between_the_two_renamings_is_put_right(tmp_path: Path) -> None:
    (tmp_path / ".site.last-abc").mkdir()
    (tmp_path / ".site.last-abc" / "page").write_text("the last good one")
    (tmp_path / ".site.next-abc").mkdir()
    beside(tmp_path / "site")
    assert (tmp_path / "site" / "page").read_text() == "the last good one"
    assert not list(tmp_path.glob(".site.*-abc"))


def test_two_builds_do_not_write_one_folder(tmp_path: Path) -> None:
    with alone(tmp_path / "site"), alone(tmp_path / "other"):
        with pytest.raises(AlsError, match="site: another build is writing this folder; wait until it has ended, then build again"):
            with alone(tmp_path / "site"):
                raise AssertionError("two at once")
    with alone(tmp_path / "site"):
        pass

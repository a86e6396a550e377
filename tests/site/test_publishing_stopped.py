"""als publish, ended at any step: what stands there stays open, and the next call goes on."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

import pytest

from als_plugin.site.host.memory import Memory
from als_plugin.site.host.publishing import plan, publish
from als_plugin.site.host.targets.stored import Stored

from .organisation import PUBLISHER, SET, Organisation, picture
from .publishing import another, packs, published, publishing, tree


def test_stopped_at_any_step_it_stays_open_and_goes_on(tmp_path: Path) -> None:
    """After many a single file that was sent or removed: who could read can read, the next call ends well, and nothing is left over,
    also of a set that was begun and given up meanwhile."""
    made = publishing(tmp_path / "organisation", "{disk: {folder: ../host}}")
    public, sets = made.publisher.public, made.root / "sets"
    steps: list[Path] = []
    for number in range(3):
        if number == 1:
            picture(made.root, {"sets/pier/set.yml": SET.replace("Quayside", "Pier")})
            made.grant("dev", set_id="pier")
        if number == 2:
            shutil.rmtree(sets / "pier")
        if number:
            another(made)
        steps.append(shutil.copytree(made.site, tmp_path / f"site{number}"))

    class Stopping(Stored):
        left = 10**9

        def put(self, site: Path, paths: Collection[str]) -> None:
            for path in paths:
                self.step()
                super().put(site, [path])

        def remove(self, paths: Collection[str]) -> None:
            for path in paths:
                self.step()
                super().remove([path])

        def done(self, site: Path, keep: Collection[str], manifest: bytes) -> None:
            self.step()
            super().done(site, keep, manifest)

        def step(self) -> None:
            if self.left == 0:
                raise KeyboardInterrupt
            self.left -= 1

    def go(host: Path, state: Path, site: Path, left: int = 10**9) -> int:
        target = Stopping("disk", host.as_uri(), str(host))
        target.left = left
        memory = Memory(state, made.root, "disk", "x")
        assert publish(target, site, sets, plan(target, site, sets, public, memory=memory, take_down=["pier"]), public, memory=memory, key=lambda: PUBLISHER) == ()
        return left - target.left

    go(tmp_path / "begun", tmp_path / "state", steps[0])
    shutil.copytree(tmp_path / "begun", tmp_path / "whole")
    shutil.copytree(tmp_path / "state", tmp_path / "whole-state")
    most = go(tmp_path / "whole", tmp_path / "whole-state", steps[1])
    assert most > 10
    for left in sorted({*range(0, most, most // 5), *range(most - 3, most)}):
        host, state = tmp_path / f"host{left}", tmp_path / f"state{left}"
        shutil.copytree(tmp_path / "begun", host)
        shutil.copytree(tmp_path / "state", state)
        with pytest.raises(KeyboardInterrupt):
            go(host, state, steps[1], left)
        assert made.open("amara", host=host).person == "amara", left
        if left % 2:
            go(host, state, steps[1])
            assert tree(steps[1]).items() <= tree(host).items(), left
        go(host, state, steps[2])
        kept = {path for path in tree(host) if path not in tree(steps[2])}
        assert all(path.startswith("quay/packs/") for path in kept) and tree(steps[2]).items() <= tree(host).items(), (left, kept)
        shutil.rmtree(host)


def test_stopped_anywhere_it_goes_on_and_what_was_spoilt_is_sent_again(folder: tuple[Organisation, Path]) -> None:
    made, host = folder
    published(made)
    another(made)
    shutil.copytree(made.site / "quay/packs", host / "quay/packs", dirs_exist_ok=True)  # so far an attempt came
    told = published(made)
    assert told["send"] < len(tree(made.site)) - len(packs(made.site))
    (host / "index.html").write_bytes(bytes(len((host / "index.html").read_bytes())))
    published(made)
    assert {path: data for path, data in tree(host).items() if path in tree(made.site)} == tree(made.site)

"""als publish to each kind of host."""

from __future__ import annotations

import subprocess
from pathlib import Path

from . import hosts
from .organisation import picture
from .publishing import another, git, packs, published, publishing, tree


def test_a_branch_has_one_commit_without_history(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    git("init", "--bare", "-b", "main", str(bare), within=tmp_path)
    made = publishing(tmp_path / "organisation", "{pages: {git: ../bare}, wrong: {git: ../bare, branch: main}, theirs: {git: ../bare, branch: theirs}}")
    work = tmp_path / "work"
    git("clone", "-q", str(bare), str(work), within=tmp_path)
    (work / "a").write_text("ours")
    git("add", "a", within=work)
    git("commit", "-qm", "a", within=work)
    git("push", "-q", "origin", "HEAD:main", "HEAD:theirs", within=work)
    published(made, "pages")
    another(made)
    published(made, "pages")
    assert git("rev-list", "--count", "gh-pages", within=bare) == "1"
    shown = {path: subprocess.run(["git", "show", f"gh-pages:{path}"], cwd=bare, capture_output=True, check=True).stdout for path in tree(made.site)}
    assert shown == tree(made.site)
    for name, said in {"wrong": "people work on", "theirs": "not published by als"}.items():
        done = made.run("als", "publish", name)
        assert done.returncode == 1 and said in done.stderr
    assert git("show", "main:a", within=bare) == git("show", "theirs:a", within=bare) == "ours"


def test_rsync_over_ssh_to_a_known_host(tmp_path: Path) -> None:
    place = tmp_path / "far/away"
    with hosts.ssh(tmp_path) as host:
        made = publishing(tmp_path / "organisation", host.target)
        published(made, **host.environment)
        picture(place, {"robots.txt": "not ours"})
        another(made)
        published(made, **host.environment)
        assert {path: data for path, data in tree(place).items() if "/packs/" not in path} == {
            **{path: data for path, data in tree(made.site).items() if "/packs/" not in path}, "robots.txt": b"not ours"}
        another(made, "own")
        published(made, **host.environment)
        assert packs(place) == packs(made.site)
        host.forget()
        done = made.run("als", "publish", **host.environment)
        assert done.returncode == 1 and "Host key verification failed" in done.stderr and len(done.stderr.splitlines()) == 1
        host.stop()
        before = tree(place)
        done = made.run("als", "publish", **host.environment)
        assert done.returncode == 1 and "cannot be reached" in done.stderr and tree(place) == before


def test_a_store_of_objects(tmp_path: Path) -> None:
    with hosts.store(tmp_path) as host:
        made = publishing(tmp_path / "organisation", host.target)
        published(made, **host.environment)
        another(made, "own")
        published(made, **host.environment)
        host.fetch(tmp_path / "fetched")
        assert tree(tmp_path / "fetched") == tree(made.site)

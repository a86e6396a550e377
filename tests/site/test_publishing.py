"""als publish: what changes is said first, everything is read back, and nothing else at the target is touched."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from als_plugin.vault import Access

from .organisation import FIRST, MKDOCS, SET, Organisation, picture


def drawn(root: Path, target: str) -> Organisation:
    made = Organisation.drawn(root, mkdocs=MKDOCS.replace("{publisher: PUBLISHER}", f"{{publisher: PUBLISHER, publish: {target}}}"))
    made.grant("amara", "ben")
    assert made.run("als", "build").returncode == 0
    return made


def published(made: Organisation, *words: str, **environment: str) -> dict:
    done = made.run("als", "publish", "--json", *words, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def another(made: Organisation, words: str = "all own, and more") -> None:
    picture(made.root, {"sets/quay/sessions/2026-01-14.yml": FIRST.replace("nobody owns", words)})
    assert made.run("als", "build").returncode == 0


def packs(folder: Path) -> set[str]:
    return {path.name for path in (folder / "quay/packs").iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> tuple[Organisation, Path]:
    return drawn(tmp_path / "organisation", "{disk: {folder: ../host}}"), tmp_path / "host"


def test_a_folder_gets_the_site_and_keeps_what_is_not_ours(folder: tuple[Organisation, Path]) -> None:
    made, host = folder
    picture(host, {"robots.txt": "not ours", "quay/notes.txt": "nor this"})
    told = published(made, "--dry-run")
    assert told["sets"] == [{"set": "quay", "change": "new", "people": ["amara", "ben"], "gone": 0, "at_once": True}]
    assert not told["published"] and not (host / "manifest").exists()
    published(made)
    assert tree(host) == {**tree(made.site), "robots.txt": b"not ours", "quay/notes.txt": b"nor this"}
    assert made.open("amara", host=host).person == "amara"
    again = published(made)
    assert again["send"] == again["remove"] == 0 and again["sets"][0]["change"] == "same"


def test_packs_from_before_stay_for_one_build_but_not_after_a_withdrawal(folder: tuple[Organisation, Path]) -> None:
    made, host = folder
    published(made)
    first = packs(host)
    another(made)
    published(made)
    assert first < packs(host)
    another(made, "all own, and more than that")
    second = packs(made.site)
    published(made)
    assert not first & packs(host) and packs(host) > second
    place = made.root / "sets/quay/access.json"
    access = Access.load(place)
    access.remove("ben", dt.date(2026, 11, 23))
    access.save(place)
    assert made.run("als", "build").returncode == 0
    assert published(made)["sets"][0] == {"set": "quay", "change": "changed", "people": ["amara"], "gone": 1, "at_once": True}
    assert packs(host) == packs(made.site)
    another(made, "own")  # shorter: something was taken out
    published(made)
    assert packs(host) == packs(made.site)


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


def test_what_is_older_or_not_here_is_not_published(folder: tuple[Organisation, Path], tmp_path: Path) -> None:
    made, host = folder
    shutil.copytree(made.site, tmp_path / "older")
    another(made)
    published(made)
    shutil.rmtree(made.site)
    shutil.copytree(tmp_path / "older", made.site)
    done = made.run("als", "publish")
    assert done.returncode == 1 and "what stands there is newer" in done.stderr
    shutil.rmtree(made.site)
    shutil.move(made.root / "sets/quay", tmp_path / "quay")
    picture(made.root, {"sets/pier/set.yml": SET.replace("Quayside", "Pier")})
    made.grant("amara", set_id="pier")
    assert made.run("als", "build").returncode == 0
    before = tree(host)
    done = made.run("als", "publish")
    assert (done.returncode, done.stdout) == (1, "") and "sets stand there that are not here: quay" in done.stderr and tree(host) == before
    assert {each["set"]: each["change"] for each in published(made, "--take-down", "quay")["sets"]} == {"pier": "new", "quay": "removed"}
    assert not (host / "quay/keyring").exists() and (host / "pier/keyring").exists()


@pytest.mark.parametrize(("target", "said"), [
    ("{x: {git: 'ext::sh -c x'}}", "spaces"), ("{x: {git: 'ext::sh'}}", "another program"), ("{x: {rsync: '-ox:/y'}}", "taken for an option"),
    ("{x: {rsync: 'host::module'}}", "another program"), ("{x: {s3: 's3://key:secret@bucket'}}", "password"), ("{x: {git: 'https://me@host/x'}}", "password"),
    ("{x: {git: 'http://host/x'}}", "no address of the kind git"), ("{x: {folder: site}}", "own folder"), ("{x: {folder: ..}}", "own folder"),
    ("{x: {git: ../bare, branch: -f}}", "no name of a branch"), ("{x: {rsync: 'host:/x', port: 0}}", "no port"), ("{x: {ftp: y}}", "a target has one of"),
    ("{x: {folder: ../y, user: z}}", "nothing that a target"), ("{x: {folder: ../y}, z: {folder: ../z}}", "which target"), ("{}", "names no target"),
])
def test_refusals(tmp_path: Path, target: str, said: str) -> None:
    made = Organisation.drawn(tmp_path / "organisation", mkdocs=MKDOCS.replace("{publisher: PUBLISHER}", f"{{publisher: PUBLISHER, publish: {target}}}"))
    done = made.run("als", "publish")
    assert done.returncode == 1 and said in done.stderr and len(done.stderr.splitlines()) == 1 and "secret" not in done.stderr


def git(*words: str, within: Path) -> str:
    who = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@x", "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x"}
    return subprocess.run(["git", *words], cwd=within, env={**os.environ, **who}, capture_output=True, text=True, check=True).stdout.strip()


def test_a_branch_has_one_commit_without_history(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    git("init", "--bare", "-b", "main", str(bare), within=tmp_path)
    made = drawn(tmp_path / "organisation", "{pages: {git: ../bare}, wrong: {git: ../bare, branch: main}, theirs: {git: ../bare, branch: theirs}}")
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


@pytest.fixture
def sshd(tmp_path: Path) -> Iterator[tuple[int, Path, subprocess.Popen[bytes]]]:
    """A server of ssh's on this computer; a folder with an `ssh` that knows its key and has one of its own."""
    where, programs = tmp_path / "sshd", tmp_path / "programs"
    where.mkdir(mode=0o700)
    programs.mkdir()
    for name in ("host", "mine"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", where / name], check=True)
    shutil.copy(where / "mine.pub", where / "authorized")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    Path("/run/sshd").mkdir(exist_ok=True)
    (where / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {where}/host\nAuthorizedKeysFile {where}/authorized\nStrictModes no\nUsePAM no\n"
        f"PidFile none\nPasswordAuthentication no\nPermitRootLogin yes\n"
    )
    (where / "known").write_text(f"[127.0.0.1]:{port} {(where / 'host.pub').read_text()}")
    (programs / "ssh").write_text(
        f'#!/bin/sh\nexec {shutil.which("ssh")} -F none -oIdentityFile={where}/mine -oIdentitiesOnly=yes -oUserKnownHostsFile={where}/known "$@"\n')
    (programs / "ssh").chmod(0o755)
    server = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", where / "config"], stderr=subprocess.DEVNULL)
    for _attempt in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield port, programs, server
    server.kill()
    server.wait()


def test_rsync_over_ssh_to_a_known_host(tmp_path: Path, sshd: tuple[int, Path, subprocess.Popen[bytes]]) -> None:
    port, programs, server = sshd
    host = tmp_path / "far/away"
    made = drawn(tmp_path / "organisation", f"{{host: {{rsync: '{getpass.getuser()}@127.0.0.1:{host}', port: {port}}}}}")
    path = f"{programs}:{os.environ['PATH']}"
    published(made, PATH=path)
    picture(host, {"robots.txt": "not ours"})
    another(made)
    published(made, PATH=path)
    assert {path: data for path, data in tree(host).items() if "/packs/" not in path} == {
        **{path: data for path, data in tree(made.site).items() if "/packs/" not in path}, "robots.txt": b"not ours"}
    another(made, "own")
    published(made, PATH=path)
    assert packs(host) == packs(made.site)
    (programs.parent / "sshd/known").write_text("")
    done = made.run("als", "publish", PATH=path)
    assert done.returncode == 1 and "Host key verification failed" in done.stderr and len(done.stderr.splitlines()) == 1
    server.kill()
    server.wait()
    before = tree(host)
    done = made.run("als", "publish", PATH=path)
    assert done.returncode == 1 and "cannot be reached" in done.stderr and tree(host) == before


def test_a_store_of_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        address = f"http://127.0.0.1:{server._server.server_port}"
        keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": address}
        for name, value in keys.items():
            monkeypatch.setenv(name, value)
        bucket = boto3.resource("s3", endpoint_url=address).create_bucket(Bucket="sets")
        made = drawn(tmp_path / "organisation", "{store: {s3: s3://sets/here}}")
        published(made, **keys)
        another(made, "own")
        published(made, **keys)
        assert {each.key.removeprefix("here/"): each.get()["Body"].read() for each in bucket.objects.all()} == tree(made.site)
    finally:
        server.stop()

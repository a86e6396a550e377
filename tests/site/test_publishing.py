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
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from als_plugin.errors import AlsError
from als_plugin.site.host.memory import Memory
from als_plugin.site.host.publishing import plan, publish
from als_plugin.site.host.targets.stored import Stored
from als_plugin.vault import MANIFEST, Access, Manifest, Publisher

from .organisation import MKDOCS, PUBLISHER, SET, Organisation, picture


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


def another(made: Organisation, words: str | None = None) -> None:
    """One more build: with a line more, or with these words in the place of others."""
    time.sleep(1.1)  # builds go by seconds
    place = made.root / "sets/quay/sessions/2026-01-14.yml"
    text = place.read_text(encoding="utf-8")
    more = "review: {worked: All of it}\n" if "guests" in text else "guests: [A guest]\n"
    place.write_text(text + more if words is None else text.replace("nobody owns", words), encoding="utf-8")
    assert made.run("als", "build").returncode == 0


def packs(folder: Path) -> set[str]:
    return {path.name for path in (folder / "quay/packs").iterdir()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """Built once, and published nowhere yet."""
    return drawn(tmp_path_factory.mktemp("first") / "organisation", "{disk: {folder: ../host}}")


@pytest.fixture
def folder(first: Organisation, tmp_path: Path) -> tuple[Organisation, Path]:
    root = shutil.copytree(first.root, tmp_path / "organisation", symlinks=True)
    return Organisation(root, passphrases=dict(first.passphrases)), tmp_path / "host"


def test_a_folder_gets_the_site_and_keeps_what_is_not_ours(folder: tuple[Organisation, Path]) -> None:
    made, host = folder
    picture(host, {"robots.txt": "not ours", "quay/notes.txt": "nor this"})
    told = published(made, "--dry-run")
    assert told["sets"] == [{"set": "quay", "change": "new", "people": ["amara", "ben"], "gone": 0, "at_once": True, "elsewhere": False}]
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
    another(made)
    second = packs(made.site)
    published(made)
    assert not first & packs(host) and packs(host) > second
    place = made.root / "sets/quay/access.json"
    access = Access.load(place)
    access.remove("ben", dt.date(2026, 11, 23))
    access.save(place)
    assert made.run("als", "build").returncode == 0
    assert published(made)["sets"][0] == {"set": "quay", "change": "changed", "people": ["amara"], "gone": 1, "at_once": True, "elsewhere": False}
    assert packs(host) == packs(made.site)
    another(made, "a former member of the set owns")  # longer, and yet something was taken out
    published(made)
    assert packs(host) == packs(made.site)


def test_what_was_taken_away_before_the_last_publication_does_not_stay_either(folder: tuple[Organisation, Path]) -> None:
    made, host = folder
    published(made)
    another(made)
    place = made.root / "sets/quay/access.json"
    access = Access.load(place)
    access.remove("ben", dt.date(2026, 11, 23))  # removed after the build, in which he can still read
    time.sleep(1.1)
    access.save(place)
    published(made)
    assert made.open("ben", host=host).person == "ben"
    another(made)
    told = published(made)
    assert told["sets"][0]["at_once"] and not told["sets"][0]["elsewhere"] and packs(host) == packs(made.site)


def test_two_computers_publish_in_turn_and_nothing_withdrawn_stays(folder: tuple[Organisation, Path], tmp_path: Path) -> None:
    """Ours knows a build from before the other's: a person who came and went in between reads nothing once that is merged."""
    made, host = folder
    published(made)
    place = made.root / "sets/quay/access.json"
    other = {"XDG_STATE_HOME": str(tmp_path / "the-other-laptop")}
    made.grant("cleo")
    another(made)
    told = published(made, "--dry-run", **other)
    assert told["sets"][0]["elsewhere"]
    published(made, **other)
    assert made.open("cleo", host=host).person == "cleo"
    access = Access.load(place)
    access.remove("cleo", dt.date(2026, 11, 23))
    access.save(place)
    another(made)
    done = made.run("als", "publish", "--dry-run")
    assert "what stands there was published from another computer: fetch its records first" in done.stdout
    published(made)
    assert packs(host) == packs(made.site)


def test_stopped_at_any_step_it_stays_open_and_goes_on(tmp_path: Path) -> None:
    """After many a single file that was sent or removed: who could read can read, the next call ends well, and nothing is left over,
    also of a set that was begun and given up meanwhile."""
    made = drawn(tmp_path / "organisation", "{disk: {folder: ../host}}")
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
    said = made.run("als", "publish", "--dry-run").stdout
    assert "quay: stays as it stands there; its records are not here (--take-down quay removes it)" in said
    assert {each["set"]: each["change"] for each in published(made, "--take-down", "quay")["sets"]} == {"pier": "new", "quay": "removed"}
    assert not (host / "quay/keyring").exists() and (host / "pier/keyring").exists()


@pytest.mark.parametrize("target", ["{there: {folder: ../host}}", "{there: {git: ../bare}}"])
def test_two_computers_with_different_sets_publish_to_one_host(tmp_path: Path, target: str) -> None:
    """Each sends its own; the list names both, and nobody's are touched by the other's."""
    git("init", "--bare", "-b", "main", str(tmp_path / "bare"), within=tmp_path)
    one = drawn(tmp_path / "one", target)
    other = drawn(tmp_path / "other", target)
    shutil.move(other.root / "sets/quay", tmp_path / "away")
    picture(other.root, {"sets/pier/set.yml": SET.replace("Quayside", "Pier")})
    other.grant("amara", set_id="pier")
    assert other.run("als", "build").returncode == 0

    def there() -> Path:
        if "git" not in target:
            return tmp_path / "host"
        shutil.rmtree(tmp_path / "shown", ignore_errors=True)
        git("clone", "-q", "-b", "gh-pages", str(tmp_path / "bare"), str(tmp_path / "shown"), within=tmp_path)
        shutil.rmtree(tmp_path / "shown/.git")
        (tmp_path / "shown/.nojekyll").unlink()
        return tmp_path / "shown"

    builds = []
    for made, changes in ((one, {"quay": "new"}), (other, {"pier": "new", "quay": "left"}), (one, {"quay": "same", "pier": "left"}), (other, {"pier": "same", "quay": "left"})):
        assert {each["set"]: each["change"] for each in published(made)["sets"]} == changes
        manifest = Manifest.decode((there() / MANIFEST).read_bytes())
        builds.append(manifest.build)
        assert set(manifest.sets) == set(changes) and manifest.signed_by_publisher()
        done = made.run("als", "verify", str(there()))
        assert done.returncode == 0, done.stdout + done.stderr
    assert builds == sorted(set(builds))
    quay = {path: data for path, data in tree(there()).items() if path.startswith("quay/")}
    another(one)
    published(one)
    assert one.open("amara", host=there()).person == "amara" and other.open("amara", "pier", host=there()).person == "amara"
    assert {path: data for path, data in tree(there()).items() if path.startswith("quay/")} != quay
    if "folder" in target:
        (there() / "pier/keyring").write_bytes(b"spoilt")
        done = one.run("als", "publish")
        assert done.returncode == 1 and "pier/keyring does not stand there as it was sent" in done.stderr


def test_a_list_that_another_key_signed_meanwhile_is_not_gone_on_from(tmp_path: Path) -> None:
    one = drawn(tmp_path / "one", "{there: {folder: ../host}}")
    published(one)
    host, public, memory = tmp_path / "host", one.publisher.public, Memory(tmp_path / "state", one.root, "there", "x")
    shutil.move(one.root / "sets/quay", tmp_path / "away")
    picture(one.root, {"sets/pier/set.yml": SET.replace("Quayside", "Pier")})
    one.grant("amara", set_id="pier")
    assert one.run("als", "build").returncode == 0
    target = Stored("there", host.as_uri(), str(host))
    planned = plan(target, one.site, one.root / "sets", public, memory=memory)
    stood, stranger = Manifest.decode((host / MANIFEST).read_bytes()), Publisher.generate()
    forged = Manifest.of(stood.files, stood.sets, stranger.public, build=2**40, time=stood.time).encode(stranger)
    (host / MANIFEST).write_bytes(forged)
    with pytest.raises(AlsError, match="somebody else published there meanwhile; publish once more"):
        publish(target, one.site, one.root / "sets", planned, public, memory=memory, key=lambda: PUBLISHER)
    with pytest.raises(AlsError, match="published with another key: quay"):
        plan(target, one.site, one.root / "sets", public, memory=memory)
    assert not (host / "pier").exists() and (host / MANIFEST).read_bytes() == forged


def test_a_newer_edition_of_one_set_is_not_put_back(folder: tuple[Organisation, Path], tmp_path: Path) -> None:
    """Another computer published it; ours has built something else since, and this set as it was."""
    made, host = folder
    published(made)
    second = Organisation(shutil.copytree(made.root, tmp_path / "second"), passphrases=made.passphrases)
    assert second.run("als", "build").returncode == 0
    another(made)
    published(made)
    picture(second.root, {"sets/pier/set.yml": SET.replace("Quayside", "Pier")})
    second.grant("dev", set_id="pier")
    time.sleep(1.1)
    assert second.run("als", "build").returncode == 0
    before = tree(host)
    done = second.run("als", "publish")
    assert (done.returncode, done.stdout) == (1, "") and tree(host) == before
    assert "newer editions stand there than were built here: quay; fetch the newest records, and build these again: als build quay --force" in done.stderr
    assert second.run("als", "build", "quay", "--force").returncode == 0
    assert {each["set"]: each["elsewhere"] for each in published(second)["sets"]} == {"quay": True, "pier": False}


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

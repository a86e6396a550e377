"""Hosts on this computer: a folder, a branch, a server of ssh's, a store of objects. Each as mkdocs.yml names it, and as it is looked at."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..ports import free_port
from .publishing import git


@dataclass(frozen=True)
class Host:
    """`target`: the value of `publish`, for an organisation in a folder beside it. `environment`: what a command needs to reach it.
    `fetch` puts all that stands there into a folder. `stop` ends what serves it, and `forget` what is known of it, where there is such a thing."""

    target: str
    fetch: Callable[[Path], object]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop: Callable[[], object] = lambda: None
    forget: Callable[[], object] = lambda: None


@contextmanager
def folder(place: Path) -> Iterator[Host]:
    """`place`/host."""
    yield Host("{there: {folder: ../host}}", lambda to: shutil.copytree(place / "host", to))


@contextmanager
def branch(place: Path) -> Iterator[Host]:
    """Of the bare repository `place`/bare."""
    git("init", "--bare", "-b", "main", str(place / "bare"), within=place)

    def fetch(to: Path) -> None:
        git("clone", "-q", "-b", "gh-pages", str(place / "bare"), str(to), within=place)
        shutil.rmtree(to / ".git")
        (to / ".nojekyll").unlink()

    yield Host("{there: {git: ../bare}}", fetch)


@contextmanager
def ssh(place: Path) -> Iterator[Host]:
    """`place`/far/away, over ssh with a key of its own, by an `ssh` that knows the server's."""
    where, programs, host = place / "sshd", place / "programs", place / "far/away"
    where.mkdir(mode=0o700)
    programs.mkdir()
    for name in ("host", "mine"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", where / name], check=True)
    shutil.copy(where / "mine.pub", where / "authorized")
    Path("/run/sshd").mkdir(exist_ok=True)
    server, port = _listening(where)
    (where / "known").write_text(f"[127.0.0.1]:{port} {(where / 'host.pub').read_text()}")
    (programs / "ssh").write_text(
        f'#!/bin/sh\nexec {shutil.which("ssh")} -F none -oIdentityFile={where}/mine -oIdentitiesOnly=yes -oUserKnownHostsFile={where}/known "$@"\n')
    (programs / "ssh").chmod(0o755)

    def stop() -> None:
        server.kill()
        server.wait()

    try:
        yield Host(
            f"{{there: {{rsync: '{getpass.getuser()}@127.0.0.1:{host}', port: {port}}}}}", lambda to: shutil.copytree(host, to),
            {"PATH": f"{programs}:{os.environ['PATH']}"}, stop, lambda: (where / "known").write_text(""))
    finally:
        stop()


def _listening(where: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A server of ssh's and its port. A port that was free may be somebody else's a moment later: then another is taken."""
    for _attempt in range(5):
        port = free_port()
        (where / "config").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {where}/host\nAuthorizedKeysFile {where}/authorized\nStrictModes no\nUsePAM no\n"
            f"PidFile none\nPasswordAuthentication no\nPermitRootLogin yes\n"
        )
        server = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", where / "config"], stderr=subprocess.DEVNULL)
        while server.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return server, port
            except OSError:
                time.sleep(0.05)
    raise AssertionError("sshd does not start")


@contextmanager
def store(place: Path) -> Iterator[Host]:
    """`s3://sets/here`, of moto's server."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        address = f"http://127.0.0.1:{server._server.server_port}"
        keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": address}
        bucket = boto3.resource(
            "s3", endpoint_url=address, aws_access_key_id="x", aws_secret_access_key="x", region_name="us-east-1").create_bucket(Bucket="sets")

        def fetch(to: Path) -> None:
            for each in bucket.objects.all():
                path = to / each.key.removeprefix("here/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(each.get()["Body"].read())

        yield Host("{there: {s3: s3://sets/here}}", fetch, keys)
    finally:
        server.stop()

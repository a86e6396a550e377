"""Sets built on a cluster: over TLS, by workers that may die, and that have nothing but what travels with the task."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import logging
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dask
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from distributed import LocalCluster
from distributed.security import Security

from als_plugin.vault import Publisher
from als_plugin.vault.format import unb64

from .organisation import SET, Organisation, picture, readable
from .test_building import nothing_left, snapshot

FIT = {"distributed.worker.daemon": False, "distributed.worker.memory.target": False, "distributed.worker.memory.spill": False}

DIES_ONCE = """
    import os, pathlib, signal

    def on_page_content(html, page, config, files):
        mark = pathlib.Path("{mark}")
        if config.site_name == "Wharfside" and mark.exists():
            mark.unlink()
            pid = os.getpid()
            for _above in ("server", "the one that builds sets", "server", "the cluster's own"):
                pid = int(pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            os.kill(pid, signal.SIGKILL)
"""


SPY = """
    import sys
    from distributed.comm import tcp

    frames_of = tcp.to_frames

    async def to_frames(*args, **options):
        frames = await frames_of(*args, **options)
        with open(sys.argv[1], "ab") as sent:
            sent.writelines(bytes(frame) for frame in frames)
        return frames

    if __name__ == "__main__":
        tcp.to_frames = to_frames
        from als_plugin.cli import main
        main(sys.argv[2:])
"""
"""The command, with a copy of all that it sends to a cluster."""


def secret(publisher: Publisher) -> tuple[bytes, bytes]:
    """A publisher's private key without the mark before it: as text, and as it is."""
    text = next(line for line in publisher.to_text().splitlines() if not line.startswith("#")).split()[1]
    return text.encode(), unb64(text, 32)


@dataclass(frozen=True)
class Certificate:
    """The files of a certificate that vouches for itself."""

    cert: str
    key: str

    def security(self) -> Security:
        files = {f"tls_{role}_{kind}": getattr(self, kind) for role in ("scheduler", "worker", "client") for kind in ("cert", "key")}
        return Security(require_encryption=True, tls_ca_file=self.cert, **files)

    def options(self, address: str) -> list[str]:
        return ["--cluster", address, "--cluster-ca", self.cert, "--cluster-cert", self.cert, "--cluster-key", self.key]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - dt.timedelta(hours=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return Certificate(str(folder / "cert.pem"), str(folder / "key.pem"))


def cluster(certificate: Certificate, settings: dict[str, Any], private: Path, workers: int = 2) -> LocalCluster:
    with dask.config.set(settings):
        return LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, security=certificate.security(), protocol="tls",
            dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL, host="127.0.0.1",
            env={"XDG_RUNTIME_DIR": str(private), "LC_ALL": "C.UTF-8"},
        )


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workers' private folder."""
    folder = tmp_path_factory.mktemp("there")
    folder.chmod(0o700)
    return folder


@pytest.fixture(scope="module")
def running(certificate: Certificate, there: Path) -> Iterator[LocalCluster]:
    with cluster(certificate, FIT, there) as made:
        yield made


@pytest.fixture
def two(tmp_path: Path) -> Organisation:
    made = Organisation.drawn(tmp_path / "organisation", {"sets/wharf/set.yml": SET.replace("The Quayside Set", "Wharfside")})
    for path in (made.root / "sets/quay/sessions").iterdir():
        path.unlink()
    made.grant("amara")
    made.grant("ben", set_id="wharf")
    return made


def test_it_is_the_same_build(two: Organisation, running: LocalCluster, certificate: Certificate, there: Path) -> None:
    assert two.run("als", "build").returncode == 0
    here = readable(two.open("amara"))
    done = two.run("als", "build", "--force", "--json", *certificate.options(running.scheduler_address))
    assert done.returncode == 0, done.stderr
    assert [each["set"] for each in json.loads(done.stdout)["sets"]] == ["quay", "wharf"]
    assert readable(two.open("amara")) == here
    assert two.open("ben", "wharf").person == "ben"
    assert two.run("als", "verify", "site").returncode == 0 and nothing_left(two)
    assert not [path for path in there.rglob("*") if "sets" in path.parts and path.is_file()]
    # What was built there is known here.
    again = two.run("als", "build", "--json", *certificate.options(running.scheduler_address))
    assert [each["unchanged"] for each in json.loads(again.stdout)["sets"]] == [True, True]


def test_an_error_there_is_told_here(two: Organisation, running: LocalCluster, certificate: Certificate) -> None:
    picture(two.root, {"sets/wharf/sessions/2026-05-20.yml": "date: 2026-05-20\nstatus: publishd\n"})
    (two.root / "sets/quay/files/out.txt").symlink_to(two.root / "mkdocs.yml")
    picture(two.root, {"sets/quay/pages/our-room.md": "# Our room\n\n[all](files/out.txt)\n"})
    done = two.run("als", "build", *certificate.options(running.scheduler_address))
    assert done.returncode == 1 and "Traceback" not in done.stderr and not two.site.exists()
    assert "sets/quay/files/out.txt: a record or page links to this file, but it is not there" in done.stderr
    assert "sets/wharf/sessions/2026-05-20.yml:2:1: status" in done.stderr


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "127.0.0.1:8786", "ws://127.0.0.1:8786"])
def test_without_tls_nothing_is_sent(two: Organisation, address: str) -> None:
    done = two.run("als", "build", "--cluster", address)
    assert done.returncode == 1 and not two.site.exists()
    assert done.stderr.splitlines()[-1].startswith(f"--cluster {address}: the records would travel readable")


def test_a_cluster_that_one_does_not_belong_to(two: Organisation, running: LocalCluster) -> None:
    done = two.run("als", "build", "--cluster", running.scheduler_address)
    assert done.returncode == 1 and not two.site.exists() and "Traceback" not in done.stderr
    assert "cannot be reached" in done.stderr


@pytest.mark.parametrize(("setting", "words"), [
    ({"distributed.worker.memory.spill": 0.7}, "would write records to its disk"),
    ({"distributed.worker.daemon": True}, "may not start the processes in which sets are built"),
])
def test_a_worker_that_may_not_build(
    two: Organisation, certificate: Certificate, there: Path, setting: dict[str, Any], words: str
) -> None:
    with cluster(certificate, {**FIT, **setting}, there, workers=1) as made:
        done = two.run("als", "build", *certificate.options(made.scheduler_address))
    assert done.returncode == 1 and not two.site.exists() and words in done.stderr


def test_no_private_key_travels(two: Organisation, running: LocalCluster, certificate: Certificate, tmp_path: Path) -> None:
    sent, spy = tmp_path / "sent", tmp_path / "spy.py"
    spy.write_text(textwrap.dedent(SPY))
    key, decoy = two.publisher.to_text(), Publisher.generate()
    # What looks like a key is left out even where somebody has put it into the folder; what does not, shows that it would be found.
    picture(two.root, {"docs/old.key": key, "docs/decoy.txt": secret(decoy)[0], "docs/decoy.bin": secret(decoy)[1]})
    options = ["--to", f"file://{tmp_path}/host", *certificate.options(running.scheduler_address)]
    environment = {**os.environ, "HOME": str(two.root / "home"), "ALS_PUBLISHER_KEY": key, "XDG_RUNTIME_DIR": str(two.private)}
    done = subprocess.run([sys.executable, spy, sent, "build", *options], cwd=two.root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    travelled = sent.read_bytes()
    for form in (b"Wharfside", two.publisher.public, *secret(decoy)):
        assert form in travelled
    for form in (key.encode(), *secret(two.publisher)):
        assert form not in travelled
    assert two.open("ben", "wharf", host=tmp_path / "host").person == "ben"


def test_workers_publish_to_an_address_and_one_that_is_killed_midway_is_survived(
    two: Organisation, running: LocalCluster, certificate: Certificate, tmp_path: Path
) -> None:
    host = tmp_path / "host"
    to = ["--to", f"file://{host}"]
    assert two.run("als", "build", *to).returncode == 0
    before = snapshot(host / "wharf")
    settings = two.root / "mkdocs.yml"
    mark = tmp_path / "killed"
    mark.touch()
    pids = {worker.pid for worker in running.workers.values()}
    picture(two.root, {
        "dies.py": DIES_ONCE.replace("{mark}", str(mark)),
        "mkdocs.yml": settings.read_text() + "hooks: [dies.py]\n",
    })
    done = two.run("als", "build", *to, *certificate.options(running.scheduler_address))
    assert done.returncode == 0, done.stderr
    assert not mark.exists() and {worker.pid for worker in running.workers.values()} != pids
    assert two.open("ben", "wharf", host=host).person == "ben"
    after = snapshot(host / "wharf")
    assert not {path for path in after if path.startswith("packs/")} & set(before) and after["keyring"] != before["keyring"]
    assert two.run("als", "verify", str(host)).returncode == 0 and nothing_left(two) and not two.site.exists()

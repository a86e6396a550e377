"""als verify: a folder or a host against the signed list of every file."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from als_plugin.site.preview.static_host import StaticHost
from als_plugin.vault import KEYRING, MANIFEST, Access, ListedFile, Manifest, Publisher
from als_plugin.vault.format import b64
from als_plugin.vault.manifest import Manifest as Listed

from .organisation import SET, Organisation, picture


@contextmanager
def answering(server: ThreadingHTTPServer) -> Iterator[str]:
    """The server's address while it answers."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def twice(built: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """The organisation built once more with amara removed; the site before stands in site-before."""
    root = tmp_path_factory.mktemp("twice") / "organisation"
    shutil.copytree(built.root, root)
    shutil.copytree(root / "site", root / "site-before")
    access = Access.load(root / "sets/quay/access.json")
    access.remove("amara", dt.date(2026, 11, 23))
    access.save(root / "sets/quay/access.json")
    again = Organisation(root, built.publisher, built.passphrases)
    done = again.run("als", "build")
    assert done.returncode == 0, done.stderr
    return again


@pytest.fixture
def site(twice: Organisation, tmp_path: Path) -> Path:
    """A copy of the built site that a test may spoil."""
    return Path(shutil.copytree(twice.site, tmp_path / "site"))


@pytest.fixture
def verify(twice: Organisation, site: Path):
    """Checks the site in its folder and over http, expects the same findings in both, and gives these by path."""

    def run(*, added: dict[str, str] | None = None, pages: dict[str, str] | None = None) -> dict[str, str]:
        folder = twice.run("als", "verify", str(site), "--json")
        with answering(StaticHost(site)) as address:
            host = twice.run("als", "verify", address, "--json")
        found = [
            {each["path"]: each["kind"] for each in json.loads(done.stdout)["findings"]} for done in (folder, host)
        ]
        for done, findings in zip((folder, host), found, strict=True):
            assert done.returncode == (1 if findings else 0), done.stderr
        both = {path: kind for path, kind in found[0].items() if path in found[1]}
        assert found[0] == {**both, **(added or {})} and found[1] == {**both, **(pages or {})}
        return both

    return run


def test_untouched(twice, site, verify):
    assert verify() == {}
    done = twice.run("als", "verify", "site")
    manifest = Manifest.decode((site / MANIFEST).read_bytes())
    assert done.stdout == f"site: {len(manifest.files)} files, signed {manifest.time}: all as the publisher put them there\n"
    assert done.stderr == "" and done.returncode == 0


def test_the_list_has_every_file_and_every_sets_build(twice, site):
    manifest = Manifest.decode((site / MANIFEST).read_bytes())
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert set(manifest.files) == files - {MANIFEST} and {"index.html", "quay/sw.js", "quay/keyring"} < files
    assert manifest.sets == {"quay": twice.open("ben").build}
    assert manifest.publisher == twice.publisher.public and manifest.signed_by_publisher()
    assert manifest.build > Manifest.decode((twice.root / "site-before" / MANIFEST).read_bytes()).build


def test_a_changed_script_a_missing_pack_and_an_added_script(twice, site, verify):
    script = site / "quay/sw.js"
    script.write_bytes(script.read_bytes() + b"\n")
    pack = next((site / "quay/packs").iterdir())
    pack.unlink()
    (site / "assets/extra.js").write_text("alert()")
    gone = pack.relative_to(site).as_posix()
    assert verify(added={"assets/extra.js": "added"}) == {"quay/sw.js": "changed", gone: "missing"}
    done = twice.run("als", "verify", str(site))
    assert done.stderr.splitlines() == [
        f"{site}/assets/extra.js: the publisher's list does not have this file",
        f"{site}/{gone}: this file is missing",
        f"{site}/quay/sw.js: this file is not the one that the publisher put here",
    ]
    assert done.stdout.endswith(": 3 findings\n") and done.returncode == 1


def test_a_changed_lock_screen_is_told_as_file_and_as_page(site, verify):
    page = site / "quay/index.html"
    page.write_text(page.read_text().replace("</head>", "<script src=steal.js></script></head>"))
    (site / "index.html").write_text("<h1>Elsewhere</h1>")
    found = verify(pages={"/": "page", "quay/": "page"})
    assert found == {"quay/index.html": "changed", "index.html": "changed"}


def test_a_keyring_from_before_is_told_as_such(twice, site, verify):
    shutil.copy(twice.root / "site-before/quay" / KEYRING, site / "quay" / KEYRING)
    assert verify() == {"quay/keyring": "older"}
    assert "quay/keyring: this keyring is older than" in twice.run("als", "verify", str(site)).stderr


def test_a_keyring_that_is_ahead_of_the_list(twice, site, verify):
    shutil.copy(twice.root / "site-before" / MANIFEST, site / MANIFEST)
    done = twice.run("als", "verify", str(site), "--json")
    kinds = {each["path"]: each["kind"] for each in json.loads(done.stdout)["findings"]}
    assert kinds["quay/keyring"] == "newer"


def test_a_keyring_that_nobody_signed(site, verify):
    keyring = bytearray((site / "quay" / KEYRING).read_bytes())
    keyring[80] ^= 1
    (site / "quay" / KEYRING).write_bytes(keyring)
    assert verify() == {"quay/keyring": "keyring"}


def test_the_whole_site_from_before_is_told_by_whoever_remembers(twice, tmp_path):
    seen = str(tmp_path / "seen")
    assert twice.run("als", "verify", "site", "--remember", seen).returncode == 0
    before = twice.run("als", "verify", "site-before", "--remember", seen)
    assert before.stderr == "site-before/manifest: the whole site is older than one that was seen here before\n"
    assert before.returncode == 1
    assert twice.run("als", "verify", "site-before").returncode == 0
    assert twice.run("als", "verify", "site", "--remember", seen).returncode == 0


def test_another_publisher(twice, site, tmp_path):
    stranger = Publisher.generate()
    done = twice.run("als", "verify", str(site), "--publisher", b64(stranger.public))
    assert done.stderr == f"{site}/manifest: another publisher signed this site than the one expected\n"
    assert (done.returncode, done.stdout) == (1, f"{site}: 1 finding\n")
    # Somebody with a key of their own who signs a list of their own, and says that it is the publisher's.
    files = {path.relative_to(site).as_posix(): ListedFile.of(path.read_bytes()) for path in site.rglob("*") if path.is_file()}
    del files[MANIFEST]
    for named, what in ((stranger.public, "another publisher"), (twice.publisher.public, "not as the publisher signed it")):
        forged = Listed.of(files, {"quay": 2**40}, named, build=2**40, time="2026-11-23T20:15:00Z").encode(stranger)
        (site / MANIFEST).write_bytes(forged)
        done = twice.run("als", "verify", str(site))
        assert done.returncode == 1 and what in done.stderr and len(done.stderr.splitlines()) == 1
    # With the key given, no mkdocs.yml is needed.
    alone = Organisation(tmp_path / "alone", twice.publisher)
    alone.root.mkdir()
    assert alone.run("als", "verify", str(twice.site), "--publisher", b64(twice.publisher.public)).returncode == 0
    assert alone.run("als", "verify", str(twice.site)).stderr.startswith("mkdocs.yml: is neither in this folder")


def test_no_list_and_a_spoilt_one(site, verify):
    spoilt = bytearray((site / MANIFEST).read_bytes())
    for place in (0, 4, 20, 70, 100, len(spoilt) - 1):
        changed = bytearray(spoilt)
        changed[place] ^= 1
        (site / MANIFEST).write_bytes(changed)
        if place in (0, len(spoilt) - 1):
            assert verify() == {MANIFEST: "changed"}
    (site / MANIFEST).unlink()
    assert verify() == {MANIFEST: "missing"}


def test_a_host_that_does_not_answer(twice):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        done = twice.run("als", "verify", address)
    assert done.stderr == f"{address}manifest: cannot be fetched: Connection refused\n"
    assert (done.returncode, done.stdout) == (1, f"{address}: 1 finding\n")


class Odd(BaseHTTPRequestHandler):
    """A host with whims: `where` redirects everything, `packed` sends gzip unasked, `endless` never stops, `broken` fails."""

    whim = ""
    site = Path()
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.headers["User-Agent"])
        if self.whim.startswith("http"):
            self.send_response(302)
            self.send_header("Location", self.whim + self.path)
            self.end_headers()
            return
        if self.whim == "broken" and self.path.endswith(".js"):
            self.send_error(503)
            return
        path = self.site / (self.path[1:] or "index.html")
        data = (path / "index.html" if path.is_dir() else path).read_bytes()
        self.send_response(200)
        if self.whim == "packed":
            data = gzip.compress(data)
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)
        if self.whim == "endless" and self.path.endswith("sw.js"):
            try:
                while True:
                    self.wfile.write(bytes(65536))
            except OSError:
                pass

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def odd(twice: Organisation):
    """Checks the site at a host with a whim."""

    def run(whim: str):
        handler = type("Handler", (Odd,), {"whim": whim, "site": twice.site, "asked": []})
        with answering(ThreadingHTTPServer(("127.0.0.1", 0), handler)) as address:
            done = twice.run("als", "verify", address)
        assert all(each.startswith("als-verify/") for each in handler.asked)
        return done

    return run


def test_a_host_that_sends_gzip_unasked(odd):
    assert odd("packed").returncode == 0


def test_a_host_that_never_stops_sending(odd):
    done = odd("endless")
    (line,) = done.stderr.splitlines()
    assert line.endswith("/quay/sw.js: this file is not the one that the publisher put here")


def test_a_host_that_fails_now_and_then(odd):
    lines = odd("broken").stderr.splitlines()
    assert lines and all(line.endswith(".js: cannot be fetched: HTTP 503") for line in lines)


def test_a_redirect_to_another_host_is_not_followed(odd, twice):
    with answering(StaticHost(twice.site)) as other:
        (line,) = odd(other.rstrip("/").replace("127.0.0.1", "localhost")).stderr.splitlines()
        assert line.endswith(f"/manifest: cannot be fetched: the host redirects to {other.rstrip('/').replace('127.0.0.1', 'localhost')}")


@pytest.mark.parametrize(("target", "problem"), [
    ("nowhere", "nowhere: there is no such folder; name a built site's folder, or an address with https://"),
    ("ftp://example.org/", "ftp://example.org/: this is not the address of a site; give it as https://sets.example.org/, or name a folder"),
    ("file:///etc", "file:///etc: this is not the address of a site; give it as https://sets.example.org/, or name a folder"),
])
def test_no_place(twice, target, problem):
    done = twice.run("als", "verify", target)
    assert (done.returncode, done.stderr) == (1, problem + "\n")


def test_keys_and_memories_that_are_none(twice, tmp_path):
    done = twice.run("als", "verify", "site", "--publisher", "abc")
    assert done.stderr.startswith("--publisher: this is not a publisher's public key; ")
    (tmp_path / "seen").write_text("yesterday")
    done = twice.run("als", "verify", "site", "--remember", str(tmp_path / "seen"))
    assert "this is not a number that als verify has kept" in done.stderr


def test_one_set_built_alone_leaves_a_whole_site_and_signs_nothing_that_was_tampered_with(drawn):
    picture(drawn.root, {"sets/wharf/set.yml": SET.replace("Quayside", "Wharfside")})
    drawn.grant("ben", set_id="wharf")
    assert drawn.run("als", "build").returncode == 0
    assert drawn.run("als", "build", "wharf").returncode == 0
    assert drawn.run("als", "verify", "site").returncode == 0
    assert set(Manifest.decode((drawn.site / MANIFEST).read_bytes()).sets) == {"quay", "wharf"}
    kept = (drawn.site / MANIFEST).read_bytes()
    for path, data in (("quay/sw.js", b"alert()"), ("quay/extra.js", b"alert()")):
        original = (drawn.site / path).read_bytes() if (drawn.site / path).exists() else None
        (drawn.site / path).write_bytes(data)
        done = drawn.run("als", "build", "wharf")
        assert done.returncode == 1 and "sets/quay: its locked folder from the build before is not as this publisher signed it" in done.stderr
        assert (drawn.site / MANIFEST).read_bytes() == kept
        (drawn.site / path).unlink() if original is None else (drawn.site / path).write_bytes(original)
    assert drawn.run("als", "build", "wharf").returncode == 0


def test_the_front_door_cannot_have_a_page_of_the_lists_name(drawn):
    picture(drawn.root, {"docs/manifest.md": "# Cargo\n"})
    done = drawn.run("als", "build")
    assert done.returncode == 1 and "docs/manifest: this name is kept for the site's own signed list of files" in done.stderr


def test_without_a_locked_set_there_is_no_list(drawn):
    (drawn.root / "sets/quay/access.json").unlink()
    assert drawn.run("als", "build", ALS_PUBLISHER_KEY="").returncode == 0
    assert not (drawn.site / MANIFEST).exists()


def test_an_audit_reads_a_list_that_says_more_than_it_should(twice, tmp_path):
    site = Path(shutil.copytree(twice.site, twice.root / "spoilt"))
    (site / MANIFEST).write_bytes((site / MANIFEST).read_bytes() + b"The rota that nobody owns")
    done = twice.run("als", "audit", "spoilt")
    assert done.returncode == 1 and "spoilt/manifest: holds a text of the records" in done.stderr

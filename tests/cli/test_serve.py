"""als serve: a set's preview, and the built site as a host would serve it; both on this computer alone."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from ..ports import free_port


def get(url, **headers):
    """Status and text of an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def command(*args):
    """In a process of its own: MkDocs' server leaves its socket to Python's collector where a build fails before it listens."""
    return [sys.executable, "-c", "from als_plugin.cli import main; main()", "serve", *args]


@pytest.fixture
def serving(tmp_path):
    """Starts `als serve` in a process of its own, waits until it answers, and ends it as the test ends."""
    started = []

    def start(*args):
        port = free_port()
        (tmp_path / "run").mkdir(mode=0o700, exist_ok=True)
        process = subprocess.Popen(
            command(*args, "--port", str(port)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "XDG_RUNTIME_DIR": str(tmp_path / "run")},
        )
        started.append(process)
        for _attempt in range(600):
            assert process.poll() is None, process.communicate()
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    return process, f"http://localhost:{port}"
            time.sleep(0.1)
        raise AssertionError("it did not begin to serve")

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_preview_is_readable_here_and_leaves_nothing(harbour, serving, tmp_path, ending):
    process, address = serving("harbour")
    status, text = get(f"{address}/harbour/sessions/2026-01-14/")
    assert status == 200 and "Who could own the rota with me?" in text and "Preview on this computer alone" in text
    assert get(f"{address}/harbour/", Host="elsewhere.example")[0] == 403
    process.send_signal(ending)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert out.splitlines()[0] == f"harbour, readable by whoever sits at this computer: {address}/harbour/"
    left = [path for path in (tmp_path / "run").rglob("*.html")]
    assert left == [] and not (harbour / "site").exists()


def test_locked_is_what_was_built(built, serving):
    process, address = serving("--locked")
    status, text = get(f"{address}/harbour/")
    assert status == 200 and "Passphrase" in text and "Amara" not in text
    assert get(f"{address}/harbour/sessions/2026-01-14/")[0] == 404
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert f"  {address}/harbour/" in out.splitlines()


def test_as_a_person(harbour, serving, als):
    process, address = serving("harbour", "--as", "ben")
    assert "You are reading as" in get(f"{address}/harbour@ben/")[1]
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=60)[0].splitlines()[0].endswith(f"{address}/harbour@ben/")
    said = als("serve", "harbour", "--as", "nobody", "--port", str(free_port()))
    assert (said.code, said.out) == (1, "")
    assert said.errors == ["sets/harbour: nobody with the id nobody reads this set today; their ids stand in set.yml; who has left reads nothing new"]


def test_refusals(harbour, refused):
    assert refused("serve") == ["als serve: does not know which set; name one of: harbour"]
    assert refused("serve", "harbuor") == ["sets/harbuor: there is no such set; did you mean harbour?"]
    assert refused("serve", "harbour", "--locked") == ["--locked: serves the whole built site; leave harbour away"]
    assert refused("serve", "--locked", "--as", "amara") == ["--as: a locked site opens with a passphrase; leave --as away, or --locked"]
    assert refused("serve", "--locked") == ["site: there is no built site here; build it first: als build"]


def test_a_port_in_use(harbour, refused):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refused("serve", "harbour", "--port", str(port)) == [
            f"--port {port}: this port is in use, or may not be used; choose another, for example --port 8765"
        ]


def test_records_with_mistakes_are_told_and_not_served(harbour):
    path = Path(harbour / "sets/harbour/set.yml")
    path.write_text(path.read_text(encoding="utf-8").replace("name: Ben", "nme: Ben"), encoding="utf-8")
    said = subprocess.run(command("harbour", "--port", str(free_port())), capture_output=True, text=True)
    assert said.returncode == 1
    assert said.stderr.splitlines() == ['sets/harbour/set.yml:5:15: members[1] (second member, ben): there is no field "nme" here; did you mean name?']


LINES = ("/[", "//[x/", "/%00", "/" + "a" * 5000, "http://[::1", "/harbour/%ff%fe", "*", "/../../etc/passwd", "\x01")


def test_any_request_line_gets_a_status(built, serving):
    process, address = serving("--locked")
    for method, line in itertools.product(("GET", "HEAD", "PATCH"), LINES):
        with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=60) as asked:
            asked.sendall(f"{method} {line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode("latin-1"))
            assert asked.recv(9).startswith(b"HTTP/1.1 "), (method, line)
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=60)[1] == ""

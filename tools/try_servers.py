"""Runs the servers of the hosting guide with the very files that stand in it, on a small site, and looks at what they answer.

    .venv/bin/python tools/try_servers.py [nginx] [apache] [caddy]

None named: all three. What a server needs to run as nobody in particular (a port, a place for its own files) is put around the guide's
lines; of these only the folder and the port are changed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

GUIDE = Path(__file__).parents[1] / "docs/hosts/hosting.md"
FILES = {
    "index.html": "front", "404.html": "front missing", "quay/index.html": "lock", "quay/404.html": "lock missing",
    "quay/keyring": "ALSK", "quay/sw.js": "worker", "quay/packs/0a1b": "sealed",
}
FRAMES = {"content-security-policy": "frame-ancestors 'none'", "cross-origin-opener-policy": "noopener-allow-popups"}
EXPECTED: list[tuple[str, int, str, str]] = [
    ("/sets/", 200, "front", "no-cache"),
    ("/sets/quay/", 200, "lock", "no-cache"),
    ("/sets/quay/sw.js", 200, "worker", "no-cache"),
    ("/sets/quay/packs/0a1b", 200, "sealed", "public, max-age=31536000, immutable"),
    ("/sets/quay/sessions/2026-01-14/", 404, "lock missing", "no-cache"),
    ("/sets/quay/nothing.html", 404, "lock missing", "no-cache"),
    ("/sets/nowhere/at/all/", 404, "front missing", "no-cache"),
    ("/sets/nowhere", 404, "front missing", "no-cache"),
]
"""Address, status, what is shown, how long it may be kept."""


def block(server: str) -> str:
    """The guide's lines for a server."""
    found = re.findall(rf"^{server}[^\n]*:\n\n```\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE | re.IGNORECASE)
    assert len(found) == 1, f"the guide has {len(found)} blocks for {server}"
    return found[0]


def commands(server: str, folder: Path, port: int) -> list[str]:
    """Writes a server's files, and says how it is started."""
    lines = block(server).replace("/srv/www", str(folder / "www"))
    place = folder / f"{server}.conf"
    if server == "nginx":
        lines = lines.replace("server {", f"server {{\n    listen 127.0.0.1:{port};", 1)
        types = "types { text/html html; text/javascript js; }"
        paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;" if os.getuid() == 0 else ""
        place.write_text(f"{user} daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\nhttp {{ {types} access_log off;\n{paths}{lines}}}\n")
        return [_program("nginx", "nginx"), "-c", str(place)]
    if server == "apache":
        modules = os.environ.get("APACHE_MODULES", "/usr/lib/apache2/modules")
        wanted = ("mpm_event", "authz_core", "dir", "mime", "headers", "unixd")
        there = [name for name in wanted if (Path(modules) / f"mod_{name}.so").is_file()]
        loaded = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in there)
        (folder / "types").write_text("text/html html\ntext/javascript js\n")
        around = f"ServerRoot {folder}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog {folder}/log\nTypesConfig {folder}/types\n"
        place.write_text(loaded + around + lines.replace("*:80", f"127.0.0.1:{port}"))
        return [_program("apache2", "httpd"), "-DFOREGROUND", "-f", str(place)]
    place.write_text("{\n    admin off\n    auto_https off\n}\n" + lines.replace(":80 {", f"http://127.0.0.1:{port} {{"))
    return [_program("caddy"), "run", "--config", str(place), "--adapter", "caddyfile"]


def _program(*names: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    assert found, f"{names[0]} is not installed"
    return found


@contextmanager
def running(server: str, folder: Path) -> Iterator[str]:
    """The server's address while it answers."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    for path, words in FILES.items():
        file = folder / "www/sets" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words)
    process = subprocess.Popen(commands(server, folder, port), env={**os.environ, "HOME": str(folder)}, stderr=subprocess.PIPE, text=True)
    try:
        for _turn in range(100):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def asked(url: str) -> tuple[int, str, Mapping[str, str]]:
    """Status, text and headers of an answer."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode(), {name.lower(): value for name, value in answer.headers.items()}
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), {name.lower(): value for name, value in error.headers.items()}


def differing(server: str) -> list[str]:
    """What a server answers otherwise than it should."""
    wrong = []
    with tempfile.TemporaryDirectory() as place, running(server, Path(place)) as address:
        for path, status, words, kept in EXPECTED:
            found, text, headers = asked(address + path)
            if (found, text) != (status, words):
                wrong.append(f"{server}: {path}: {found} {text[:60]!r}, not {status} {words!r}")
            for name, value in {**FRAMES, "cache-control": kept}.items():
                if headers.get(name) != value:
                    wrong.append(f"{server}: {path}: {name}: {headers.get(name)}, not {value}")
    return wrong


if __name__ == "__main__":
    servers = sys.argv[1:] or ["nginx", "apache", "caddy"]
    wrong = [line for server in servers for line in differing(server)]
    print("\n".join(wrong) or f"{', '.join(servers)}: as the guide says")
    sys.exit(bool(wrong))

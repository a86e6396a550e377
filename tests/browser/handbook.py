"""A hand-made site of fictional people, sealed as the real ones are."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import als_plugin.client
from als_plugin.client import Look, page_scripts, shell
from als_plugin.vault import Access, Clear, Content, PageContent, Publisher, Shared, Slot, ViewContent
from als_plugin.words import ngettext

from ..vault.sealing import sealed_site

__all__ = ["CLIENT", "MARKER", "PDF", "STYLE", "Handbook", "Keys", "probe"]

MARKER = "heliotrope"
"""A word that stands in every page of the handbook, and nowhere else."""

STYLE = b"body { font-family: sans-serif; margin: 2rem; }\n"
PDF = b"%PDF-1.4\n" + random.Random(1).randbytes(120_000) + f"{MARKER}\n%%EOF\n".encode()
CLIENT = Path(als_plugin.client.__file__).parent


@cache
def probe() -> bytes:
    """The client's own modules as one bundle, for a page that tries out the bridge and what the device keeps."""
    program = CLIENT / "node_modules" / ".bin" / "esbuild"
    names = {"bridge": "bridge", "bytes": "format/bytes", "store": "open/store", "tab": "open/tab"}
    imports = "".join(f'import * as {name} from "./{path}.js";\n' for name, path in names.items())
    source = f"{imports}Object.assign(globalThis, {{ {', '.join(names)} }});\n".encode()
    done = subprocess.run([program, "--bundle", "--format=esm", "--log-level=error"], input=source, cwd=CLIENT, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def picture(width: int = 9, height: int = 7) -> bytes:
    """A small PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x22\x59\x5c" * width for _row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@dataclass
class Keys:
    """A publisher and people with passphrases, Fay the facilitator among them; made once, as deriving takes its time."""

    publisher: Publisher = field(default_factory=Publisher.generate)
    access: Access = field(init=False)
    passphrases: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.access = Access.new(self.publisher.public)
        for person in ("asha", "ben", "fay"):
            self.passphrases[person] = self.access.grant(person, dt.date(2026, 1, 7))


@dataclass
class Handbook:
    """The site in `root`/riverside/, published build by build."""

    root: Path
    keys: Keys
    base: str = "/riverside/"
    extra: dict[str, Content] = field(default_factory=dict)
    """Further files of the members' view."""
    passkeys: bool = True
    """Whether the lock screen offers them."""
    idle_minutes: int = 30
    """After how many minutes without use it locks itself."""

    @property
    def folder(self) -> Path:
        """The set's folder."""
        return self.root / self.base.strip("/")

    @property
    def passphrase(self) -> str:
        """Asha's."""
        return self.keys.passphrases["asha"]

    def shell(self, *, name: str | None = None, language: str = "en", words: Callable[[str], str] = str) -> dict[str, bytes]:
        """The readable files of the set's folder, by path."""
        access = self.keys.access
        return shell(base=self.base, name=name, language=language, words=words, plurals=ngettext, set_id=access.set_id, publisher=access.first_publisher, passkeys=self.passkeys,
                     look=Look(idle_minutes=self.idle_minutes))

    def publish(self, build: int = 100, *, edition: str = "first", grants: dict[str, int] | None = None) -> None:
        """Seal a build and put it in the place of the one before."""
        assets = self.folder.parent / "assets"
        assets.mkdir(parents=True, exist_ok=True)
        (assets / "app.css").write_bytes(STYLE)
        files = sealed_site(
            [self._view(edition), self._facilitators(edition)],
            grants if grants is not None else {"asha": 0, "ben": 0, "fay": 1},
            self.keys.access,
            self.keys.publisher,
            build=build,
            time="2026-11-23T20:15:00Z",
            shell=self.shell(),
        )
        # Beside it and then in its place: a browser that asks meanwhile finds the one or the other.
        made, before = (self.folder.with_name(f"{self.folder.name}.{name}") for name in ("made", "before"))
        for path, data in files.items():
            target = made / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if self.folder.exists():
            self.folder.rename(before)
        made.rename(self.folder)
        shutil.rmtree(before, ignore_errors=True)

    def _facilitators(self, edition: str) -> ViewContent:
        members = self._view(edition)
        draft = Content(f"<!doctype html><title>Draft</title><h1>Draft</h1><p>{MARKER}</p>".encode(), "text/html; charset=utf-8")
        home = members.files["index.html"]
        assert isinstance(home, PageContent)
        own = replace(home, fill={**home.fill, "main": f'<h1>For you</h1><p id="edition">{edition}</p> <p>{MARKER}</p>'})
        files = {**members.files, "index.html": own, "draft/index.html": draft}
        del files["files/agenda.pdf"]
        return replace(members, audience="facilitator", files=files, also=(0,))

    def _view(self, edition: str) -> ViewContent:
        nav = Shared(
            f'<a href="{self.base}">Home</a> <a href="{self.base}sessions/">Sessions</a> <a href="{self.base}probe/">Probe</a>'
        )
        skeleton = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>',
            Slot("title"),
            f'</title><link rel="icon" href="data:,"><link rel="stylesheet" href="{self.base}assets/app.css"></head><body>',
            '<header class="md-header"><nav class="md-header__inner">',
            Slot("nav"),
            "</nav></header><main>",
            Slot("main"),
            f'</main><script src="{self.base}assets/als/page.js"></script></body></html>',
        )

        def page(title: str, main: str, until: dt.date | None = None) -> PageContent:
            return PageContent(skeleton, {"title": title, "nav": nav, "main": f"<h1>{title}</h1>{main} <p>{MARKER}</p>"}, until=until)

        hostile = "<script>document.title = 'scripted'</script><img src=x onerror=\"document.title = 'scripted'\">"
        files: dict[str, Content | PageContent] = {
            "index.html": page(
                "Riverside",
                f'<p id="edition">{edition}</p><img id="picture" src="img/plan.png" alt="A plan">'
                '<a id="pdf" href="files/agenda.pdf" download>Agenda</a>',
            ),
            "sessions/index.html": page("Sessions", '<ul><li><a href="2026-01-14/">14 January</a></li></ul>'),
            "sessions/2026-01-14/index.html": page("14 January 2026", f'<p id="turn-1">Turn one</p>{hostile}', dt.date(2099, 1, 14)),
            "sessions/2025-01-15/index.html": page("15 January 2025", "<p>Past its day</p>", dt.date(2026, 1, 15)),
            "probe/index.html": Content(
                f'<!doctype html><title>Probe</title><link rel="icon" href="data:,"><h1>Probe</h1><p>{MARKER}</p>'
                f'<script type="module" src="{self.base}client/probe.js"></script>'.encode(),
                "text/html",
            ),
            "404.html": page("No such page", "<p>There is nothing here.</p>"),
            "img/hostile.svg": Content(
                b'<svg xmlns="http://www.w3.org/2000/svg" onload="ran()"><script>document.documentElement.dataset.ran = 1</script></svg>',
                "image/svg+xml",
            ),
            "img/plan.png": Content(picture(), "image/png"),
            "files/agenda.pdf": Content(PDF, "application/pdf"),
            "search/search_index.json": Content(
                b'{"docs":[{"location":"","text":"home"},{"location":"sessions/2025-01-15/","text":"past"},'
                b'{"location":"sessions/2025-01-15/#turn-1","text":"past"},{"location":"sessions/","text":"all"}]}',
                "application/json",
            ),
            "client/probe.js": Content(probe(), "text/javascript"),
            **{path: Content(data, "text/javascript") for path, data in page_scripts().items()},
            **self.extra,
        }
        scripts = [path for path in files if path.endswith(".js")]
        workers = [path for path in files if path.endswith(".worker.js")]
        clear = {"assets/app.css": Clear("../assets/app.css", hashlib.sha256(STYLE).digest(), "text/css")}
        csp = {"scripts": scripts, "hashes": [], "workers": workers}
        return ViewContent("members", None, files, clear, csp, eyes={"asha": "Asha Verma", "ben": "Ben Okri"})

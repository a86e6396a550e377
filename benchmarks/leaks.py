"""How much of one site stays readable when it is locked by us, and by others.

    python -m benchmarks.leaks

One MkDocs Material site of 40 pages with 240 marked strings, built plain, with mkdocs-encryptcontent-plugin, StatiCrypt,
pagecrypt and pagevault (each fetched from its registry into a temporary folder, in the version pinned below, at the strongest
settings that its documentation describes), and as a set's handbook. Then `als_plugin.leaks` looks for the 240.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import yaml

from als_plugin import leaks
from als_plugin.vault import Access, Publisher, open_site
from als_plugin.vault.format import b64

PAGES = 40
KINDS = ("title", "navigation", "name", "body", "picture's alt", "address")
ENCRYPTCONTENT, PAGEVAULT, STATICRYPT, PAGECRYPT = "3.1.0", "0.4.2", "3.5.4", "7.1.0"
PASSWORD = "marzipan outpost fidgeting clover unhinge tabloid"
TOOLS = Path(sys.executable).parent
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
_SYLLABLES = "bra cle dro fen gil hov jur kel lom mur nad pos quil rud sil tov urm vel wim yor zab".split()


def word(chance: random.Random) -> str:
    """A word that stands in no theme and no dictionary."""
    return "".join(chance.choice(_SYLLABLES) for _part in range(4))


def marked(number: int) -> dict[str, str]:
    """The six marked strings of a page."""
    chance = random.Random(f"leaks/{number}")
    return {
        "title": f"The {word(chance)} question",
        "navigation": f"On {word(chance)} matters",
        "name": f"{word(chance).title()} {word(chance).title()}",
        "body": f"I told nobody at work about the {word(chance)} and the {word(chance)}",
        "picture's alt": f"A sketch of the {word(chance)} affair",
        "address": f"{word(chance)}-{word(chance)}",
    }


def pages() -> dict[str, str | bytes]:
    """The sources of all pages, and their pictures."""
    found: dict[str, str | bytes] = {}
    for number in range(PAGES):
        title, navigation, name, body, alt, address = (marked(number)[kind] for kind in KINDS)
        found[f"{address}.md"] = (
            f"---\ntitle: {navigation}\n---\n\n# {title}\n\n{name} said: {body}.\n\n![{alt}](files/picture-{number}.png)\n"
        )
        found[f"files/picture-{number}.png"] = picture(number)
    return found


def picture(number: int) -> bytes:
    """A picture like no other."""
    return PICTURE + random.Random(f"picture/{number}").randbytes(2000)


def pictures_in(site: Path) -> int:
    """How many of the pictures can be looked at."""
    contents = {path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return sum(picture(number) in contents for number in range(PAGES))


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())


def run(*command: object, cwd: Path, **environment: str) -> None:
    variables = {**os.environ, "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}", **environment}
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}")


class Bench:
    """Everything happens in one temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "env" / "bin"
        run(sys.executable, "-m", "venv", folder / "env", cwd=folder)
        material, mkdocs = (f"{name}=={version(name)}" for name in ("mkdocs-material", "mkdocs"))
        run(self.bin / "pip", "install", "--quiet", material, mkdocs,
            f"mkdocs-encryptcontent-plugin=={ENCRYPTCONTENT}", f"pagevault=={PAGEVAULT}", cwd=folder)
        write(folder, {"package.json": "{}"})
        run(TOOLS / "npm", "install", "--silent", "--ignore-scripts", f"staticrypt@{STATICRYPT}", f"pagecrypt@{PAGECRYPT}", cwd=folder)
        self.npm = folder / "node_modules" / ".bin"

    def mkdocs(self, name: str, plugin: dict[str, object] | None = None) -> Path:
        """The site as MkDocs builds it, with or without the plugin."""
        place = self.folder / name
        theme = {"name": "material", "font": False, "features": ["navigation.prune"]}
        plugins: list[object] = ["search", *([plugin] if plugin else [])]
        write(place, {"mkdocs.yml": yaml.safe_dump({"site_name": "A handbook", "site_url": "https://handbook.example.org/", "theme": theme, "plugins": plugins}),
                      "docs/index.md": "# Welcome\n"})
        write(place / "docs", pages())
        run(self.bin / "mkdocs", "build", "--quiet", cwd=place)
        return place / "site"

    def plain(self) -> Path:
        return self.mkdocs("plain")

    def encryptcontent(self) -> Path:
        """Its README's settings for an unmodified Material, and every further part of the page that can be named."""
        return self.mkdocs("encryptcontent", {"encryptcontent": {
            "global_password": PASSWORD, "search_index": "encrypted", "webcrypto": True, "sign_files": "signatures.json",
            "title_prefix": "", "hash_filenames": {"extensions": ["png"]},
            "encrypted_something": {
                "md-footer__inner": ["nav", "class"], "md-nav": ["nav", "class"], "md-tabs": ["nav", "class"],
                "md-header__title": ["div", "class"],
            },
        }})

    def _whole(self, made: Path, plain: Path) -> Path:
        """The pages do not work without the files that the tool leaves out, so these are published beside them."""
        for path in plain.rglob("*"):
            place = made / path.relative_to(plain)
            if path.is_file() and not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, place)
        return made

    def staticrypt(self) -> Path:
        made = self.folder / "staticrypt"
        plain = self.folder / "plain" / "site"
        run(self.npm / "staticrypt", plain, "-r", "-d", made, "-p", PASSWORD, "--remember", "false", "-c", "false", "--short", cwd=self.folder)
        inner = made / "site"
        return self._whole(inner if inner.is_dir() else made, plain)

    def pagecrypt(self) -> Path:
        made, plain = self.folder / "pagecrypt", self.folder / "plain" / "site"
        for path in plain.rglob("*.html"):
            place = made / path.relative_to(plain)
            place.parent.mkdir(parents=True, exist_ok=True)
            run(self.npm / "pagecrypt", path, place, PASSWORD, cwd=self.folder)
        return self._whole(made, plain)

    def pagevault(self) -> Path:
        """Its mode in which the whole site is one encrypted page."""
        made = self.folder / "pagevault"
        made.mkdir()
        run(self.bin / "pagevault", "lock", self.folder / "plain" / "site", "--site", "--pad", "-p", PASSWORD,
            "-o", made / "index.html", cwd=made)
        return made

    def ours(self) -> Path:
        """The same pages as a set's own pages; checks that whoever unlocks finds every marked string."""
        place, publisher = self.folder / "ours", Publisher.generate()
        record = {
            "name": "A handbook",
            "members": [{"id": f"m{number}", "name": f"Member {number}"} for number in range(4)],
            "agreement": {"record": "suggestions", "newcomers_read_history": True},
            "retention": {"until": dt.date(2090, 1, 1)},
        }
        plugins = ["search", {"als": {"publisher": b64(publisher.public)}}]
        settings = {"site_name": "A handbook", "theme": {"name": "material", "font": False}, "plugins": plugins}
        write(place, {"mkdocs.yml": yaml.safe_dump(settings), "docs/index.md": "# Welcome\n",
                      "sets/harbour/set.yml": yaml.safe_dump(record, sort_keys=False)})
        for path, content in pages().items():
            write(place / "sets/harbour", {path if path.startswith("files/") else f"pages/{path}": content})
        access = Access.new(publisher.public)
        passphrase = access.grant("m0", dt.date.today())
        access.save(place / "sets/harbour/access.json")
        run(TOOLS / "als", "build", cwd=place, ALS_PUBLISHER_KEY=publisher.to_text())
        site = open_site(lambda path: (place / "site/harbour" / path).resolve().read_bytes(), passphrase)
        opened = {path: site.read(path)[0] for path in site.paths()}
        if missing := set(NEEDLES) - {finding.needle for finding in leaks.search(opened, NEEDLES)}:
            raise SystemExit(f"whoever unlocks does not find {len(missing)} of the marked strings: {sorted(missing)[:3]}")
        return place / "site"


NEEDLES = {text: kind for number in range(PAGES) for kind, text in marked(number).items()}


def main() -> None:
    assert len(NEEDLES) == PAGES * len(KINDS)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        rows: list[tuple[str, Callable[[], Path]]] = [
            (f"plain (Material {version('mkdocs-material')})", bench.plain),
            (f"mkdocs-encryptcontent-plugin {ENCRYPTCONTENT}", bench.encryptcontent),
            (f"StatiCrypt {STATICRYPT}", bench.staticrypt),
            (f"pagecrypt {PAGECRYPT}", bench.pagecrypt),
            (f"pagevault {PAGEVAULT}, one page", bench.pagevault),
            (f"mkdocs-als {version('mkdocs-als')}", bench.ours),
        ]
        print(f"| locked by | strings of {len(NEEDLES)} | {' | '.join(KINDS)} | pictures of {PAGES} |\n| --- | ---: |{' ---: |' * (len(KINDS) + 1)}")
        for name, build in rows:
            site = build()
            found = {finding.needle for finding in leaks.search(site, NEEDLES)}
            kinds = Counter(NEEDLES[text] for text in found)
            print(f"| {name} | {len(found)} | {' | '.join(str(kinds[kind]) for kind in KINDS)} | {pictures_in(site)} |", flush=True)


if __name__ == "__main__":
    main()

"""A synthetic organisation in a temporary folder, our builds of it, and the same pages for other builders."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import yaml

from als_plugin.vault import Access, Publisher
from als_plugin.vault.format import b64

from .leaks import ENCRYPTCONTENT, PASSWORD, STATICRYPT
from .measure import Taken, run
from .organisation import write_sets

__all__ = ["Bench", "Peers"]

ROOT = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent
WITH_NODE = {**os.environ, "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"}


class Bench:
    """One organisation with our own guidance, so that a set of 31 sessions has 60 pages."""

    def __init__(self, folder: Path, *, sets: int, sessions: int, rich: bool = False, people: tuple[str, ...] = ("caretaker", "m1")) -> None:
        self.root, self.publisher = folder, Publisher.generate()
        folder.mkdir(parents=True)
        shutil.copytree(ROOT / "docs", folder / "docs")
        settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
        settings["plugins"] = ["search", {"als": {"publisher": b64(self.publisher.public)}}]
        (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
        self.sets = write_sets(folder / "sets", sets=sets, people=8, sessions=sessions, rich=rich)
        members = yaml.safe_load((folder / "sets" / self.sets[0] / "set.yml").read_text(encoding="utf-8"))["members"]
        # The same keys for all sets: granting takes long on purpose, and building does not look.
        access = Access.new(self.publisher.public)
        for person in people:
            access.grant(members[0]["id"] if person == "m1" else person, dt.date.today())
        for set_id in self.sets:
            access.save(folder / "sets" / set_id / "access.json")

    def als(self, *arguments: object, memory: bool = False) -> Taken:
        """Run `als` in the organisation."""
        return run([TOOLS / "als", *arguments], self.root, watch_memory=memory, ALS_PUBLISHER_KEY=self.publisher.to_text(),
                   XDG_CACHE_HOME=str(self.root.parent / f"{self.root.name}-cache"))

    def change(self, set_id: str, words: str) -> None:
        """Change a sentence in the set's last record."""
        record = sorted((self.root / "sets" / set_id / "sessions").iterdir())[-1]
        data = yaml.safe_load(record.read_text(encoding="utf-8"))
        data["review"]["worked"] = words
        record.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100), encoding="utf-8")

    def pages(self, set_id: str) -> int:
        """How many pages a set has: what `als export` writes of it."""
        return sum(1 for _each in (self.exported(set_id) / "docs").rglob("*.md"))

    def exported(self, set_id: str) -> Path:
        """The set's pages as plain Markdown, written once."""
        place = self.root.parent / f"{self.root.name}-pages" / set_id
        if not place.exists():
            self.als("export", set_id, place)
        return place

    def sealed(self, set_id: str) -> int:
        """The bytes of the set's folder on the host."""
        return sum(path.stat().st_size for path in (self.root / "site" / set_id).rglob("*") if path.is_file())


class Peers:
    """Other builders, each from its registry, on exported pages."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bin = folder, folder / "env" / "bin"
        folder.mkdir(parents=True)
        subprocess.run([sys.executable, "-m", "venv", folder / "env"], check=True)
        wanted = [f"{name}=={version(name)}" for name in ("mkdocs-material", "mkdocs")]
        subprocess.run([self.bin / "pip", "install", "--quiet", *wanted, f"mkdocs-encryptcontent-plugin=={ENCRYPTCONTENT}", "zensical"],
                       check=True, capture_output=True)
        (folder / "package.json").write_text("{}")
        subprocess.run([TOOLS / "npm", "install", "--silent", "--ignore-scripts", f"staticrypt@{STATICRYPT}"], cwd=folder, check=True,
                       env=WITH_NODE, capture_output=True)

    def material(self, pages: Path) -> Taken:
        return run([self.bin / "mkdocs", "build", "--quiet", "--site-dir", "made"], pages, NO_MKDOCS_2_WARNING="1")

    def encryptcontent(self, pages: Path) -> Taken:
        settings = yaml.safe_load((pages / "mkdocs.yml").read_text(encoding="utf-8"))
        settings["plugins"] = ["search", {"encryptcontent": {"global_password": PASSWORD, "search_index": "encrypted", "webcrypto": True}}]
        settings["docs_dir"] = str(pages / "docs")
        (pages / "locked.yml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
        return run([self.bin / "mkdocs", "build", "--quiet", "-f", "locked.yml", "--site-dir", "made"], pages, NO_MKDOCS_2_WARNING="1")

    def staticrypt(self, pages: Path) -> Taken:
        """Material, then StatiCrypt over what it made."""
        made = self.material(pages)
        script = self.folder / "node_modules" / ".bin" / "staticrypt"
        locked = run([script, "made", "-r", "-d", "locked", "-p", PASSWORD, "--remember", "false", "-c", "false", "--short"], pages,
                     PATH=WITH_NODE["PATH"])
        return Taken(made.cpu + locked.cpu, made.wall + locked.wall)

    def zensical(self, pages: Path) -> Taken:
        return run([self.bin / "zensical", "build", "--clean"], pages)

    def hugo(self, pages: Path) -> Taken:
        """Debian's Hugo with a theme of two bare templates."""
        place = pages / "hugo"
        if not place.exists():
            for name, template in (("single", "{{ .Content }}"), ("list", "{{ .Content }}{{ range .Pages }}{{ .Title }}{{ end }}")):
                (place / "layouts/_default").mkdir(parents=True, exist_ok=True)
                (place / f"layouts/_default/{name}.html").write_text(f"<!doctype html><title>{{{{ .Title }}}}</title>{template}")
            (place / "config.toml").write_text('baseURL = "http://localhost/"\ntitle = "A handbook"\n')
            shutil.copytree(pages / "docs", place / "content")
        return run(["hugo", "--quiet", "--destination", "made", "--cleanDestinationDir"], place)

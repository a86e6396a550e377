"""An organisation on disk, drawn as a picture, and its two ways of being built."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from als_plugin.vault import Access, OpenSite, Publisher, open_site
from als_plugin.vault.format import b64
from als_plugin.vault.keys import argon2id

MKDOCS = """
    site_name: A handbook
    theme: {name: material, font: false, features: [navigation.instant, navigation.indexes]}
    plugins:
      - search
      - als: {publisher: PUBLISHER}
"""

DOCS = {
    "docs/index.md": "# Welcome\n\nThe guidance of {{ set.name }}.\n\n{{ sets.listed }}\n",
    "docs/members/what-to-expect.md": "# What to expect\n\nExpect {{ set.turns }} topics. [Back](../index.md)\n",
    "docs/pictures/plan.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
}

SET = """
    name: The Quayside Set
    facilitator: {id: fay, name: Fay Marshwood, contact: fay@example.org}
    members:
      - {id: amara, name: Amara Obiwanne, contact: amara@example.org}
      - {id: ben, name: Benedict Wraysbury}
      - {id: cleo, name: Cleopatra Lundqvist, joined: 2026-03-01}
      - {id: dev, name: Devdan Raoul}
    agreement: {record: suggestions}
    retention: {until: 2090-01-01}
    meetings:
      - {date: 2089-06-01, start: "18:00", end: "20:00", where: The old customs house}
"""

FIRST = """
    date: 2026-01-14
    status: published
    attendance: {present: [amara, ben, dev]}
    turns:
      - presenter: amara
        topic: The rota that nobody owns
        scenario: |
          Two teams share a rota and each thinks that the other keeps it. ![A sketch](files/sketch.png)
        question: |
          Who could own the rota with me? See [the plan](files/plan.pdf).
        suggestions:
          - Ask the night shift what they would change first.
        agreed_on: 2026-01-20
        actions:
          - do: Ring the estates team before breakfast
            id: amara
            due: 2026-02-01
    notes: |
      Ben seemed weary; ring him gently.
"""

SECOND = """
    date: 2026-04-15
    status: published
    attendance: {present: [amara, ben, cleo], apologies: [dev]}
    reports:
      - member: amara
        action: 2026-01-14/amara
        status: done
        learned: |
          A telephone beats eleven messages.
    turns:
      - presenter: cleo
        topic: A tender that stalled in spring
        agreed_on: 2026-04-20
      - presenter: ben
        topic: An unagreed quarrel over parking
"""

DRAFT = """
    date: 2026-06-10
    status: draft
    topics:
      - {member: dev, headline: A drafted worry about budgets}
"""

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n% the plan of the quay\n%%EOF\n"


PUBLISHER = Publisher.from_text(
    "als-publisher-key-1 0m2VN6MnvEsu9pUf_SAU2gnxYjm136UUlxcle7npzBs uHPNqKLNJc67v2RoqZgtcE4zGoCn2h2njY5_xVrjrDY\n"
)
"""A key for tests alone. The same in all of them: what one build has learned of the theme serves the next."""


def picture(root: Path, files: dict[str, str | bytes]) -> None:
    """Write these files below a folder."""
    for path, content in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            place.write_bytes(content)
        else:
            place.write_text(textwrap.dedent(content).lstrip("\n"), encoding="utf-8")


@dataclass
class Organisation:
    """One organisation in a folder of its own, with a publisher's key in the environment."""

    root: Path
    publisher: Publisher = PUBLISHER
    passphrases: dict[str, str] = field(default_factory=dict)

    @classmethod
    def drawn(cls, root: Path, files: dict[str, str | bytes] | None = None, mkdocs: str = MKDOCS) -> Organisation:
        """One with a set `quay`: four members (cleo joined between the sessions), a facilitator, two sessions and a draft."""
        made = cls(root)
        quay = {
            "set.yml": SET, "sessions/2026-01-14.yml": FIRST, "sessions/2026-04-15.yml": SECOND, "sessions/2026-06-10.yml": DRAFT,
            "files/sketch.png": PNG, "files/plan.pdf": PDF, "files/unlinked.txt": "nobody links to this",
            "pages/our-room.md": "# Our room\n\nBehind the green door. [The plan](files/plan.pdf)\n",
        }
        picture(root, {"mkdocs.yml": mkdocs.replace("PUBLISHER", b64(made.publisher.public)), **DOCS})
        picture(root, {f"sets/quay/{path}": content for path, content in quay.items()})
        picture(root, files or {})
        learned, cache = _run_folder(root) / "frames", root / "home/.cache/als"
        learned.mkdir(exist_ok=True)
        cache.mkdir(parents=True)
        (cache / "frames").symlink_to(learned)
        return made

    @property
    def site(self) -> Path:
        return self.root / "site"

    def grant(self, *people: str, set_id: str = "quay") -> None:
        """Give these people passphrases."""
        place = self.root / "sets" / set_id / "access.json"
        if not place.exists():
            text, passphrases = _granted(self.publisher.public, set_id, people)
            place.write_text(text, encoding="utf-8")
            self.passphrases |= passphrases
            return
        access = Access.load(place)
        for person in people:
            self.passphrases[person] = access.grant(person, dt.date(2026, 11, 23))
        access.save(place)

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command (`mkdocs build`, `als build`) in the folder."""
        variables = {
            "PATH": os.environ["PATH"], "HOME": str(self.root / "home"), "ALS_PUBLISHER_KEY": self.publisher.to_text(),
            "XDG_RUNTIME_DIR": str(self.private), "LC_ALL": "C.UTF-8", **environment,
        }
        name, *rest = command
        program = Path(sys.executable).with_name(name)
        return subprocess.run([program, *rest], cwd=self.root, env=variables, capture_output=True, text=True)

    @property
    def private(self) -> Path:
        """Its private temporary folder, so that a test can see what is left in it."""
        folder = self.root.parent / f"{self.root.name}-private"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def open(self, person: str, set_id: str = "quay", *, host: Path | None = None) -> OpenSite:
        """The set's published site, opened with a person's passphrase."""
        folder = (host or self.site) / set_id
        return open_site(lambda path: (folder / path).resolve().read_bytes(), self.passphrases[person], kdf=_derived)


_derived = cache(argon2id)
"""What comes of a passphrase, derived once in a process, as it takes its time."""


@cache
def _granted(publisher: bytes, set_id: str, people: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """A set's access.json with these people in it, and their passphrases: made once in a process for all tests that begin so."""
    access = Access.new(publisher)
    passphrases = {person: access.grant(person, dt.date(2026, 11, 23), kdf=_derived) for person in people}
    return access.dumps(), passphrases


def _run_folder(folder: Path) -> Path:
    """What all tests of this run share."""
    return next((above for above in folder.parents if re.fullmatch(r"pytest-\d+", above.name)), folder.parent)


def readable(site: OpenSite) -> dict[str, bytes]:
    """All that an opened site holds, by path, what lies in the clear left out."""
    return {path: site.read(path)[0] for path in site.paths() if path not in site.index["clear"]}


def text(site: OpenSite, path: str = "") -> str:
    """An opened page's article as plain words."""
    html = site.read(path)[0].decode()
    article = html[html.index("<article") : html.rindex("</article>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", article))

"""Three months of a facilitator, by the commands alone: what changes, who reads it, and no surprise in what is said."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from als_plugin.site.sets.signing_key import key_path, parse_public
from als_plugin.vault import VaultError, open_site

from .test_init import pinned

TODAY = dt.datetime.now(dt.UTC).date()
FIRST, SECOND, CANCELLED, NEXT = (TODAY + dt.timedelta(days=days) for days in (-80, -45, -10, 20))
NAMES = {"fay": "Fay Marsh", "amara": "Amara Obi", "ben": "Ben Wray", "cleo": "Cleo Lund", "dev": "Dev Rao"}


class Walk:
    """The organisation, the commands, and the passphrases that were handed over."""

    def __init__(self, root, als):
        self.root, self.als = root, als
        self.passphrases = {}

    def __call__(self, *args, warned=(), **given):
        """Runs a command that succeeds and warns of these alone."""
        said = self.als(*args, **given)
        assert said.code == 0, said.out + said.err
        lines = [line for line in said.errors if line != "Warnings, which stop nothing:"]
        assert len(lines) == len(warned) and all(words in line for words, line in zip(warned, lines, strict=True)), said.err
        return said

    def edit(self, path, *changes):
        file = self.root / "sets/quay" / path
        text = file.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")

    def reads(self, person):
        """All that a person reads, as one text."""
        site = open_site(lambda path: (self.root / "site/quay" / path).read_bytes(), self.passphrases[person])
        return re.sub(r"<[^>]+>|\s+", " ", "".join(site.read(path)[0].decode() for path in site.paths() if path.endswith(".html")))


@pytest.fixture
def walk(handbook, als):
    meetings = [part for day in (FIRST, SECOND, CANCELLED, NEXT) for part in ("--meeting", str(day))]
    members = [part for person, name in NAMES.items() if person != "fay" for part in ("--member", name)]
    made = Walk(handbook, als)
    made("new", "set", "quay", "--facilitator", NAMES["fay"], *members, *meetings)
    made.edit("set.yml", ("record: actions", "record: topics"))
    made.passphrases = made("access", "grant", "quay", "--all", "--json").data["passphrases"]
    return made


def test_three_months(walk, als):
    # The first session: drafted, written, published, agreed.
    walk("new", "session", "quay", str(FIRST))
    walk.edit(f"sessions/{FIRST}.yml", ("# turns:\n", f"""turns:
  - presenter: amara
    topic: The rota that nobody owns
    actions:
      - do: Ring the estates team
        due: {FIRST + dt.timedelta(days=14)}
      - do: Write to the board
        owner: ben
# Of another turn:
"""))
    walk("check")
    said = walk("record", "publish", "quay", str(FIRST), warned=["amara has not agreed this record"])
    assert said.out.splitlines()[-1] == "Next: als build quay"
    walk("build", warned=["amara has not agreed this record"])
    assert "nobody owns" not in walk.reads("ben") and "nobody owns" in walk.reads("fay")
    walk("record", "agree", "quay", str(FIRST), "amara", "--on", str(FIRST))
    walk("build")
    assert "The rota that nobody owns" in walk.reads("ben")

    # Somebody joins; the facilitator is told of the passphrase that is missing.
    walk.edit("set.yml", ("Dev Rao}\n", f"Dev Rao}}\n  - {{id: elif, name: Elif Nardone, joined: {SECOND}}}\n"))
    walk("check", warned=["elif has no passphrase yet; als access grant quay --all"])
    walk("build")
    assert "1 person has no passphrase yet" in walk.reads("fay")
    walk.passphrases["elif"] = walk("access", "grant", "quay", "elif", "--json").data["passphrase"]

    # The second session knows the open actions; the ids that they get stay, whatever is put in above them.
    said = walk("new", "session", "quay", str(SECOND))
    assert "Ids were written at 2 actions" in said.out and "It lists 2 open actions to report on." in said.out
    walk.edit(f"sessions/{SECOND}.yml", ("    status: open\n", "    status: done\n"), ("status: draft", "status: published"))
    walk.edit(f"sessions/{FIRST}.yml", ("      - do: Ring", "      - do: Ask the night shift\n      - do: Ring"))
    walk("check")
    walk("build")
    assert "nobody owns" not in walk.reads("elif"), "who joined reads from then on"

    # A correction, and news from between two sessions.
    walk.edit(f"sessions/{FIRST}.yml", ("The rota that nobody owns", "The rota of the night shift"))
    walk.edit(f"sessions/{SECOND}.yml", ("reports:\n", f"""reports:
  - member: amara
    action: {FIRST}/amara-2
    status: done
    on: {SECOND + dt.timedelta(days=3)}
    did: Asked them at six.
"""))
    said = als("check")
    assert said.code == 1 and f"{FIRST}/amara-2 is counted" in said.err
    said = als("check", "--fix", "quay", input="y\n")
    assert said.code == 0 and f"told on {SECOND + dt.timedelta(days=3)}: Asked them at six." in said.err
    walk("build")
    assert "Asked them at six." in walk.reads("ben") and "nobody owns" not in walk.reads("ben")

    # A meeting is cancelled, and the next one prepared.
    walk.edit("set.yml", (f"{{date: {CANCELLED}}}", f"{{date: {CANCELLED}, cancelled: snow}}"))
    walk("new", "session", "quay", str(CANCELLED), warned=["the meeting of this day is cancelled (snow)"])
    (walk.root / f"sets/quay/sessions/{CANCELLED}.yml").unlink()
    assert f"sessions/{NEXT}.yml" in walk("new", "session", "quay").out

    # A passphrase is lost; somebody leaves, although the draft has them down.
    before = dict(walk.passphrases)
    walk.passphrases["ben"] = walk("access", "reset", "quay", "ben", "--json").data["passphrase"]
    walk.edit("set.yml", ("Cleo Lund}", f"Cleo Lund, left: {TODAY - dt.timedelta(days=1)}}}"))
    walk("access", "remove", "quay", "cleo")
    walk("build", warned=["cleo had left"])
    for gone in ("ben", "cleo"):
        with pytest.raises(VaultError, match="opens nothing here"):
            open_site(lambda path: (walk.root / "site/quay" / path).read_bytes(), before[gone])
    assert "Asked them at six." in walk.reads("ben")

    # The signing key is lost.
    key_path(parse_public(pinned(walk.root), "mkdocs.yml")).unlink()
    assert "als key change --lost" in als("build").err
    assert "\n  als access grant quay --all\n" in walk("key", "change", "--lost").out
    walk.passphrases = walk("access", "grant", "quay", "--all", "--json").data["passphrases"]
    walk("build", warned=["cleo had left"])
    assert set(walk.passphrases) == {*NAMES, "elif"} - {"cleo"}
    assert "rota of the night shift" in walk.reads("dev")
    walk("verify", "site")
    walk("audit")

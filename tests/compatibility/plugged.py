"""An organisation with other plugins in its mkdocs.yml, and what must hold of its build whatever they are."""

from __future__ import annotations

import html
import re
from pathlib import Path

from als_plugin.vault import OpenSite

from ..site.organisation import MKDOCS, SECOND, Organisation

AGREED = {"sets/quay/sessions/2026-04-15.yml": SECOND + "        agreed_on: 2026-04-20\n"}
"""With it nothing is left to warn of, so that a strict build shows that the plugins do not either."""


def tree(root: Path) -> dict[str, bytes]:
    """Every file that a build must leave as it is."""
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    ours = ("site/", "home/.cache/als/", "__pycache__/")  # the last is Python's, of macros and hooks
    return {path: data for path, data in files.items() if not path.startswith(ours)}


def plugged(root: Path, plugins: str, files: dict[str, str | bytes], *, settings: str = "") -> Organisation:
    """The drawn organisation with these plugins between the search and ours, not built yet; amara and fay have passphrases."""
    mkdocs = MKDOCS.replace("      - search\n", f"      - search\n{plugins}") + settings
    organisation = Organisation.drawn(root, {**AGREED, **files}, mkdocs)
    organisation.grant("amara", "fay")
    return organisation


def built(organisation: Organisation, *, strict: bool = True) -> Organisation:
    """Built from outside. Nothing but the site is written, and nothing of a record can be read in it."""
    before = tree(organisation.root)
    done = organisation.run("als", "build", *(["--strict"] if strict else []))
    assert done.returncode == 0, done.stderr
    assert tree(organisation.root) == before
    assert not list(organisation.private.iterdir())
    audit = organisation.run("als", "audit", "site")
    assert audit.returncode == 0, audit.stderr
    return organisation


def refused(organisation: Organisation) -> list[str]:
    """What a build says that must not succeed: it leaves nothing behind."""
    before = tree(organisation.root)
    done = organisation.run("als", "build")
    assert done.returncode == 1 and not organisation.site.exists()
    assert "Traceback" not in done.stderr, done.stderr
    assert tree(organisation.root) == before, sorted(tree(organisation.root).keys() ^ before.keys())
    assert not list(organisation.private.iterdir())
    return done.stderr.splitlines()


def article(page: str) -> str:
    """A page's article as words that a person reads."""
    found = page[page.index("<article") : page.rindex("</article>")]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", found)))


def words(site: OpenSite, path: str) -> str:
    """The same of an opened page."""
    return article(site.read(path)[0].decode())

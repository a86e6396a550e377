"""Replies of the samples' people, sealed as their browsers seal them."""

from __future__ import annotations

import os
import re
import time
from functools import cache
from pathlib import Path
from typing import Any

from als_plugin.vault import Access
from als_plugin.vault.armour import armour
from als_plugin.vault.replies import Header, seal_reply

ROOT = Path(__file__).parents[2]


@cache
def passphrase(name: str) -> str:
    """The sample person's passphrase, as the README has it."""
    found = re.search(rf"{name}[^|]*\| `([^`]+)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert found, name
    return found[1]


@cache
def _private(set_id: str, name: str) -> bytes:
    person, private = Access.load(ROOT / "sets" / set_id / "access.json").own_key(passphrase(name))
    assert person == name.lower()
    return private


def reply(set_id: str, name: str, content: dict[str, Any], keeper: str = "ruth") -> str:
    """What that person's browser sends."""
    access = Access.load(ROOT / "sets" / set_id / "access.json")
    header = Header(access.set_id, int(time.time()) - 60, os.urandom(16))
    pair = (_private(set_id, name), access.people[name.lower()].slot.public)
    return armour(seal_reply(content, header, publisher=access.publisher, sender=pair, keepers=[access.people[keeper].slot.public]))

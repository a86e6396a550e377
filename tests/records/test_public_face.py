"""`als_plugin.records` is the one door: what it names is there, and what others use of it is named."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import als_plugin
from als_plugin import records

MODULES = [f"als_plugin.records.{each.name}" for each in pkgutil.iter_modules(records.__path__)]
BEHIND = {
    "misfits",
    "actions",
    "bids",
    "sheet",
    "nodes",
    "reader",
    "scalars",
    "shape",
    "hints",
    "edits",
    "marked_text",
    "meant",
    "putting",
    "removing",
    "rules",
    "wording",
    "syntax",
}
"""Rooms that nobody outside enters, but for the desk, which reads and saves single files of a record."""


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_shows(module):
    found = importlib.import_module(module)
    assert found.__doc__
    for name in found.__all__:
        assert hasattr(found, name), name
    defined = {
        name for name, value in vars(found).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module and callable(value)
    }  # fmt: skip
    assert all(getattr(found, name).__doc__ for name in defined & set(found.__all__) if isinstance(getattr(found, name), type))


def test_the_public_face_is_complete_and_sorted():
    assert sorted(records.__all__) == list(records.__all__)
    for name in records.__all__:
        assert hasattr(records, name), name


@pytest.mark.parametrize("room", ["model", "entries", "ledger", "view", "load", "schema", "purge"])
def test_what_a_public_room_shows_stands_in_the_face(room):
    shown = set(importlib.import_module(f"als_plugin.records.{room}").__all__)
    assert shown - set(records.__all__) <= {"RecordLevel", "SET_ID", "ProcessName", "Model"}


def test_nobody_outside_enters_the_rooms_behind():
    root = Path(als_plugin.__file__).parent
    entered = re.compile(r"from (?:als_plugin|\.+)\.?records\.(\w+) import")
    for path in root.rglob("*.py"):
        if path.parent not in (root / "records", root / "desk") and "node_modules" not in path.parts:
            assert not set(entered.findall(path.read_text(encoding="utf-8"))) & BEHIND, path

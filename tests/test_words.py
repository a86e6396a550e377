"""Every word for people can be translated: the template is whole, and a language made from it is spoken."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from als_plugin import words
from als_plugin.client import page_words, shell

ROOT = Path(__file__).parents[1]
TEMPLATE = words.LOCALE / "als.pot"


def template(language: str | None = None) -> Catalog:
    with TEMPLATE.open("rb") as file:
        return read_po(file, locale=language)


def test_the_template_is_up_to_date(tmp_path: Path) -> None:
    fresh = tmp_path / "als.pot"
    subprocess.run([ROOT / "tools" / "words", fresh], check=True)
    assert fresh.read_text() == TEMPLATE.read_text(), "texts have changed: run make words"


def test_the_scripts_words_are_in_the_template() -> None:
    messages = {message.id for message in template()}
    spoken = json.loads((ROOT / "als_plugin/client/dist/words.json").read_text())
    assert {word for part in spoken.values() for word in part} <= messages


def test_a_language_made_from_the_template_is_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = template("cy")
    for message in catalogue:
        if message.id and not isinstance(message.id, tuple):
            message.string = f"«{message.id}»"
    place = tmp_path / "cy" / "LC_MESSAGES" / "als.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(words, "LOCALE", tmp_path)
    with words.speaking("cy-GB"):
        assert words._("Your actions") == "«Your actions»"
        lock = shell(base="/quay/", name=None, language="cy", words=words._, set_id=bytes(16), publisher=bytes(32))["index.html"].decode()
        script = json.loads(page_words(words._).replace("\\u003c", "<"))
    assert "«Unlock»" in lock and 'lang="cy"' in lock
    assert script["overdue"] == "«overdue»"
    assert words._("Your actions") == "Your actions"

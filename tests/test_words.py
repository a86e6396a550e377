"""Every word for people can be translated: the template is whole, and a language made from it is spoken."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from als_plugin import words
from als_plugin.client import page_words, shell

ROOT = Path(__file__).parents[1]
CLIENT = ROOT / "als_plugin" / "client"
TEMPLATE = words.LOCALE / "als.pot"
BY_HAND = re.compile(r"""[=!<>]=*\s*[12]\)?\s*(?:\?\s*|(?:\{\s*)?return\s+)(?:`\$\{)?_\(""")
COUNTED = re.compile(r"\{\w+\} (?:\w+ )?(?!(?:sees|opens|this|does|has|less|is|was|listens|speaks|stands)\b)([a-z]+s)\b")
"""A number before a noun; the verbs and other words that end in s and stand after a name are told apart by hand."""


def template(language: str | None = None) -> Catalog:
    with TEMPLATE.open("rb") as file:
        return read_po(file, locale=language)


def test_the_template_is_up_to_date(tmp_path: Path) -> None:
    fresh = tmp_path / "als.pot"
    subprocess.run([ROOT / "tools" / "words", fresh], check=True)
    assert fresh.read_text() == TEMPLATE.read_text(), "texts have changed: run make words"


def test_the_scripts_words_are_in_the_template() -> None:
    messages = {message.id for message in template()}
    for part in spoken_by_scripts().values():
        assert {*part["words"], *map(tuple, part["plurals"])} <= messages
        assert not {one for one, _many in part["plurals"]} & set(part["words"]), "said with and without a number: the script would find one of them"


def test_a_language_made_from_the_template_is_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, monkeypatch, "cy", lambda message: f"«{message}»")
    with words.speaking("cy-GB"):
        assert words._("Your actions") == "«Your actions»"
        lock = shell(base="/quay/", name=None, language="cy", words=words._, plurals=words.ngettext, set_id=bytes(16), publisher=bytes(32))["index.html"].decode()
        script = json.loads(page_words(words._, words.ngettext).replace("\\u003c", "<"))
    assert "«Unlock»" in lock and 'lang="cy"' in lock
    assert script["overdue"] == "«overdue»"
    assert words._("Your actions") == "Your actions"


@pytest.mark.parametrize("language", ["pl", "ar", "ja", "fr"])
def test_a_script_says_every_number_as_the_language_does(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Languages of three forms, six, one, and two with another rule than English: as Python says them, for each pair and number."""
    made(tmp_path, monkeypatch, language, lambda message: f"«{message}»", left_out="{n} minutes left")
    pairs = spoken_by_scripts()["page"]["plurals"]
    numbers = [*range(130), 199, 200, 201, 202, 211, 1000, 1001, 1022]
    with words.speaking(language):
        island = page_words(words._, words.ngettext)
        wanted = [words.ngettext(one, many, n).replace("{n}", str(n)) for one, many in pairs for n in numbers]
    assert said_in_node(json.loads(island), pairs, numbers) == wanted


def test_english_needs_no_words_in_a_page() -> None:
    pairs = spoken_by_scripts()["page"]["plurals"]
    assert page_words(words._, words.ngettext) == ""
    assert said_in_node({}, pairs, [0, 1, 2]) == [text.replace("{n}", str(n)) for one, many in pairs for n, text in enumerate((many, one, many))]


def test_no_script_chooses_a_plural_by_hand() -> None:
    found = [f"{file.relative_to(CLIENT)}: {line.strip()}" for file in sources() for line in file.read_text("utf-8").splitlines() if BY_HAND.search(line)]
    counted = [message for part in spoken_by_scripts().values() for message in part["words"] if COUNTED.search(message)]
    assert not found and not counted, "what a number has a say in goes through ngettext()"
    assert BY_HAND.search('owed.length === 1 ? _("One of yours is open.") : _("{n} of yours are open.", { n: owed.length })')
    assert BY_HAND.search('if (left === 1) return _("1 minute left");') and BY_HAND.search('n !== 1 ? `${_("things")}` : ""')
    assert COUNTED.search("{minutes} minutes left") and COUNTED.search("{n} new replies.") and not COUNTED.search("turns: {n}")


def sources() -> list[Path]:
    return [file for file in sorted(CLIENT.rglob("*.js")) if not {"node_modules", "dist"} & set(file.relative_to(CLIENT).parts)]


def spoken_by_scripts() -> dict[str, dict[str, list[Any]]]:
    spoken: dict[str, dict[str, list[Any]]] = json.loads((CLIENT / "dist/words.json").read_text())
    return spoken


def said_in_node(island: dict[str, Any], pairs: list[list[str]], numbers: list[int]) -> list[str]:
    """What `ngettext` of the scripts says to each pair and number, where the page holds these words."""
    script = f"""
import {{ ngettext, speak }} from {json.dumps((CLIENT / "words.js").as_uri())};
const [island, pairs, numbers] = JSON.parse(await new Response(process.stdin).text());
speak(island);
console.log(JSON.stringify(pairs.flatMap(([one, many]) => numbers.map((n) => ngettext(one, many, n)))));
"""
    node = Path(sys.executable).parent / "node"
    given = json.dumps([island, pairs, numbers])
    run = subprocess.run([node, "--input-type=module", "-e", script], input=given, capture_output=True, text=True, timeout=240, check=True)
    said: list[str] = json.loads(run.stdout)
    return said


def made(place: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: Callable[[str], str], *, left_out: str = "") -> None:
    """A language in which each message is what `said` makes of the English, each form of a plural with its number; one is left out."""
    catalogue = template(language)
    for message in catalogue:
        if not message.id or message.id == ("{n} minute left", left_out):
            continue
        if isinstance(message.id, tuple):
            message.string = tuple(f"{said(message.id[-1])} ({form})" for form in range(catalogue.num_plurals))
        else:
            message.string = said(message.id)
    file = place / language / "LC_MESSAGES" / "als.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as written:
        write_mo(written, catalogue)
    monkeypatch.setattr(words, "LOCALE", place)

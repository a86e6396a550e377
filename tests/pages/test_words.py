"""Every word that somebody reads goes through gettext: templates hold none of their own."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from markupsafe import Markup

from als_plugin import words
from als_plugin.pages import facts, make_pages
from als_plugin.records.view import View

from .hand_made import made_ledger, new_ledger
from .reading import Reading

PAGES = Path(words.__file__).parent / "pages"
TEMPLATES = sorted((PAGES / "templates").glob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_words_of_their_own(template: Path) -> None:
    html = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", template.read_text("utf-8"), flags=re.DOTALL)
    for said in re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', html):
        assert not said.strip(), said
    assert not re.findall(r"[^\W\d_]+", re.sub(r"<[^>]*>", " ", html))


class Shouting(gettext.NullTranslations):
    """A language that is English with marks around it."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, one: str, many: str, number: int) -> str:
        return f"⟦{one if number == 1 else many}⟧"


def test_a_language_is_only_a_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "catalogue", lambda _language: Shouting())
    for ledger in (made_ledger(), new_ledger()):
        handbook = make_pages(ledger, View("members"))
        for page in handbook.pages:
            headings = [heading.text for heading in page.headings if not heading.id.startswith(("session-", "turn-"))]
            assert all("⟦" in heading for heading in headings), headings
            assert not re.search("⟦⟦[^⟦⟧]*⟧⟧", Reading(page.html).text)
        titles = [page.title for page in handbook.pages if not page.path.startswith("sessions/2")]
        assert all(title.startswith("⟦") for title in titles)
        told = facts(ledger, View("members"))["set"]
        assert "⟦" in Markup(told["airtime"]).unescape()


def test_all_messages_can_be_extracted() -> None:
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    found = {entry[2] for entry in extract_from_dir(PAGES, methods, options_map={"**.html": {"trimmed": "true"}})}
    flat = {message for entry in found for message in (entry if isinstance(entry, tuple) else (entry,))}
    for template in TEMPLATES:
        calls = re.findall(r'\b_\("([^"]*)"', template.read_text("utf-8"))
        assert set(calls) <= flat, template.name
    assert "%(num)d actions" in flat
    assert "Who has had a turn" in flat

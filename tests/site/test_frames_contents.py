"""A table of contents is rendered once, and never in place of another."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from als_plugin.pages import Heading
from als_plugin.site.mkdocs.set_hooks import table_of_contents
from als_plugin.site.render.frames.contents import Contents


class Workshop:
    """Says which headings it was asked for."""

    def __init__(self, language: str = "en") -> None:
        self.hooks, self.asked = SimpleNamespace(language=language), 0

    def contents(self, toc: Any) -> str:
        self.asked += 1
        return self.hooks.language + "".join(map(str, toc))


def toc(*headings: str) -> Any:
    """Headings whose level is how far they stand in."""
    return table_of_contents(tuple(Heading(2 + each.count(" "), each.strip(), each.strip()) for each in headings))


def test_the_same_headings_are_rendered_once() -> None:
    contents, workshop = Contents(), Workshop()
    assert contents.html(workshop, toc("a", " b", "  c")) == contents.html(workshop, toc("a", " b", "  c"))
    assert workshop.asked == 1


def test_headings_further_down_tell_one_from_another() -> None:
    contents, workshop = Contents(), Workshop()
    found = {contents.html(workshop, toc("a", " b", f"  {number}")) for number in range(200)}
    assert len(found) == 200


def test_each_language_has_its_own() -> None:
    contents = Contents()
    assert contents.html(Workshop("en"), toc("a")) != contents.html(Workshop("nl"), toc("a"))

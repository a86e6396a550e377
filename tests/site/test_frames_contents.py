"""A table of contents is rendered once for each tree of levels, and never in place of another."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import Environment

from als_plugin.pages import Heading
from als_plugin.site.render.frames.article import headings_of
from als_plugin.site.render.frames.contents import Contents

TEMPLATES = {
    "a list": "{% for one in toc recursive %}<a href='{{ one.url }}'>{{ one.title }}</a>{{ loop(one.children) }}{% endfor %}",
    "titles in attributes": "{% for one in toc %}<a href='{{ one.url }}' title='{{ one.title | striptags | e }}'>{{ one.title | e }}</a>{% endfor %}",
    "a template that measures titles": "{% for one in toc %}{{ one.title | length }}{{ one.level }}{% endfor %}",
    "a template that looks for a word": "{% for one in toc %}{{ 'here' if 'a' in one.title }}{{ one.title }}{% endfor %}",
}


class Theme:
    """Says how often it was asked."""

    def __init__(self, template: str) -> None:
        self.template, self.asked = Environment().from_string(template), 0

    def __call__(self, toc: Any) -> str:
        self.asked += 1
        return self.template.render(toc=toc)


def toc(*headings: str) -> Any:
    """Headings whose level is how far they stand in."""
    return headings_of(tuple(Heading(2 + each.count(" "), each.strip(), each.strip()) for each in headings))


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_is_what_the_theme_makes_of_it(name: str) -> None:
    contents, theme = Contents(), Theme(TEMPLATES[name])
    several = [toc(), toc("a", " b", "  c"), *(toc("a", " <b> & 'c'", f"  {number}") for number in range(50)), toc("a", "b"), toc("x", "y"), toc("&amp;")]
    for one in several:
        assert contents.html(one, theme) == Theme(TEMPLATES[name])(one)


def test_the_theme_is_asked_once_for_each_tree_and_not_at_all_for_one_that_was_kept() -> None:
    contents, theme = Contents(), Theme(TEMPLATES["a list"])
    for number in range(9):
        contents.html(toc("a", " b", f"  {number}"), theme)
    assert theme.asked == 2  # as it is, and with marks
    later = Contents()
    later.patterns = contents.patterns
    assert later.html(toc("a", " b", "  c"), theme) == Theme(TEMPLATES["a list"])(toc("a", " b", "  c"))
    assert theme.asked == 2
    assert not [part for pattern in contents.patterns.values() for part in pattern or () if isinstance(part, str) and "c" in part]

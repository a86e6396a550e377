"""The search reads articles as the theme's own parser does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser

from als_plugin.site.render.frames.sections import sections


def told(found: list) -> list[tuple]:
    return [(one.el.tag, one.id, one.title, one.text, one.is_excluded()) for one in found]


def theirs(article: str) -> list[tuple]:
    parser = Parser()
    parser.feed(article)
    parser.close()
    return told(parser.data)


NAMES = ["p", "div", "span", "li", "ul", "ol", "pre", "code", "h1", "h2", "h3", "a", "section", "blockquote", "svg", "td", "sup", "object"]
ATTRIBUTES = ["", "", "", ' id="x&amp;y"', ' class="headerlink" href="#x"', " data-search-exclude", ' class="linenodiv"', ' data-x="a > b"', " id=z"]
TEXTS = st.sampled_from(["word", " ", "\n  ", "a &amp; b &lt; c", "two\nlines", "&#39;quoted&#39;", "שלום", "<br>", '<img src="a" alt="<b>">', "<!-- <p> -->", "<hr/>"])
ELEMENTS = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.builds(
            lambda name, attributes, content: f"<{name}{attributes}>{''.join(content)}</{name}>",
            st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES), st.lists(inner, max_size=4),
        ),
        st.sampled_from(["<script>if (a < b) { '<p>' }</script>", "<style>p > a {}</style>", '<svg class="x"><circle cx="1"/></svg>', "<h2 id=two>Two</h2>", '<i title="a <h2 id=no> b">c</i>', '<path d="M0"/>']),
    ),
    max_leaves=25,
)


@settings(max_examples=600, deadline=None)
@given(st.lists(ELEMENTS, max_size=6).map("".join))
def test_as_the_themes_parser_does(article: str) -> None:
    try:
        expected = theirs(article)
    except ValueError:  # an excluded element in another of its name is too much for it
        with pytest.raises(ValueError):
            sections(article)
    else:
        assert told(sections(article)) == expected
        assert told(sections(article)) == expected, "also what is remembered"

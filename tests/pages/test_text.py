"""Text of records: what good text becomes, and that hostile text does nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pyromark
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from als_plugin.pages.text import Prose, attachment

from .reading import Reading

CASES = yaml.safe_load((Path(__file__).parent / "hostile.yml").read_text("utf-8"))
ALLOWED = {"href", "src", "alt", "rel", "start", "loading"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_hostile_text_does_nothing(case: dict[str, object]) -> None:
    html = str(Prose().block(str(case["text"]), "../"))
    for piece in case["never"]:  # type: ignore[union-attr]
        assert piece not in html
    read = Reading(html)
    if "reads" in case:
        assert read.text == case["reads"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                '"',
                "'",
                "`",
                "&",
                "script",
                " onerror=",
                "javascript:",
                "[a](",
                ")",
                "![",
                "](",
                "files/",
                "<img src=",
                "<a href=",
                '<img alt="',
                '">',
                "&quot;",
                "&lt;",
                "\n",
                "# ",
                "* ",
                "| a | b |\n|---|---|\n",
                "<!--",
                "-->",
                "</p>",
                "style=",
                "é",
                "&#106;",
                "\\",
                "https://e.org",
                "{{",
                " ",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_whatever_comes_is_balanced_and_allowed(text: str) -> None:
    read = Reading(str(Prose().block(text, "")))
    assert not read.comments
    for tag, attrs in read.elements:
        assert tag not in {"script", "style", "form", "input", "iframe", "svg", "h1", "h2", "h3"}
        assert set(attrs) <= ALLOWED
        for link in (attrs.get("href"), attrs.get("src")):
            assert link is None or link.lower().startswith(("http://", "https://", "mailto:", "files/"))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain words.", "<p>Plain words.</p>"),
        ("Ask Jo & “them”", "<p>Ask Jo &amp; “them”</p>"),
        ("a **b** *c*", "<p>a <strong>b</strong> <em>c</em></p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("- a", "<ul>\n<li>a</li>\n</ul>"),
        ("First:\n- a\n- b", "<p>First:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ul>"),
        ("snake_case_word", "<p>snake_case_word</p>"),
        ("2. a\n3. b", '<ol start="2">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("# Big", "<h4>Big</h4>"),
        (
            "see [it](https://example.org/a?b=c&d)",
            '<p>see <a href="https://example.org/a?b=c&amp;d" rel="noopener noreferrer">it</a></p>',
        ),
        ("[plan](files/the%20plan.pdf)", '<p><a href="../../files/the%20plan.pdf" rel="noopener noreferrer">plan</a></p>'),
        ("![A map](files/map.png)", '<p><img loading="lazy" src="../../files/map.png" alt="A map"></p>'),
    ],
)
def test_good_text(text: str, html: str) -> None:
    # The order of an image's attributes is the sanitiser's.
    rendered = str(Prose().block(text, "../../"))
    assert Reading(rendered).elements == Reading(html).elements
    assert Reading(rendered).text == Reading(html).text


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "word",
                " ",
                "\n",
                "\n\n",
                "a & b",
                "Jo's",
                '"so"',
                ": ",
                "- ",
                "-",
                "1",
                "2. ",
                ".",
                ")",
                "(",
                "+ ",
                "=",
                "==",
                "~",
                "^",
                "!",
                "  ",
                "é",
                "http://e.org/x",
                "me@example.org",
                "50%",
                "{{ x }}",
                "&amp;",
                "&x",
                "#",
                "—",
            ]
        ),
        max_size=10,
    )
    .map("".join)
    .filter(str.strip)
)
def test_the_short_way_and_markdown_agree(text: str) -> None:
    prose, markdown = Prose(), pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
    short, long = Reading(str(prose.block(text, ""))), Reading(markdown.html(text.strip()))
    assert [tag for tag, _attrs in short.elements] == [re.sub("h[1-6]", _demoted, tag) for tag, _attrs in long.elements]
    assert short.text == long.text


def _demoted(tag: re.Match[str]) -> str:
    return f"h{min(int(tag[0][1]) + 3, 6)}"


def test_attachments_are_collected() -> None:
    prose = Prose()
    prose.block("![a](files/map.png) [b](./files/sub/plan%20b.pdf#page=2) [c](https://example.org/files/x)", "../")
    assert prose.attachments == {"files/map.png", "files/sub/plan b.pdf"}


def test_without_a_page_links_to_files_fall_away() -> None:
    prose = Prose()
    assert "href" not in prose.block("[plan](files/plan.pdf)", None)
    assert not prose.attachments


def test_one_text_links_rightly_from_every_page() -> None:
    for root in ("../", None, "../../", "", "../"):
        prose = Prose()
        html = prose.block("[plan](files/plan.pdf)", root)
        assert ("href" in html, prose.attachments) == ((False, set()) if root is None else (True, {"files/plan.pdf"}))
        assert root is None or f'href="{root}files/plan.pdf"' in html


@pytest.mark.parametrize(
    "link", ["files", "files/", "files/../x", "files/./x", "files//x", "/files/x", "x/files/y", "files/a\\b", "files/a%00"]
)
def test_not_an_attachment(link: str) -> None:
    assert attachment(link) is None


def test_one_line_is_escaped_and_no_markdown() -> None:
    assert Prose().inline("a *b*  <c>\n& d") == "a *b* &lt;c&gt; &amp; d"

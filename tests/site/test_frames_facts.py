"""Articles filled with a set's facts are those that Markdown makes of the page with its facts in it."""

from __future__ import annotations

import itertools

import pytest
from markdown import Markdown
from markupsafe import Markup
from mkdocs.structure.toc import get_toc

from als_plugin.pages.facts import _inline, _one_line
from als_plugin.site.mkdocs.guidance import expand
from als_plugin.site.render.frames.articles import Article
from als_plugin.site.render.frames.facts import marked, skeleton

EXTENSIONS = ["toc", "tables", "fenced_code", "admonition", "attr_list", "md_in_html", "pymdownx.details", "pymdownx.superfences"]
INLINE = ["Harbour", "3", "*Up* & <b>on</b>", "a_b", "_x_", "#1", "Zoë’s “set”", "“set”", "amara@example.org", "two or three", "1986", "- x", "`x`"]
BLOCK = ["<p>One.</p>", "<ul><li><p>a*b*c</p></li><li>_x_ &amp; &lt;y&gt;</li></ul>", "<p>a<br>b</p><hr>", '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>']
PAGES = {
    "text": "Ask {{ set.name }}, or wait.\n",
    "emphasis": "*{{ set.name }}* and **{{ set.name }}**, _{{ set.name }}_, a_{{ set.name }}_b, *a{{ set.name }}*b\n",
    "heading": "# For {{ set.name }}\n\nText.\n",
    "code": "Type `{{ set.name }}`.\n\n    {{ set.name }}\n\n```\n{{ set.name }}\n```\n",
    "beginning": "{{ set.name }}. A line\n{{ set.name }}\n{{ set.name }}) x\n\n- {{ set.name }}. y\n",
    "underlined": "{{ set.name }}\n---\n\ntext\n",
    "address": "[x]({{ set.name }}) [y](z \"{{ set.name }}\") <{{ set.name }}@example.org> [{{ set.name }}](q)\n",
    "reference": "[{{ set.name }}] [x][{{ set.name }}]\n\n[Harbour]: y\n",
    "html": '<p title="{{ set.name }}">{{ set.name }}</p>\n\nA <i title="{{ set.name }}">{{ set.name }}</i> b\n',
    "within": '<div markdown>\n\n{{ set.name }}\n\n{{ set.rules }}\n\n</div>\n\n<div>\n{{ set.rules }}\n</div>\n',
    "table": "| a | b |\n| --- | --- |\n| {{ set.name }} | {{ set.rules }} |\n",
    "admonition": '!!! note "{{ set.name }}"\n    {{ set.name }}\n\n    {{ set.rules }}\n\n??? tip "{{ set.name }}"\n    x\n',
    "attributes": "A {{ set.name }}{: title=\"{{ set.name }}\" }\n{: .{{ set.name }} }\n",
    "block": "Before.\n\n{{ set.rules }}\n\nAfter.\n",
    "amid": "Before {{ set.rules }} after.\n\n- {{ set.rules }}\n\n- x\n\n    {{ set.rules }}\n",
    "at once": "Before.\n{{ set.rules }}\nAfter.\n",
    "choice": "{% if set.name == 'Harbour' %}Us: {{ set.name }}{% else %}Them: {{ set.name }}{% endif %} {{ set.name|upper }} {{ set.name|length }}\n",
    "filtered": "{% filter upper %}{{ set.name }} x{% endfilter %} {{ set.rules }}\n",
}


def rendered(markdown: str) -> Article:
    made = Markdown(extensions=EXTENSIONS)
    content = made.convert(markdown)
    return Article(content, get_toc(made.toc_tokens), "")


def told(toc: object) -> list[object]:
    return [(item.title, item.id, item.level, told(item.children)) for item in toc]  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES)
def test_a_filled_article_is_the_one_with_the_facts_in_it(page: str) -> None:
    for name, rules in itertools.product(INLINE, BLOCK):
        facts = {"set": {"name": _inline(name), "rules": _one_line(Markup(rules))}}
        whole = rendered(expand(PAGES[page], facts, "x.md"))
        found = marked(PAGES[page], facts, "x.md", EXTENSIONS)
        known = skeleton(rendered(found.markdown), found.marks) if found else None
        if known and found:
            filled = known.filled(found.facts)
            assert (filled.content, told(filled.toc)) == (whole.content, told(whole.toc)), (name, rules)
        assert known or page not in ("text", "block"), "these are what it is for"


def test_what_stands_for_a_set_is_known_to_be_of_no_other() -> None:
    facts = {"set": {"name": _inline("Harbour"), "rules": _one_line(Markup("<p>x</p>"))}}
    assert (found := marked("{{ set.name }} {{ set.rules }}", facts, "x.md", EXTENSIONS)) and found.public and "Harbour" not in found.markdown
    assert (found := marked("{{ set.name|upper }}", facts, "x.md", EXTENSIONS)) and not found.public
    assert marked("{{ set.name }}", facts, "x.md", [*EXTENSIONS, "smarty"]) is None

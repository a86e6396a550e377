"""A page's HTML as Markdown that a person can read and go on writing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from markdownify import ATX, MarkdownConverter

from ..mkdocs.tokens import Tokens

__all__ = ["LIVE", "fragments", "to_markdown"]

# What only a script gives a meaning to: fields, buttons, and what they show or hide.
LIVE = (
    "form, button, input, select, textarea, svg, nav, .als-prompts, .als-sheet, .als-legend, .als-picture-frame, "
    "[data-als-no-meeting], [data-als-empty], [data-als-everybody]"
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INLINE = {"a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup", "time"}
_ALWAYS = re.compile(r"([\\`*_\[\]])")
# What some extension of Markdown would act on stands as a character reference.
_REFERENCES = re.compile(r"[{|~^]|==|<(?=[A-Za-z/!?])|&(?=#?\w+;)|:(?=[\w+-]+:)")
_BEGINNING = re.compile(r"(?m)^([ \t]*)(?:([#+>-])|(\d+)([.)])(?=\s|$)|([:=!?]))")


class _Converter(MarkdownConverter):
    """markdownify, with the escapes that Python-Markdown and its usual extensions understand."""

    _first = True

    def process_text(self, el: Any, parent_tags: Any = None) -> str:
        before = el.previous_sibling
        self._first = not (isinstance(before, NavigableString) or isinstance(before, Tag) and before.name in _INLINE)
        usual: Any = super()  # the library comes without types
        return usual.process_text(el, parent_tags)

    def escape(self, text: str, parent_tags: Any) -> str:
        text = _REFERENCES.sub(lambda match: "".join(f"&#{ord(letter)};" for letter in match[0]), _ALWAYS.sub(r"\\\1", text))
        return _BEGINNING.sub(lambda match: match[0] if match.start() == 0 and not self._first else _tamed(match), text)


def _tamed(match: re.Match[str]) -> str:
    blank, mark, number, dot, other = match.groups()
    if mark:
        return f"{blank}\\{mark}"
    return f"{blank}{number}\\{dot}" if number else f"{blank}&#{ord(other)};"


def fragments(pages: Iterable[str]) -> set[str]:
    """The fragments that some of these pages link to, and that are there when all that only a script brings to life is gone."""
    wanted: set[str] = set()
    there: set[str] = set()
    for html in pages:
        soup = _still(html)
        wanted |= {urlsplit(str(link["href"])).fragment for link in soup.select("a[href]")}
        there |= {str(element["id"]) for element in soup.find_all(id=True)}
    return wanted & there


def _still(html: str) -> BeautifulSoup:
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select(LIVE):
        element.decompose()
    return soup


def to_markdown(html: str, *, path: str, source: str, sources: Mapping[str, str], wanted: Collection[str]) -> str:
    """The article of the page at this path, as Markdown for the file `source`.

    Links to a page lead to its source (`sources`: by path in the site). `wanted` are the fragments that links may lead to.
    """
    soup, tokens = _still(html), Tokens()
    for heading in soup.select("li h2, li h3"):  # a list of sections is no list in Markdown
        for outer in heading.find_parents(["li", "ul", "ol"]):
            outer.name = "div"
    for label in soup.select(".als-label, dt"):
        label.name, inner = ("p" if label.name != "dt" else "dt"), soup.new_tag("strong")
        inner.extend(list(label.contents))
        label.append(inner)
    for badge in soup.select("span.als-badge, span.als-quiet"):
        badge.name = "em"
    for element in soup.find_all(id=True):
        if element.name in _HEADINGS:
            element.append(tokens.token(f" {{ #{element['id']} }}"))
        elif element["id"] in wanted:
            element.insert(0, tokens.token(f'<a id="{element["id"]}"></a>'))
    for link in soup.select("a[href], img[src]"):
        name = "href" if link.name == "a" else "src"
        link[name] = _target(str(link[name]), path, source, sources, wanted)
    text = _Converter(heading_style=ATX, bullets="-", escape_misc=False).convert_soup(soup)
    return tokens.filled(re.sub(r"\n{3,}", "\n\n", text).strip()) + "\n"


def _target(href: str, path: str, source: str, sources: Mapping[str, str], wanted: Collection[str]) -> str:
    url = urlsplit(href)
    if url.scheme or url.netloc or not url.path:
        return href
    found = posixpath.normpath(posixpath.join("/", path, unquote(url.path))).lstrip("/")
    place = sources.get(f"{found}/" if found else "", found)
    return posixpath.relpath(place, posixpath.dirname(source) or ".") + (f"#{url.fragment}" if url.fragment in wanted else "")

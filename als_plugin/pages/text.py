"""Text that people wrote in records, made into HTML that can do no harm.

The security contract: whatever stands in a record, the HTML that comes out has only the elements and attributes listed
here, runs nothing, loads nothing from elsewhere, and points only to http(s), mailto and the set's own files. Nothing of it
is ever treated as a template.

Markdown is CommonMark with tables, by pulldown-cmark (pyromark); what it makes is not trusted, but sanitised by ammonia (nh3).
"""

from __future__ import annotations

import html
import posixpath
import re
from contextvars import ContextVar
from functools import lru_cache, partial
from urllib.parse import quote, unquote

import nh3
import pyromark
from markupsafe import Markup, escape

__all__ = ["Prose", "attachment"]

_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
# Text without any of these is plain paragraphs for Markdown, which is most text; escaping it takes no parser.
_MARKED = re.compile(r"[\\`*_\[\]|<>\t]|&[#\w]|\#|^[ +=-]|^\d+[.)]|~~~|[ ]$|\r", re.MULTILINE)
_BETWEEN = re.compile(r"\n\n+")
_HEADING = re.compile(r"<(/?)h([1-6])>")
# The sanitiser writes every attribute in double quotes and none inside them; "<" and ">" it may leave there as they are.
_PICTURE = re.compile(r'<img\b(?:[^>"]|"[^"]*")*>')
_ALT = re.compile(r'^<img\b(?:[^>"]|"[^"]*")*?\salt="([^"]*)"')
_SOURCE = re.compile(r'^<img\b(?:[^>"]|"[^"]*")*?\ssrc="')
_MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
_LINKED: ContextVar[set[str]] = ContextVar("linked")
"""The set's files that the text at hand links to."""
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f\\]")


def attachment(reference: str) -> str | None:
    """The path (`files/…`, relative to the set's folder) of the set's own file that a link names; None for any other link."""
    path = unquote(reference.split("#")[0].split("?")[0]).removeprefix("./")
    if not path.startswith("files/") or _UNSAFE_NAME.search(path):
        return None
    if posixpath.normpath(path) != path or path == "files":
        return None
    return path


class Prose:
    """Renders the Markdown of records; remembers which of the set's files were linked to, in `attachments`."""

    def __init__(self) -> None:
        self.attachments: set[str] = set()

    def block(self, text: str, root: str | None) -> Markup:
        """The text as sanitised HTML blocks.

        `root` is the way from the page to the top of the set's site ("", "../", …), to which links to the set's files are
        made relative; None drops such links, for text whose page is not known.
        """
        made = _plain(text)
        if made is None:
            # A text that links to no file of the set's is the same on every page.
            made, linked = _rendered(text.strip(), None)
            if linked and root is not None:
                made, linked = _rendered(text.strip(), root)
                self.attachments |= linked
        return made

    def inline(self, text: str) -> Markup:
        """One line, escaped and not read as Markdown."""
        return escape(" ".join(text.split()))


# Several pages and views tell the same text. What is kept is bounded, for a process that builds many sets.
@lru_cache(maxsize=20_000)
def _plain(text: str) -> Markup | None:
    """The paragraphs of a text without any markup; None where there may be some."""
    text = text.strip()
    if _MARKED.search(text):
        return None
    return Markup("\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in _BETWEEN.split(text)))


@lru_cache(maxsize=20_000)
def _rendered(text: str, root: str | None) -> tuple[Markup, frozenset[str]]:
    """A text with markup, and the set's files that it links to."""
    linked = set[str]()
    before = _LINKED.set(linked)
    try:
        clean = _sanitiser(root).clean(_MARKDOWN.html(text))
    finally:
        _LINKED.reset(before)
    if "<h" in clean:
        clean = _HEADING.sub(_demoted, clean)
    if "<img" in clean:
        clean = _PICTURE.sub(_picture, clean)
    return Markup(clean), frozenset(linked)


@lru_cache(maxsize=100)
def _sanitiser(root: str | None) -> nh3.Cleaner:
    """What cleans texts of pages from which this is the way to the top; to make it takes longer than to clean a text."""
    return nh3.Cleaner(
        tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, attribute_filter=partial(_attribute, root), link_rel="noopener noreferrer"
    )


def _attribute(root: str | None, tag: str, name: str, value: str) -> str | None:
    if name not in ("href", "src"):
        # The sanitiser lets titles through anywhere; `rel` is its own.
        return value if name == "rel" or name in _ATTRIBUTES.get(tag, ()) else None
    own = attachment(value)
    if own is not None:
        _LINKED.get().add(own)
        return None if root is None else root + quote(own)
    # A picture from elsewhere would tell its host who reads what, so only links may leave the set's site.
    if tag == "a" and value.split(":")[0].lower() in _SCHEMES and ":" in value:
        return value
    return None


def _demoted(match: re.Match[str]) -> str:
    # Headings of records stand below every heading of ours, so that they break no outline.
    return f"<{match[1]}h{min(int(match[2]) + 3, 6)}>"


def _picture(match: re.Match[str]) -> str:
    if _SOURCE.search(match[0]):
        return match[0].replace("<img", '<img loading="lazy"', 1)
    alt = _ALT.search(match[0])
    return escape(html.unescape(alt[1])) if alt else ""

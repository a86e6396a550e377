"""Articles of the guidance that name a set's facts: rendered once with marks in place of the facts, and filled for each set.

A mark goes through Markdown as the fact would: it has the same edges, spaces where the fact has any, and something in it that
comes out changed wherever more is done to a text than to hand it on (code, an address, a title). What does not come out exactly as it
went in, once, in running text, is rendered with the facts themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import TemplateSyntaxError
from markupsafe import Markup

from ...mkdocs.guidance import expand, statements
from .article import Article

__all__ = ["Marked", "Skeleton", "marked", "skeleton"]

_HANDED_ON = frozenset({
    "toc", "tables", "fenced_code", "admonition", "attr_list", "md_in_html", "sane_lists", "pymdownx.details", "pymdownx.superfences",
    "pymdownx.highlight",
})
"""Extensions that find nothing to act on in a fact, as none of its punctuation stands in it as such."""
_STATEMENTS = frozenset({"if", "elif", "else", "endif"})
"""What may stand around a fact and leave it as it is."""
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]*\]:", re.MULTILINE)
"""An address that texts in brackets lead to: a fact could be such a text."""
_INLINE = re.compile(r"(?! )(?:[A-Za-z0-9 ]|[^\x00-\x7f\ue000-\uf8ff]|&#\d+;)+(?<! )")
_LINE = '<div class="als-fact">'
_OPEN, _CLOSE = "\ue0a0", "\ue0a1"


@dataclass(frozen=True)
class Marked:
    """Markdown with marks, and the facts that these stand for in turn. `public`: nothing of the set's stands in it."""

    markdown: str
    marks: tuple[str, ...]
    facts: tuple[str, ...]
    public: bool


@dataclass(frozen=True)
class Skeleton:
    """An article between its facts: texts, and the facts' places among those of the page."""

    article: Article
    parts: tuple[str | int, ...]

    def filled(self, facts: Sequence[str]) -> Article:
        """The article with these facts in it."""
        content = "".join(part if isinstance(part, str) else facts[part] for part in self.parts)
        return Article(content, self.article.toc, self.article.title)


def marked(markdown: str, facts: Mapping[str, Any], place: str, extensions: Iterable[str]) -> Marked | None:
    """The page with marks for its facts; None where it must be rendered with the facts themselves. Raises AlsError as `expand` does."""
    if not _leave_alone(markdown) or not _HANDED_ON.issuperset(extensions):
        return None
    known = {str(fact) for of in facts.values() for fact in of.values() if isinstance(fact, Markup)}
    marks, stand_for, literal = list[str](), list[str](), list[str]()

    def shown(text: str) -> str:
        mark = _mark(text, len(marks)) if text in known else ""
        if not mark:
            # What is empty says nothing, and what stands in quotes the page itself says.
            if text and (text in known or not any(f"{quote}{text}{quote}" in markdown for quote in "'\"")):
                literal.append(text)
            return text
        marks.append(mark)
        stand_for.append(text)
        return mark

    made = expand(markdown, facts, place, shown=shown)
    for mark, fact in zip(marks, stand_for, strict=True):
        # A number at the beginning of a line could begin a list.
        if fact.isdigit() and re.search(rf"^[^\w\n]*{re.escape(mark)}", made, re.MULTILINE):
            return None
    return Marked(made, tuple(marks), tuple(stand_for), not literal)


@lru_cache(maxsize=500)
def _leave_alone(markdown: str) -> bool:
    """Whether what stands around the facts of a page leaves them as they are."""
    try:
        return not _REFERENCE.search(markdown) and _STATEMENTS.issuperset(statements(markdown))
    except TemplateSyntaxError:
        return False


def _mark(fact: str, number: int) -> str:
    if fact.startswith(_LINE) and "\n" not in fact:
        return f"{_LINE}<p>{_OPEN}{number} \\!{_CLOSE}</p></div>"
    if not _INLINE.fullmatch(fact):
        return ""
    space = " " if " " in fact else ""
    return f"{_edge(fact[0], '&')}{_OPEN}{number}{space}&#33;{space}{_CLOSE}{_edge(fact[-1], ';')}"


def _edge(character: str, reference: str) -> str:
    """A character of the same kind: of a word, of a reference, or neither."""
    if character == reference:
        return "&#33;"
    return "x" if re.match(r"\w", character) else "–"


def skeleton(article: Article, marks: Sequence[str]) -> Skeleton | None:
    """The article taken apart at these marks; None where one of them did not come out as a fact would."""
    if _OPEN in article.title or any(_OPEN in title for title in _titles(article.toc)):
        return None
    places = {mark: number for number, mark in enumerate(marks)}
    pieces = re.split("(" + "|".join(map(re.escape, marks)) + ")", article.content) if marks else [article.content]
    texts = pieces[::2]
    if sorted(places[mark] for mark in pieces[1::2]) != list(range(len(marks))) or any(_OPEN in text for text in texts):
        return None
    if any(text.rfind("<") > text.rfind(">") for text in _before(pieces)):
        return None
    return Skeleton(article, tuple(places[piece] if at % 2 else piece for at, piece in enumerate(pieces)))


def _before(pieces: Sequence[str]) -> list[str]:
    """What stands before each mark, from the beginning."""
    return ["".join(pieces[:at]) for at in range(1, len(pieces), 2)]


def _titles(toc: Any) -> list[str]:
    return [title for item in toc for title in (item.title, item.id, *_titles(item.children))]

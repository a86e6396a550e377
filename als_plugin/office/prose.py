"""Markdown of records as paragraphs of a Word document. Links keep their address in words; nothing is loaded from anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyromark

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["clean", "unwrapped", "write"]

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML can hold."""
_WRAPPED = re.compile(r"(?<=\S)\n(?=[^\s\-*+#>|`\d])")


def clean(text: str) -> str:
    """A text without what Word's files cannot hold."""
    return _UNFIT.sub("", text)


def unwrapped(text: str) -> str:
    """A text with each paragraph on one line, as a cell of a table shows it; lists keep their lines."""
    return _WRAPPED.sub(" ", text.strip())


def write(document: Document, text: str) -> None:
    """Add a text to the end of the document."""
    writing = _Writing(document)
    for event in pyromark.events(text, options=pyromark.Options.ENABLE_TABLES):
        writing.take(event)


class _Writing:
    """The paragraph in hand, and within what it stands."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._paragraph: Paragraph | None = None
        self._lists: list[bool] = []
        self._quoted = self._bold = self._italic = self._code = 0
        self._cells: list[list[str]] | None = None
        self._links: list[tuple[str, str]] = []

    def take(self, event: Any) -> None:
        """One thing that the parser found."""
        if isinstance(event, str):
            if event == "HardBreak":
                self._say("\n")
            elif event == "SoftBreak":
                self._say(" ")
            return
        ((kind, what),) = event.items()
        if kind == "Start":
            self._begin(what)
        elif kind == "End":
            self._end(what if isinstance(what, str) else next(iter(what)))
        elif kind in ("Text", "Html", "InlineHtml"):
            self._say(what)
        elif kind == "Code":
            self._say(what, code=True)

    def _begin(self, what: Any) -> None:
        name = what if isinstance(what, str) else next(iter(what))
        if name in ("Paragraph", "CodeBlock", "HtmlBlock"):
            self._code += name == "CodeBlock"
            # The first paragraph of a list's item stands behind its mark, where one has begun.
            if not (self._lists and self._paragraph is not None and not self._paragraph.text):
                self._paragraph = None
        elif name == "Heading":
            self._paragraph = None
            self._bold += 1
        elif name == "List":
            self._lists.append(what["List"] is not None)
        elif name == "Item":
            depth = min(len(self._lists), 3)
            style = "List Number" if self._lists[-1] else "List Bullet"
            self._paragraph = self._document.add_paragraph(style=style if depth == 1 else f"{style} {depth}")
        elif name == "BlockQuote":
            self._quoted += 1
        elif name == "Table":
            self._cells = []
        elif name in ("TableHead", "TableRow") and self._cells is not None:
            self._cells.append([])
        elif name == "TableCell" and self._cells:
            self._cells[-1].append("")
        elif name == "Strong":
            self._bold += 1
        elif name == "Emphasis":
            self._italic += 1
        elif name == "Link":
            self._links.append((what["Link"]["dest_url"], ""))

    def _end(self, name: str) -> None:
        if name in ("Paragraph", "CodeBlock", "HtmlBlock", "Heading", "Item"):
            self._paragraph = None
            self._code -= name == "CodeBlock"
            self._bold -= name == "Heading"
        elif name == "List":
            self._lists.pop()
            self._paragraph = None
        elif name == "BlockQuote":
            self._quoted -= 1
        elif name == "Strong":
            self._bold -= 1
        elif name == "Emphasis":
            self._italic -= 1
        elif name == "Link":
            address, shown = self._links.pop()
            if address.removeprefix("mailto:") != shown:
                self._say(f" ({address})")
        elif name == "Table":
            self._table()

    def _say(self, text: str, *, code: bool = False) -> None:
        text = clean(text)
        if self._links:
            address, shown = self._links[-1]
            self._links[-1] = address, shown + text
        if self._cells:
            if self._cells[-1]:
                self._cells[-1][-1] += text
            return
        if self._paragraph is None:
            self._paragraph = self._document.add_paragraph(style="Quote" if self._quoted else None)
        run = self._paragraph.add_run(text.rstrip("\n") if self._code else text)
        run.bold, run.italic = bool(self._bold) or None, bool(self._italic) or None
        if code or self._code:
            run.font.name = "Consolas"

    def _table(self) -> None:
        cells, self._cells = self._cells or [], None
        if not cells:
            return
        table = self._document.add_table(len(cells), max(len(row) for row in cells), style="Table Grid")
        for number, row in enumerate(cells):
            for place, text in enumerate(row):
                table.cell(number, place).text = text
        self._paragraph = None

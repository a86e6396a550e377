"""The strips above each page of a preview: that it is one, whose eyes it is read with, what is wrong. They go into finished pages
alone, so that nothing of them is learned or kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ...words import _
from ..sets.reading import Previewed, Reading

__all__ = ["Strip", "mistakes"]

_PLACES = re.compile(rb'<div[^>]*data-md-component="?announce"?[^>]*>|<body[^>]*>')


@dataclass(frozen=True)
class Strip:
    """The strip of one reading's pages: where the whole set stands, whose eyes it is read with, and the choice of others."""

    whole: str
    name: str | None
    chooser: str
    person: str
    ahead: bool

    @classmethod
    def of(cls, shown: Previewed, base: str) -> Strip:
        """`base` is the path of the site on its host."""
        here = shown.reading
        folders = [("", _("nobody: the whole record")), *sorted(shown.people.items(), key=lambda one: one[1].casefold())]
        options = "".join(
            f'<option value="{escape(base + Reading(here.set_id, person or None, here.ahead).folder)}/"{" selected" if (person or None) == here.person else ""}>'
            f"{escape(label)}</option>"
            for person, label in folders
        )
        chooser = f'<label>{escape(_("Read as"))} <select data-als-read-as="{escape(base + here.folder)}/" autocomplete="off">{options}</select></label>'
        person = f' data-als-person="{escape(here.person)}"' if here.person else ""
        return cls(f"{base}{here.set_id}/", shown.people.get(here.person or ""), chooser, person, here.ahead)

    def above(self, page: bytes, path: str) -> bytes:
        """A finished page under it; `path` is the page's place in the set."""
        said = [escape(_("Preview on this computer alone: readable, not locked."))]
        if self.name:
            words = _("You are reading as {name} will, once the drafts are published.") if self.ahead else _("You are reading as {name}: what they can open, and nothing else.")
            told = escape(words).format(name=f"<strong>{escape(self.name)}</strong>")
            whole = escape(self.whole + (path.removesuffix("index.html") if path != "404.html" else ""))
            said = [f'<span>{told}</span> <a href="{whole}">{escape(_("Back to the whole record"))}</a>', escape(_("A preview, on this computer alone."))]
        return _above(page, f'<aside class="md-banner als-preview"{self.person}>{_inner(" ".join([*said, self.chooser]))}</aside>')


def mistakes(page: bytes, lines: Sequence[str]) -> bytes:
    """The last good page under what is wrong with the records since."""
    told = "".join(f"<li>{escape(line)}</li>" for line in lines)
    heading = escape(_("What was saved last cannot be shown yet. This page is as it was before."))
    return _above(page, f'<aside class="md-banner als-mistakes" role="alert">{_inner(f"<strong>{heading}</strong><ul>{told}</ul>")}</aside>')


def _inner(html: str) -> str:
    return f'<div class="md-banner__inner md-grid md-typeset">{html}</div>'


def _above(page: bytes, strip: str) -> bytes:
    """The theme's place for what stands above a page comes anew with each; where there is none, the page's beginning does."""
    places = sorted(_PLACES.finditer(page), key=lambda place: place[0].startswith(b"<body"))
    if not places:
        return page
    return page[: (end := places[0].end())] + strip.encode() + page[end:]

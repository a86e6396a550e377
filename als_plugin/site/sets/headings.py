"""The headings of a page made of records, nested."""

from __future__ import annotations

from typing import Any

from markupsafe import escape

from ...pages import Heading

__all__ = ["nested"]


def nested(headings: tuple[Heading, ...]) -> list[Any]:
    """Headings nested by their level, as Python-Markdown's toc extension gives them."""
    root: list[Any] = []
    open_: list[dict[str, Any]] = []
    for heading in headings:
        token = {"level": heading.level, "id": heading.id, "name": escape(heading.text), "children": []}
        while open_ and open_[-1]["level"] >= heading.level:
            open_.pop()
        (open_[-1]["children"] if open_ else root).append(token)
        open_.append(token)
    return root

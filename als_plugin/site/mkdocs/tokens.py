"""Texts that are out of a page while others work on it."""

from __future__ import annotations

import re
from itertools import count

__all__ = ["Tokens"]

_serials = count()


class Tokens:
    """Gives a token for a text, and the text back for it."""

    def __init__(self) -> None:
        # Private-use characters, which nobody takes for anything; each object has its own.
        self._head = f"\ue0a0{next(_serials)}."
        self._token = re.compile(re.escape(self._head) + "(\\d+)\ue0a1")
        self._texts: list[str] = []

    def token(self, text: str) -> str:
        """What stands for the text."""
        self._texts.append(text)
        return f"{self._head}{len(self._texts) - 1}\ue0a1"

    def filled(self, text: str) -> str:
        """The text with everything back that tokens stand for."""
        return self._token.sub(lambda match: self._texts[int(match[1])] if int(match[1]) < len(self._texts) else match[0], text)

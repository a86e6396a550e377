"""Passphrases: made here, never chosen by people, and brought into one form before they are used."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache

from diceware.wordlist import WordList, get_wordlist_path

__all__ = ["GAPS", "WORDS", "generate", "normal_form"]

WORDS = 6
"""Six words of 7776: about 77 bits."""

GAPS = re.compile(
    "[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    "\\-\u2010-\u2015\u2212\u200b\ufeff]+"
)
"""Runs of white space, hyphens and zero-width marks, as FORMAT.md lists them."""


@cache
def _word_list() -> tuple[str, ...]:
    words = WordList(get_wordlist_path("en_eff"))
    try:
        return tuple(words)
    finally:
        words.fd.close()


def generate() -> str:
    """A new passphrase: six words of the EFF's long list, drawn by the operating system's generator."""
    return " ".join(secrets.choice(_word_list()) for _ in range(WORDS))


def normal_form(passphrase: str) -> bytes:
    """What the key is derived from: NFKC, lower case, one space for every run of space, hyphens or zero-width marks; UTF-8."""
    text = unicodedata.normalize("NFKC", passphrase).lower()
    return GAPS.sub(" ", text).strip(" ").encode("utf-8", "replace")

"""A record's file as text: decoded, bounded, free of what no text holds."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import AlsError, Place
from ..ordinary import check_ordinary
from ..words import _
from .scalars import invisible

__all__ = ["MAX_BYTES", "read_bytes", "read_text", "text_of"]

MAX_BYTES = 2 * 1024 * 1024
# What YAML does not allow in a stream, and the line separators that editors show as nothing.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]")


def read_text(path: Path, shown: str) -> str:
    """The text of a record's file; raises `AlsError` where there is none to be had."""
    return text_of(read_bytes(path, shown), shown)


def read_bytes(path: Path, shown: str) -> bytes:
    """What is in a record's file, of one that is too large only the beginning; raises `AlsError` where it cannot be read.

    What is no plain file is not opened: a named pipe would never end.
    """
    check_ordinary(path, shown)
    try:
        # One byte more than allowed is enough to know, whatever stands behind the name.
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise AlsError(
            shown, _("cannot be read ({reason})").format(reason=reason), _("check the file and its permissions")
        ) from None


def text_of(data: bytes, shown: str) -> str:
    """The text in these bytes; raises `AlsError`."""
    if len(data) > MAX_BYTES:
        raise AlsError(shown, _("is larger than 2 MiB"), _("a record is text alone; put pictures and documents into files/"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        raise AlsError(Place(shown, line, column), _("is not UTF-8 text"), _("save the file with the encoding UTF-8")) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        raise AlsError(
            Place(shown, line, column),
            _("{name} stands in the text").format(name=invisible(found[0])),
            _("take it out; if there are many, save the file as plain UTF-8 text"),
        )
    return text

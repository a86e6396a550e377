"""What lies packed inside a file: gzip and zlib streams and zip members, wherever they begin, and long base64 or hex."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

__all__ = ["LIMIT", "archived"]

LIMIT = 64 * 1024 * 1024
"""No stream is unpacked beyond this many bytes."""

_GZIP = re.compile(rb"\x1f\x8b\x08")
_ZLIB = re.compile(rb"[\x08\x18\x28\x38\x48\x58\x68\x78][\x00-\xff]", re.DOTALL)
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){8,}")
_LONG = 48
"""Shorter runs of base64 are words; encoded needles of their own are found without decoding."""
_CHUNK = 4096


def archived(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Form (`gzip`, `zlib`, `zip`, `base64`, `hex`) and content of all that can be unpacked from these bytes."""
    view = memoryview(data)
    for match in _GZIP.finditer(data):
        if plain := _inflate(view[match.start() :], 31):
            yield "gzip", plain
    for match in _ZLIB.finditer(data):
        start = match.start()
        # RFC 1950: the two bytes are a multiple of 31; deflate's block type 3 does not exist.
        likely = (data[start] << 8 | data[start + 1]) % 31 == 0 and start + 2 < len(data) and data[start + 2] & 6 != 6
        if likely and (plain := _inflate(view[start:], 15)):
            yield "zlib", plain
    if b"PK\x03\x04" in data:
        yield from _zip(data)
    for match in _BASE64.finditer(data):
        yield from _base64(match[0])
    for match in _HEX.finditer(data):
        yield "hex", bytes.fromhex(match[0].decode())


def _inflate(data: memoryview, window: int) -> bytes:
    """As much of a stream as unpacks: a damaged end does not hide its beginning."""
    stream = zlib.decompressobj(window)
    parts, size = [], 0
    try:
        for start in range(0, len(data), _CHUNK):
            part = stream.decompress(data[start : start + _CHUNK], LIMIT - size)
            size += len(part)
            parts.append(part)
            if stream.eof or size >= LIMIT:
                break
    except zlib.error:
        pass
    return b"".join(parts)


def _zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                yield "zip", info.filename.encode("utf-8", "replace")
                with archive.open(info) as member:
                    yield "zip", member.read(LIMIT)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return


def _base64(run: bytes) -> Iterator[tuple[str, bytes]]:
    letters = run.translate(bytes.maketrans(b"-_", b"+/"), b"\r\n=")
    if len(letters) < _LONG:
        return
    for start in range(4):
        part = letters[start : start + (len(letters) - start) // 4 * 4]
        rest = letters[start + len(part) :]
        if len(rest) > 1:
            part += rest + b"=" * (4 - len(rest))
        yield "base64", base64.b64decode(part)

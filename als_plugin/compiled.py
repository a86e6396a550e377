"""Compiled templates, kept from one command to the next in the user's cache folder: code from templates alone, as Python keeps its
own beside its modules, and under the same condition (`PYTHONDONTWRITEBYTECODE`). They may be deleted at any time.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from platformdirs import user_cache_path

from .files import write_cache

__all__ = ["CompiledTemplates"]


class CompiledTemplates(BytecodeCache):
    """Jinja holds each against the source of its template, and against the releases of Jinja and Python."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            bucket.bytecode_from_string(_place(bucket).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            write_cache(_place(bucket), bucket.bytecode_to_string())


def _place(bucket: Bucket) -> Path:
    return user_cache_path("als") / "templates" / _release() / bucket.key


@cache
def _release() -> str:
    return version("mkdocs-als")

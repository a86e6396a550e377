"""The command `als`. `main` is its entry point; each group of commands has a file of its own, imported when it is used."""

from __future__ import annotations

from .command import main

__all__ = ["main"]

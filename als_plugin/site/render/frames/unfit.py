"""The fast renderer's way of saying: this one is for MkDocs."""

from __future__ import annotations

__all__ = ["Unfit"]


class Unfit(Exception):
    """What is asked for cannot be rendered by filling frames; MkDocs can do it. Its text says why, for whoever wonders."""

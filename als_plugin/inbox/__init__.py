"""Replies taken in: opened, looked at, and merged into a set's records."""

from __future__ import annotations

from .keeper import Keeper
from .reading import Item, Refused, read_replies, read_waiting
from .taking import Outcome, drop, keep_waiting, take, tried

__all__ = ["Item", "Keeper", "Outcome", "Refused", "drop", "keep_waiting", "read_replies", "read_waiting", "take", "tried"]

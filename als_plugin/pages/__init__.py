"""From a ledger to the pages of a handbook: HTML, calendar, navigation; and a set's facts for the guidance."""

from __future__ import annotations

from .facts import facts
from .guides import GUIDES
from .handbook import make_pages
from .page import Handbook, Heading, NavItem, Page

__all__ = ["GUIDES", "Handbook", "Heading", "NavItem", "Page", "facts", "make_pages"]

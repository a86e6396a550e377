"""Records brought in from tables and from JSON: understood row by row, shown as a draft, written only when somebody agrees."""

from __future__ import annotations

from .draft import Draft, Left, Row, write
from .kinds import KINDS, Wish
from .plan import planned
from .records import is_json, planned_records

__all__ = ["KINDS", "Draft", "Left", "Row", "Wish", "is_json", "planned", "planned_records", "write"]

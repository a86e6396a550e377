"""Records brought in from tables and from JSON: understood row by row, shown as a draft, written only when somebody agrees."""

from __future__ import annotations

from .draft import Draft, Left, Row, mark_of, write
from .kinds import FIELDS, KINDS, Wish
from .plan import planned
from .records import is_json, planned_records
from .session import DraftThere, is_session, planned_session

__all__ = ["FIELDS", "KINDS", "Draft", "DraftThere", "Left", "Row", "Wish", "is_json", "is_session", "mark_of", "planned", "planned_records", "planned_session", "write"]

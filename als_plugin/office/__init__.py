"""Records from and to office programs: Word, Excel, calendars, JSON. Nothing here prints or asks; whoever calls says where to.

What is taken out is readable, not locked.
"""

from __future__ import annotations

from .part import Part
from .taking_out import FORMS, TABLES, taken_out

__all__ = ["FORMS", "TABLES", "Part", "taken_out"]

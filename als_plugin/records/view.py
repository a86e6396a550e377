"""Views: who reads, and since when. Records are projected to a view before anything is made of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from .model import SetRecord

__all__ = ["View", "project"]


@dataclass(frozen=True)
class View:
    """An audience and the date of the first session that it may read (None: from the beginning)."""

    audience: Literal["members", "facilitator"]
    since: dt.date | None = None

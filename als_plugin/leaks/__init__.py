"""Whether texts that are to stay private stand readable in files that others will see, in any of the usual disguises."""

from __future__ import annotations

from .needles import Needles
from .scan import Finding, count, search

__all__ = ["Finding", "Needles", "count", "search"]

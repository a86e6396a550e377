"""The guidance pages that pages of records point to."""

from __future__ import annotations

from ..words import _

__all__ = ["GUIDES", "starting_guides"]

GUIDES = tuple(
    f"guide/members/{name}/"
    for name in (
        "what-a-set-is",
        "before-your-first-session",
        "what-to-expect",
        "a-session-step-by-step",
        "bringing-a-topic",
        "listening-and-offering",
        "confidentiality",
        "afterwards",
    )
)
"""The addresses of the guidance for members, in reading order."""


def starting_guides() -> list[tuple[str, str, int]]:
    """The four pages to read before a first session: address, title, minutes."""
    titles = [_("What a set is"), _("Before your first session"), _("What to expect"), _("A session, step by step")]
    return list(zip(GUIDES[:4], titles, (3, 3, 3, 3), strict=True))

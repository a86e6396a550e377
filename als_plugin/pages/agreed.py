"""What a set agreed, said in sentences: what is written down, how long it is kept, who speaks about data."""

from __future__ import annotations

from ..records.model import RecordLevel, SetFile
from ..words import _, ngettext
from .when import When

__all__ = ["keep_phrase", "keep_sentence", "record_sentence"]


def record_sentence(level: RecordLevel | None) -> str:
    """What is written down about a session."""
    return {
        None: _("The set agrees before its first record what is written down, from nothing to suggestions."),
        "none": _("Only that a session took place, and who was there. Nothing of what was said."),
        "actions": _("Who had a turn, which actions came of it, and what came of those. No topics."),
        "topics": _("Topics, the question asked, actions and what came of them. Not what was offered, nor the response."),
        "suggestions": _("Topics, the question asked, what was offered, the response, actions and what came of them."),
    }[level]


def keep_phrase(file: SetFile, when: When) -> str:
    """How long records are kept, to go into a sentence."""
    if file.retention.until:
        return _("until %(date)s") % {"date": when.plain(file.retention.until)}
    months = file.retention.keep_months or 0
    return ngettext("for %(num)d month after each session", "for %(num)d months after each session", months) % {"num": months}


def keep_sentence(file: SetFile, when: When) -> str:
    """How long records are kept, and what happens then."""
    if file.retention.until:
        return _("All records are kept until %(date)s. Then they are removed.") % {"date": when.plain(file.retention.until)}
    return _("Each session’s record is kept %(time)s. Then it is removed, and what came of it goes too.") % {
        "time": keep_phrase(file, when)
    }

"""The built-in processes: what one turn consists of, stage by stage, with minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ..words import _
from .model import ProcessName, Stage

__all__ = ["process_name", "says", "speaks", "stages", "turn_minutes"]

Process = ProcessName | Sequence[Stage]
Who = Literal["presenter", "group", "all"]


def stages(process: Process) -> tuple[Stage, ...]:
    """The stages of one turn, the set's own or the built-in ones."""
    if not isinstance(process, str):
        return tuple(process)
    return tuple(Stage(stage=stage, minutes=minutes, speaks=who) for stage, minutes, who in _built_in()[process])


def turn_minutes(process: Process) -> int:
    """How long one turn takes."""
    return sum(stage.minutes for stage in stages(process))


def process_name(process: Process) -> str:
    """What a process is called in running text."""
    names = {
        "suggestions": _("presenting, listening and responding"),
        "questions": _("questions only"),
        "triad": _("triads of thirty minutes"),
        "post-it": _("suggestions on notes"),
        "troika": _("troika consulting"),
    }
    return names[process] if isinstance(process, str) else _("the stages that this set agreed")


def speaks(stage: Stage) -> str:
    """Who speaks in a stage."""
    return {"presenter": _("the presenter"), "group": _("the group"), "all": _("everyone")}[stage.speaks]


def says(stage: Stage) -> str:
    """Who speaks in a stage, as a clause."""
    return {"presenter": _("the presenter speaks"), "group": _("the group speaks"), "all": _("everyone speaks")}[stage.speaks]


def _built_in() -> dict[str, list[tuple[str, int, Who]]]:
    return {
        "suggestions": [
            (_("The presenter tells the situation and the question, then stops talking"), 5, "presenter"),
            (_("The group offers freely; the presenter listens and says nothing"), 15, "group"),
            (_("The presenter responds to what was offered, and may ask"), 10, "presenter"),
            (_("The group asks: what will you do, and by when?"), 5, "all"),
        ],
        "questions": [
            (_("The presenter tells the situation and the question"), 5, "presenter"),
            (_("The group asks; statements are made only in answer to a question"), 20, "all"),
            (_("The presenter says what has become clearer"), 5, "presenter"),
            (_("The group asks: what will you do, and by when?"), 5, "all"),
        ],
        "triad": [
            (_("The presenter tells the situation and the question"), 5, "presenter"),
            (_("One listens and asks; one watches the time and what happens"), 15, "all"),
            (_("The presenter says what they will do, and by when"), 5, "presenter"),
            (_("The one who watched says what they saw; all look back"), 5, "all"),
        ],
        "post-it": [
            (_("The presenter tells the situation and the question"), 5, "presenter"),
            (_("Each writes suggestions in silence, one to a note"), 5, "group"),
            (_("Each reads their notes aloud and hands them over; the presenter listens"), 10, "group"),
            (_("The presenter takes three notes, and says why"), 5, "presenter"),
            (_("The group asks: what will you do, and by when?"), 5, "all"),
        ],
        "troika": [
            (_("The presenter tells the situation and the question"), 3, "presenter"),
            (_("The two consultants ask what they need to understand"), 3, "all"),
            (_("The presenter turns away and listens while the two consult"), 8, "group"),
            (_("The presenter turns back, and says what was useful and what they will do"), 4, "presenter"),
        ],
    }

"""The sessions: what has happened so far, and what happened on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from markupsafe import Markup

from ..records.ledger import ActionEntry, ReportEntry, SessionEntry, TurnEntry
from ..words import _, ngettext
from .context import Leaf, PageContext
from .guides import starting_guides
from .home import made_and_done
from .page import Page
from .templating import TEMPLATES

__all__ = ["session_pages", "sessions"]


def sessions(context: PageContext) -> Page:
    """The index, newest first."""

    def kept(row: Callable[[SessionEntry], Markup], entry: SessionEntry) -> Markup:
        title = context.session_title(entry.stem, "long") if entry.stem in context.by_stem else None
        return context.kept(("row", entry.stem), partial(row, entry), entry, title, context.facilitating)

    entries = tuple(reversed(context.ledger.sessions))
    return context.page(
        "sessions", "sessions/", _("Sessions"), section=_("Sessions"), entries=entries, kept=kept, made_and_done=made_and_done, guides=starting_guides()
    )


def session_pages(context: PageContext) -> list[Page]:
    """One page a session, oldest first."""
    return [
        context.kept(("page", entry.stem), partial(_session, context, place, entry), *_parts(context, place, entry))
        for place, entry in enumerate(context.told)
    ]


def _parts(context: PageContext, place: int, entry: SessionEntry) -> tuple[Any, ...]:
    """All that this session's page is made of, and no other's: what is equal makes the same page."""
    neighbours = [each.stem for each in context.told[max(place - 1, 0) : place + 2]]
    known, actions = _known(context, entry), [*entry.actions, *(action for turn in entry.turns for action in turn.actions)]
    return (
        context.view, context.readers, entry, known, [(stem, context.session_title(stem)) for stem in neighbours],
        _last_days(context, [*actions, *known.values()], entry.reports), _last_days(context, stems=neighbours),
    )


def _known(context: PageContext, entry: SessionEntry) -> dict[str, ActionEntry]:
    """The actions that a session reported on, by id."""
    return {report.action: context.actions[report.action] for report in entry.reports if report.action and report.action in context.actions}


def _last_days(
    context: PageContext, actions: Iterable[ActionEntry] = (), reports: Iterable[ReportEntry] = (), stems: Iterable[str] = ()
) -> list[tuple[str, dt.date | None]]:
    """Of all sessions from which these are, until when they may be shown."""
    found = {*stems, *(report.session for report in reports)}
    for action in actions:
        found.update((action.session, *(report.session for report in action.reports)))
    return [(stem, context.by_stem[stem].last_day) for stem in sorted(found) if stem in context.by_stem]


def _session(context: PageContext, place: int, entry: SessionEntry) -> Page:
    there = entry.session.attendance
    attendance = []
    if there:
        groups = [
            (_("There"), there.present),
            (_("There for a part"), there.part),
            (_("Away"), (*there.apologies, *there.absent)),
        ]
        attendance = [(label, sorted(people, key=lambda one: context.name(one).casefold())) for label, people in groups if people]
    story: Any = TEMPLATES.get_template("story.html").module

    def turn_told(p: Leaf, turn: TurnEntry, number: int) -> Markup:
        return context.kept(("turn", entry.stem, number), partial(story.turn, p, turn, number), turn, _last_days(context, turn.actions))

    def rest_told(p: Leaf) -> Markup:
        known = _known(context, entry)
        parts = entry.actions, entry.reports, known, entry.bids, entry.session.review
        days = _last_days(context, [*entry.actions, *known.values()])
        return context.kept(("rest", entry.stem), partial(story.rest, p, *parts), *parts, days)

    return context.page(
        "session",
        f"sessions/{entry.stem}/",
        context.session_title(entry.stem),
        section=_("Sessions"),
        until=entry.last_day,
        entry=entry,
        session=entry.session,
        attendance=attendance,
        facilitators=entry.facilitators,
        summary=_summary(context, entry),
        jumps=_jumps(context, entry),
        turn_facts=[_turn_facts(context, place, turn) for place, turn in enumerate(entry.turns, 1)],
        turn_told=turn_told,
        rest_told=rest_told,
        before=context.told[place - 1].stem if place else None,
        after=context.told[place + 1].stem if place + 1 < len(context.told) else None,
    )


def _summary(context: PageContext, entry: SessionEntry) -> str:
    """What came out of the day, in one sentence."""
    who = context.names([turn.turn.presenter for turn in entry.turns])
    turns = _("%(names)s had a turn.") % {"names": who} if who else _("Nobody had a turn.")
    if not context.writes_actions:
        return _("Who was there is all that is written down, as the set agreed.")
    made, done = made_and_done(entry)
    if not made:
        return " ".join((turns, _("No actions came of it.")))
    actions = ngettext("%(num)d action came of it", "%(num)d actions came of it", made) % {"num": made}
    state = _("not done yet") if not done else _("all done") if done == made else _("%(num)d done") % {"num": done}
    return f"{turns} {actions}, {state}."


def _jumps(context: PageContext, entry: SessionEntry) -> list[tuple[str, str]]:
    """The parts of the page: anchor and words."""
    jumps = [(f"turn-{place}", _("%(name)s’s turn") % {"name": context.brief(turn.turn.presenter)}) for place, turn in enumerate(entry.turns, 1)]
    jumps += [("further-actions", _("Outside a turn"))] if entry.actions else []
    jumps += [("report-backs", _("Report-backs"))] if entry.reports else []
    jumps += [("what-everyone-brought", _("What everyone brought"))] if entry.bids else []
    return [*jumps, ("who-was-there", _("Who was there"))]


def _turn_facts(context: PageContext, place: int, entry: TurnEntry) -> str:
    """Which turn it was, and how long, in one line."""
    facts = [[_("First turn"), _("Second turn"), _("Third turn")][place - 1] if place <= 3 else _("Turn %(number)d") % {"number": place}]
    seen = entry.agreed or context.facilitating
    if seen and entry.turn.minutes:
        facts.append(ngettext("%(num)d minute", "%(num)d minutes", entry.turn.minutes) % {"num": entry.turn.minutes})
    if seen and context.facilitating and entry.turn.minutes_used:
        facts.append(_("%(num)d used") % {"num": entry.turn.minutes_used})
    return " · ".join(facts)

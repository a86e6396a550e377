"""The airtime page: who has had a turn, and who waits? A prompt for the group, never a league table."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from markupsafe import Markup

from ..records.ledger import AirtimeRow, Cell, SessionEntry
from ..words import _
from .context import PageContext
from .page import Page

__all__ = ["airtime", "pulse"]

_PULSE = 5


def airtime(context: PageContext) -> Page:
    """The page of who waits, the picture and the table."""
    ledger = context.ledger
    rows = [row for row in ledger.airtime if row.attended or row.turns or row.bids]
    columns = [_("Sessions"), _("Turns")]
    held = any(row.standing for row in rows)
    columns += [_("Topics waiting")] if held else []
    columns.append(_("Sessions since the last turn"))
    if context.facilitating:
        columns += [_("Minutes given"), _("Minutes used"), _("Balance")]
    return context.page(
        "airtime",
        "airtime/",
        _("Who has had a turn"),
        wide=True,
        lead=_waiting(context)
        if context.file.airtime != "equal"
        else _("Everybody who comes has a turn of the same length. This page helps you see whether that evens out; the group decides."),
        held=ledger.held,
        legend=_legend(context, context.past),
        picture=_picture(context, context.past) if context.past else None,
        since=context.view.since,
        columns=columns,
        rows=[(row.person, _cells(context, row, held=held)) for row in rows],
        balance_words=_(
            "Balance: minutes had, less a fair share of each session’s minutes. Above zero has had more than a fair share."
        )
        if context.file.airtime == "equal"
        else _(
            "Balance: turns had, less a fair share of each session’s turns among those who could have had one. Below zero waits."
        ),
    )


def pulse(context: PageContext) -> tuple[Markup, list[tuple[Markup, str]], str]:
    """The picture of the last few sessions for the home page, its key, and what it says in a sentence."""
    recent = context.past[-_PULSE:]
    return _picture(context, recent), _legend(context, recent), _waiting(context)


def _legend(context: PageContext, entries: Sequence[SessionEntry]) -> list[tuple[Markup, str]]:
    from .picture import cell_words, legend_mark

    shown = {cell for entry in entries for cell in context.ledger.picture.get(entry.stem, {}).values()}
    marks: tuple[Cell, ...] = ("turn", "asked", "there", "away", "facilitated")
    return [(legend_mark(cell), cell_words(cell)) for cell in marks if cell in shown]


def _waiting(context: PageContext) -> str:
    """Who waits, in a sentence."""
    if not context.past or not context.writes_actions:
        return _("The group decides who has a turn; this page helps it to remember.")
    waiting = list(dict.fromkeys(bid.member for bid in context.ledger.held))
    if not waiting:
        return _("Nobody has a topic waiting. The group decides; this only helps it to remember.")
    if len(waiting) == 1:
        return _("%(name)s has a topic waiting. The group decides; this only helps it to remember.") % {"name": context.brief(waiting[0])}
    return _("%(names)s have a topic waiting. The group decides; this only helps it to remember.") % {"names": context.names(waiting)}


def _cells(context: PageContext, row: AirtimeRow, *, held: bool) -> list[str]:
    since = _no_turn(context) if row.since_last_turn is None else str(row.since_last_turn)
    cells = [str(row.attended), str(row.turns), *([str(row.standing)] if held else []), since]
    if context.facilitating:
        cells += [str(row.minutes_allocated), str(row.minutes_used), _signed(row.balance)]
    return cells


def _signed(balance: Fraction) -> str:
    rounded = round(float(balance), 1)
    return "0" if rounded == 0 else f"{rounded:+.1f}".replace("-", "−")


def _no_turn(context: PageContext) -> str:
    """What stands where a person has had no turn that this view knows of: who joined later reads nothing from before, and some of
    the record may be gone, its time being up."""
    if context.view.since:
        return _("none since you joined")
    return _("none in what is kept") if context.ledger.forgotten else _("no turn yet")


def _picture(context: PageContext, entries: Sequence[SessionEntry]) -> Markup:
    from .picture import Column, airtime_picture

    pictured, when = context.ledger.picture, context.when
    columns = [
        Column(when.corner(entry.session.date), when.plain(entry.session.date), pictured.get(entry.stem, {}), entry.last_day)
        for entry in entries
    ]
    names = {row.person: context.brief(row.person) for row in context.ledger.airtime}
    made = partial(airtime_picture, columns, names, caption=_("Who had a turn, session by session, newest last"))
    return context.kept(("picture", len(columns)), made, columns, names)

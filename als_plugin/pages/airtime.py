"""The airtime page: who has had a turn, and who waits? A prompt for the group, never a league table."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

from ..records.ledger import AirtimeRow, SessionEntry
from ..words import _
from .context import PageContext
from .page import Page

__all__ = ["airtime", "pulse"]

_PULSE = 5


def airtime(context: PageContext) -> Page:
    """The page of the picture and the table."""
    from .picture import cell_words, legend_mark

    ledger = context.ledger
    columns = [_("Sessions"), _("Turns"), _("Bids held"), _("Sessions since the last turn")]
    if context.facilitating:
        columns += [_("Minutes given"), _("Minutes used"), _("Balance")]
    shown = {cell for row in ledger.picture.values() for cell in row.values()}
    return context.page(
        "airtime",
        "airtime/",
        _("Airtime"),
        wide=True,
        lead=_(
            "Everybody who comes has a turn of the same length. This page helps you see whether that evens out; the group decides."
        )
        if context.file.airtime == "equal"
        else _(
            "Not everything can be worked on each time, so a set balances over its sessions. This page helps you see who waits; "
            "the group decides."
        ),
        held=ledger.held,
        legend=[
            (legend_mark(cell), cell_words(cell)) for cell in ("turn", "asked", "there", "away", "facilitated") if cell in shown
        ],
        picture=_picture(context, context.past, "airtime") if context.past else None,
        columns=columns,
        rows=[(row.person, _cells(context, row)) for row in ledger.airtime],
        balance_words=_(
            "Balance: minutes had, less a fair share of each session’s minutes. Above zero has had more than a fair share."
        )
        if context.file.airtime == "equal"
        else _(
            "Balance: turns had, less a fair share of each session’s turns among those who could have had one. Below zero waits."
        ),
    )


def pulse(context: PageContext) -> Markup:
    """The small picture of the last few sessions, for the home page."""
    return _picture(context, context.past[-_PULSE:], "pulse")


def _cells(context: PageContext, row: AirtimeRow) -> list[str]:
    since = _("no turn yet") if row.since_last_turn is None else str(row.since_last_turn)
    cells = [str(row.attended), str(row.turns), str(row.standing), since]
    if context.facilitating:
        cells += [str(row.minutes_allocated), str(row.minutes_used), _signed(row.balance)]
    return cells


def _signed(balance: Fraction) -> str:
    rounded = round(float(balance), 1)
    return "0" if rounded == 0 else f"{rounded:+.1f}".replace("-", "−")


def _picture(context: PageContext, entries: Sequence[SessionEntry], key: str) -> Markup:
    from .picture import Row, airtime_picture

    names = {row.person: context.name(row.person) for row in context.ledger.airtime}
    pictured = context.ledger.picture
    rows = [
        Row(context.when.short(entry.session.date), pictured.get(entry.stem, {}), entry.last_day) for entry in reversed(entries)
    ]
    turns = _("; ").join(_turns(context, entry) for entry in reversed(entries))
    return airtime_picture(
        rows,
        names,
        key=key,
        title=_("Who had a turn, session by session, newest first"),
        description=_("Turns: %(turns)s.") % {"turns": turns},
    )


def _turns(context: PageContext, entry: SessionEntry) -> str:
    had = ", ".join(context.name(person) for person, cell in context.ledger.picture.get(entry.stem, {}).items() if cell == "turn")
    return _("%(date)s: %(names)s") % {"date": context.when.plain(entry.session.date), "names": had or _("nobody")}

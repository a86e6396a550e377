"""Sessions drawn as a table, made into a record.

            amara        ben    cleo         dai
    01-14   turn         held   there        away
    02-25   there        turn   withdrawn    facilitates

One row a session (of 2026), one column a member. A cell: `turn` (with a chosen bid), `turn:40` (minutes used),
`turn-only` (a turn without a bid that day), `held`, `not_chosen`, `withdrawn`, `there`, `part`, `away`,
`facilitates`, `-` (no member yet or any more), several joined by `+`. A row whose date ends in `?` is a draft.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from als_plugin.records import Attendance, Bid, Member, Retention, Session, SetFile, SetRecord, Turn, View, ledger, project

TODAY = dt.date(2026, 11, 23)
MEMBERS, FACILITATOR = View("members"), View("facilitator")


def drawn(picture: str, *, headline: str | None = "{member}'s topic", **fields) -> SetRecord:
    """The record in a picture; `fields` go into its `set.yml`."""
    rows = [line.split() for line in picture.strip().splitlines() if line.strip()]
    names, rows = rows[0], rows[1:]
    members = fields.pop("members", None) or tuple(Member(id=name, name=name.title()) for name in names)
    sessions = {}
    for day, *cells in rows:
        stem = f"2026-{day.rstrip('?')}"
        sessions[stem] = _session(stem, dict(zip(names, cells, strict=True)), headline, draft=day.endswith("?"))
    agreement = fields.pop("agreement", {"record": "suggestions", "presenter_agrees": False})
    fields = {"retention": Retention(keep_months=24), **fields}
    return SetRecord(
        id="riverside", file=SetFile(name="Riverside", members=members, agreement=agreement, **fields), sessions=sessions
    )


def _session(stem: str, cells: dict[str, str], headline: str | None, *, draft: bool) -> Session:
    lists: dict[str, list[str]] = {"present": [], "part": [], "apologies": []}
    bids, turns, facilitators = [], [], []
    for name, cell in cells.items():
        for token in cell.split("+"):
            word, _, minutes = token.partition(":")
            if word == "-":
                continue
            where = {"away": "apologies", "part": "part"}.get(word, "present")
            if not any(name in listed for listed in lists.values()):
                lists[where].append(name)
            title = headline.format(member=name) if headline else None
            if word == "facilitates":
                facilitators.append(name)
            if word in ("turn", "turn-only"):
                turns.append(Turn(presenter=name, minutes_used=int(minutes) if minutes else None))
            if word in ("turn", "held", "not_chosen", "withdrawn"):
                bids.append(Bid(member=name, headline=title, outcome="chosen" if word == "turn" else word))
    return Session(
        date=dt.date.fromisoformat(stem[:10]), status="draft" if draft else "published", facilitator=tuple(facilitators),
        attendance=Attendance(**{key: tuple(value) for key, value in lists.items()}), topics=tuple(bids), turns=tuple(turns))  # fmt: skip


def shown(record: SetRecord, view: View = MEMBERS, today: dt.date = TODAY):
    """The ledger of a record as a view has it."""
    return ledger(project(record, view, today=today), view, today=today)


def table(record: SetRecord, *columns: str, view: View = MEMBERS, today: dt.date = TODAY) -> str:
    """The airtime as a table of these columns."""
    lines = []
    for row in shown(record, view, today).airtime:
        cells = (getattr(row, column) for column in columns)
        lines.append(" ".join([row.person, *("-" if cell is None else str(Fraction(cell)) for cell in cells)]))
    return "\n".join(lines)


def same(text: str) -> str:
    """A table as it is compared: blanks aside."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())

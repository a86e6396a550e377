"""What holds for whatever is thrown at the records."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from als_plugin.errors import AlsError, Errors
from als_plugin.records import (
    Action,
    Agreement,
    Attendance,
    Bid,
    Facilitator,
    Member,
    Report,
    Retention,
    Session,
    SetFile,
    SetRecord,
    Suggestion,
    Turn,
    View,
    ledger,
    load_set,
    project,
)
from als_plugin.records.nodes import compose
from als_plugin.records.source import text_of

from .cases import SET, TODAY, write

NAMES = ("amara", "ben", "cleo", "dai")
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Files that are nearly records: fragments of the language, put together in any order.
FRAGMENTS = st.sampled_from([
    "name", "members", "id", "date", "status", "turns", "presenter", "draft", "2026-01-14", "amara", "12:30", ":", ": ", "- ", "\n",
    "\n  ", "\n    ", "[", "]", "{", "}", ", ", "'", '"', "|", ">", "#", " #", "&a", "*a", "!", "!!int", "---", "...", "%", "@", "`",
    "?", "\t", "\0", "é", "\u2028", "\\", "~", "<<", "0", "-1", "true",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(FRAGMENTS, max_size=40).map("".join))


def told(text: str | bytes, path: str) -> str | None:
    """What the loader says of a set in which one file holds this; anything but an AlsError passes through."""
    with tempfile.TemporaryDirectory() as root:
        files: dict[str, str | bytes] = {"set.yml": SET}
        files[path] = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        try:
            load_set(write(Path(root), files), shown="sets/riverside", today=TODAY, expired="warn")
        except Errors as errors:
            return str(errors)
    return None


@QUICK
@given(st.one_of(TEXTS, st.binary(max_size=60)), st.sampled_from(["set.yml", "sessions/2026-01-14.yml"]))
def test_the_loader_raises_nothing_but_its_own_errors(text, path):
    said = told(text, path)
    for line in (said or "").splitlines():
        assert line.startswith("sets/riverside/")
        assert "; " in line
        assert not any(word in line for word in ("Traceback", "pydantic", "Input should", "validation error"))


@QUICK
@given(st.integers(0, len(SET)), FRAGMENTS)
def test_a_slip_in_a_good_file_is_read_or_told(place, slip):
    told(SET[:place] + slip + SET[place:], "set.yml")


@QUICK
@given(TEXTS)
def test_both_parsers_find_the_same_tree(text):
    def plain(node):
        # Where nothing is written, the two differ on where the nothing stands.
        spot = () if node.empty else (node.line, node.column)
        return (node.kind, node.text, node.plain, *spot, [plain(each) for each in node.items],
                [(plain(key), plain(value)) for key, value in node.pairs])  # fmt: skip

    def tree(parser):
        try:
            return plain(compose(text_of(text.encode("utf-8", "surrogatepass"), "x.yml"), "x.yml", parser=parser))
        except AlsError:
            return None

    slow, fast = tree(yaml.SafeLoader), tree(None)
    if slow is not None and fast is not None:
        assert slow == fast


# Records: anything that the model allows, sound or not; views must hide whatever is there.
person = st.sampled_from(NAMES)
counter = st.integers(0, 10**6)


@st.composite
def records(draw) -> SetRecord:
    """A set of four with some sessions; every text is unique and says who may read it."""
    presenter_agrees = draw(st.booleans())
    self_facilitated = draw(st.booleans())
    first = dt.date(2026, 1, 1)
    days = sorted(draw(st.sets(st.integers(0, 300), max_size=5)))
    made: list[str] = []
    sessions = {}
    for number, day in enumerate(days):
        date = first + dt.timedelta(days=day)
        status = draw(st.sampled_from(["published", "published", "published", "draft"]))
        session = draw(one_session(date, status, tuple(made), number, presenter_agrees))
        sessions[date.isoformat()] = session
        made += [f"{date}/{action.id}" for action in session.actions] + [
            f"{date}/{a.id}" for turn in session.turns for a in turn.actions
        ]
    file = SetFile(
        name="Riverside",
        facilitator=() if self_facilitated else (Facilitator(id="ros", name="Ros"),),
        members=tuple(Member(id=name, name=name.title()) for name in NAMES),
        agreement=Agreement(
            record="suggestions", presenter_agrees=presenter_agrees, attribute_suggestions=draw(st.booleans())),
        retention=Retention(keep_months=draw(st.integers(1, 24))),
        airtime=draw(st.sampled_from(["bid", "equal"])),
    )  # fmt: skip
    return SetRecord(id="riverside", file=file, sessions=sessions)


@st.composite
def one_session(draw, date, status, made, number, presenter_agrees) -> Session:
    draft = status == "draft"
    there = draw(st.lists(person, unique=True))
    titles = st.sampled_from([None, *(f"topic {each}" for each in range(3))])
    turns = []
    for place in range(draw(st.integers(0, 3))):
        agreed = draw(st.booleans())
        mark = "HIDDEN" if draft or presenter_agrees and not agreed else "shown"
        turns.append(Turn(
            presenter=draw(person), minutes=draw(st.none() | st.integers(1, 90)), agreed_on=date if agreed else None,
            topic=draw(st.none() | st.just(f"{mark} topic {number}.{place}")), scenario=f"{mark} scenario",
            suggestions=(Suggestion(text=f"{mark} suggestion", by=draw(person)),),
            actions=tuple(Action(do=f"{mark} do", id=f"a{number}-{place}-{each}", owner=draw(person)) for each in range(draw(st.integers(0, 2)))),
        ))  # fmt: skip
    hidden_ids = {action.id for turn in turns if "HIDDEN" in (turn.scenario or "") for action in turn.actions}
    topics = tuple(
        Bid(member=draw(person), headline=draw(titles), outcome=draw(st.sampled_from([None, "chosen", "held", "withdrawn", "not_chosen"])))
        for _ in range(draw(st.integers(0, 4))))  # fmt: skip
    about = [each for each in made if each.split("/")[1] not in hidden_ids]
    reports = tuple(
        Report(member="amara", status=draw(st.sampled_from(["open", "done", "changed", "dropped"])), action=action, learned="something")
        for action in about if draw(st.booleans()))  # fmt: skip
    return Session(
        date=date, status=status, attendance=Attendance(present=tuple(there)), topics=topics, turns=tuple(turns), reports=reports,
        facilitator=tuple(draw(st.lists(person, max_size=1))), notes="HIDDEN notes")  # fmt: skip


views = st.builds(
    View,
    st.sampled_from(["members", "facilitator"]),
    st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
)
days = st.dates(dt.date(2026, 1, 1), dt.date(2027, 6, 1))


@QUICK
@given(records(), views, days)
def test_each_sessions_balances_sum_to_nothing(record, view, today):
    seen = project(record, view, today=today)
    assert sum(row.balance for row in ledger(seen, view, today=today).airtime) == 0
    for stem, session in seen.sessions.items():
        # A session alone, too: the sum over all hides nothing.
        alone = seen.model_copy(update={"sessions": {stem: session}})
        assert sum(row.balance for row in ledger(alone, view, today=today).airtime) == 0


@QUICK
@given(records(), views, days)
def test_projecting_twice_is_projecting_once(record, view, today):
    once = project(record, view, today=today)
    assert project(once, view, today=today) == once
    assert ledger(project(once, view, today=today), view, today=today) == ledger(once, view, today=today)


@QUICK
@given(records(), views, days)
def test_members_read_nothing_hidden(record, view, today):
    members = View("members", view.since)
    seen = project(record, members, today=today)
    assert "HIDDEN" not in seen.model_dump_json()
    assert "HIDDEN" not in repr(ledger(seen, members, today=today))
    if view.since:
        assert all(session.date >= view.since for session in seen.sessions.values())


@QUICK
@given(records(), days)
def test_no_headline_tells_what_a_turn_not_agreed_was_about(record, today):
    seen = project(record, View("members"), today=today)
    if not record.file.agreement.presenter_agrees:
        return
    bids = [bid for session in seen.sessions.values() for bid in session.topics]
    for session in seen.sessions.values():
        for turn in (turn for turn in session.turns if turn.agreed_on is None):
            assert turn.model_dump(exclude_defaults=True, exclude={"thread"}) == {"presenter": turn.presenter}
            assert not any(bid.headline for bid in bids if bid.thread == turn.thread and turn.thread is not None)
            told = {each.thread for each in session.turns if each.agreed_on}
            mine = [bid for bid in session.topics if bid.member == turn.presenter and bid.outcome == "chosen"]
            assert not any(bid.headline for bid in mine if bid.thread not in told)


@QUICK
@given(records(), views, days)
def test_what_a_ledger_says_agrees_with_itself(record, view, today):
    found = ledger(project(record, view, today=today), view, today=today)
    known = {action.id for action in found.actions}
    for entry in found.sessions:
        assert {report.action for report in entry.reports if report.action} <= known
        assert len(entry.bids) == len(entry.session.topics) and len(entry.turns) == len(entry.session.turns)
    for row in found.airtime:
        assert row.bids == row.chosen + row.held + row.not_chosen + row.withdrawn
    assert sum(row.turns for row in found.airtime) == sum(
        len(entry.turns) for entry in found.sessions if entry.session.status == "published"
    )

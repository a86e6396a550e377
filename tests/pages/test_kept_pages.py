"""What was kept, from one save to the next or from one view to the next, is what would be made anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from als_plugin.pages import Handbook, make_pages
from als_plugin.records import Kept, SetRecord, View, ledger, load_set, project

TODAY = dt.date(2026, 11, 29)
SETS = Path(__file__).parents[2] / "sets"


def _pages(record: SetRecord, view: View, kept: Kept | None = None, today: dt.date = TODAY) -> Handbook:
    kept = kept or Kept()
    kept.begin()
    return make_pages(ledger(project(record, view, today=today, kept=kept), view, today=today, kept=kept), view, kept=kept)


def _saves(record: SetRecord) -> list[SetRecord]:
    """The record as it is after one thing and another was saved."""
    found = [record, record.model_copy(update={"file": record.file.model_copy(update={"members": tuple(
        each.model_copy(update={"name": f"{each.name} Renamed"}) for each in record.file.members
    )})})]
    for stem, session in record.sessions.items():
        others = {each: one for each, one in record.sessions.items() if each != stem}
        found.append(record.model_copy(update={"sessions": others}))
        later = session.model_copy(update={
            "reports": tuple(each.model_copy(update={"did": "Something else.", "status": "done"}) for each in session.reports),
            "turns": tuple(each.model_copy(update={"topic": "Another topic"}) for each in session.turns),
        })
        found.append(record.model_copy(update={"sessions": {**others, stem: later}}))
        draft = session.model_copy(update={"status": "draft"})
        found.append(record.model_copy(update={"sessions": {**others, stem: draft, f"{stem}-z": session}}))
    return found


@pytest.mark.parametrize("set_id", ["harbour", "northgate", "riverside"])
@pytest.mark.parametrize("view", [View("facilitator"), View("members")], ids=lambda view: view.audience)
def test_a_kept_page_is_the_page_made_anew(set_id: str, view: View) -> None:
    record = load_set(SETS / set_id, today=TODAY, expired="warn")
    kept = Kept()
    for number, saved in enumerate(_saves(record)):
        today = TODAY + dt.timedelta(days=40 * (number % 3))
        assert _pages(saved, view, kept, today) == _pages(saved, view, today=today)


def _told_in_part(record: SetRecord) -> SetRecord:
    """The record with notes, names of who suggested, a draft, and turns of which every second one is not agreed."""
    agreement = record.file.agreement.model_copy(update={"presenter_agrees": True, "attribute_suggestions": False})
    sessions = {}
    for number, (stem, session) in enumerate(record.sessions.items()):
        turns = tuple(
            turn.model_copy(update={
                "agreed_on": session.date if (number + place) % 2 else None,
                "suggestions": tuple(each.model_copy(update={"by": turn.presenter}) for each in turn.suggestions),
            })
            for place, turn in enumerate(session.turns)
        )
        sessions[stem] = session.model_copy(update={"turns": turns, "notes": f"Seen on {stem}."})
    if sessions:
        sessions[stem] = sessions[stem].model_copy(update={"status": "draft"})
    return record.model_copy(update={"file": record.file.model_copy(update={"agreement": agreement}), "sessions": sessions})


@pytest.mark.parametrize("set_id", ["harbour", "northgate", "riverside"])
def test_views_that_share_what_is_equal_show_what_each_shows_alone(set_id: str) -> None:
    record = load_set(SETS / set_id, today=TODAY, expired="warn")
    dates = [session.date for session in record.sessions.values()]
    views = [View("facilitator"), View("members"), *(View("members", since) for since in dates[1::2]), View("facilitator", dates[-1] if dates else None)]
    for saved in (record, _told_in_part(record)):
        alone = {view: _pages(saved, view) for view in views}
        for order in (views, views[::-1]):
            kept = Kept()
            for view in order:
                assert _pages(saved, view, kept) == alone[view]


def test_only_what_a_save_concerns_is_made_anew() -> None:
    record = load_set(SETS / "riverside", today=TODAY, expired="warn")
    kept = Kept()
    before = {page.path: page for page in _pages(record, View("facilitator"), kept).pages}
    stem, session = next(iter(record.sessions.items()))
    changed = record.model_copy(update={"sessions": {**record.sessions, stem: session.model_copy(update={"notes": "Seen again."})}})
    after = {page.path: page for page in _pages(changed, View("facilitator"), kept).pages}
    anew = {path for path in after if path.startswith("sessions/") and path != "sessions/" and after[path] is not before[path]}
    assert anew == {f"sessions/{stem}/"}

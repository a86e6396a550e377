"""Which views a build has, and who may look at which."""

from __future__ import annotations

import datetime as dt

from als_plugin.records import View
from als_plugin.site.sets.views import also, views_of

DAY = dt.date(2026, 2, 11)


def test_beside_a_facilitators_view_stands_the_members_of_the_same_time() -> None:
    assert views_of([View("members", None)]) == [View("members", None)]
    assert views_of([View("facilitator", None)]) == [View("facilitator", None), View("members", None)]
    views = views_of([View("members", None), View("facilitator", DAY), View("members", None)])
    assert views == [View("facilitator", DAY), View("members", None), View("members", DAY)]
    # Nothing from before the facilitator's own time, nor of another facilitator's.
    assert [also(view, views) for view in views] == [(2,), (), ()]


def test_a_facilitator_reads_as_any_member_of_their_own_time_and_never_as_another_facilitator() -> None:
    early, late = dt.date(2026, 1, 1), dt.date(2026, 6, 1)
    views = views_of([*(View("members", since) for since in (None, early, DAY, late)), View("facilitator", None), View("facilitator", DAY)])
    carried = {view.since: {views[place] for place in also(view, views)} for view in views if view.audience == "facilitator"}
    assert carried[None] == {View("members", since) for since in (None, early, DAY, late)}
    assert carried[DAY] == {View("members", DAY), View("members", late)}
    assert all(also(view, views) == () for view in views if view.audience == "members")

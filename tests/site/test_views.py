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
    assert [also(view, views) for view in views] == [(2,), (), ()]

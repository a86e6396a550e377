"""The airtime picture: a table that pointer, keyboard and screen reader can read."""

from __future__ import annotations

import datetime as dt

from als_plugin.pages.picture import Column, airtime_picture, cell_words, legend_mark

NAMES = {"amara": "Amara", "ben": "Ben", "gone": "Gone"}




def test_every_mark_has_words_and_a_shape() -> None:
    for cell in ("turn", "asked", "there", "away", "facilitated"):
        column = Column(("14", "Jan"), "14 January 2026", {"amara": cell}, None)
        html = airtime_picture([column], NAMES, caption="Turns")
        assert f'class="als-d als-d--{cell}" title="{cell_words(cell)}"' in html
        assert f'<span class="als-unseen">{cell_words(cell)}</span>' in html
        assert 'aria-hidden="true"' in legend_mark(cell)


def test_rows_are_people_and_who_was_never_there_has_none() -> None:
    html = airtime_picture([Column(("14", "Jan"), "14 January 2026", {"amara": "turn"}, None)], NAMES, caption="Turns")
    assert 'data-row="amara"' in html and 'data-row="ben"' not in html


def test_a_column_goes_with_its_session() -> None:
    column = Column(("14", "Jan"), "14 January 2026", {"amara": "turn"}, dt.date(2027, 1, 14))
    html = airtime_picture([column], NAMES, caption="Turns")
    assert html.count('data-until="2027-01-14"') == 2


def test_names_are_text() -> None:
    html = airtime_picture([Column(("14", "Jan"), "14 January 2026", {"x": "turn"}, None)], {"x": "<b>X"}, caption="Turns")
    assert "<b>" not in html and "&lt;b&gt;X" in html

"""The airtime picture."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from als_plugin.pages import make_pages
from als_plugin.pages.picture import Row, airtime_picture, cell_words
from als_plugin.records.view import View

from .hand_made import made_ledger

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [
    Row("11 Feb", {"a": "turn", "b": "asked", "c": "there"}, dt.date(2027, 2, 11)),
    Row("14 Jan", {"a": "away", "b": "facilitated", "c": ""}, None),
]


def draw(names: dict[str, str]) -> ElementTree.Element:
    """The picture, parsed."""
    return ElementTree.fromstring(airtime_picture(ROWS, names, key="k", title="T & <t>", description='D "d"'))


def test_each_place_has_its_mark() -> None:
    picture = draw({"a": "Ada", "b": "Bo", "c": "Cy"})
    rows = picture.findall(f"{SVG}g")
    marks = [[mark.get("class") for mark in row if (mark.get("class") or "").startswith("als-mark")] for row in rows]
    assert marks == [["als-mark-turn", "als-mark-asked", "als-mark-there"], ["als-mark-away", "als-mark-facilitated"]]
    assert [row.get("data-until") for row in rows] == ["2027-02-11", None]


def test_it_says_what_it_is() -> None:
    picture = draw({"a": "Ada"})
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "k-title k-desc"
    assert picture.findtext(f"{SVG}title") == "T & <t>"
    assert picture.findtext(f"{SVG}desc") == 'D "d"'


def test_names_are_short_and_told_apart() -> None:
    picture = draw({"a": "Ada <b>Lake</b>", "b": "Ada Moor", "c": "Bartholomew-Christopher Reed"})
    names = [text.text for text in picture.findall(f"{SVG}text")]
    assert names == ["Ada <", "Ada M", "Bartholomew…"]


def test_every_cell_has_words() -> None:
    for cell in ("turn", "asked", "there", "away", "facilitated", ""):
        assert cell_words(cell)


def test_the_description_tells_the_turns() -> None:
    html = make_pages(made_ledger(), View("members")).page("airtime/").html
    assert "11 March 2026: Ben Holt; 11 February 2026: Chloe Adair; 14 January 2026: Amara Okafor, Ben Holt." in html

"""Addresses, links, ids, titles, navigation: nothing leads nowhere, and titles carry dates, never topics."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from als_plugin.pages import GUIDES, Handbook, make_pages
from als_plugin.records.view import View

from .hand_made import made_ledger, new_ledger
from .reading import Reading, target

HANDBOOKS = {
    "members": make_pages(made_ledger(), View("members")),
    "facilitator": make_pages(made_ledger(), View("facilitator")),
    "new": make_pages(new_ledger(), View("members")),
}


@pytest.fixture(params=HANDBOOKS)
def handbook(request: pytest.FixtureRequest) -> Handbook:
    return HANDBOOKS[request.param]


def test_every_link_leads_somewhere(handbook: Handbook) -> None:
    ids = {page.path: set(Reading(page.html).ids) for page in handbook.pages}
    for page in handbook.pages:
        for link in Reading(page.html).values("href", "src", "data-als-all-file"):
            if re.match(r"https://|mailto:", link):
                continue
            path, fragment = target(page.path, link)
            assert path in ids or path in GUIDES or path in handbook.files, f"{link} on {page.path or 'home'} leads to {path}"
            assert not fragment or fragment in ids[path], f"{link} on {page.path or 'home'} has no target"


def test_ids_are_unique_and_links_are_relative(handbook: Handbook) -> None:
    for page in handbook.pages:
        read = Reading(page.html)
        assert len(read.ids) == len(set(read.ids)), page.path
        assert not [link for link in read.values("href") if link.startswith("/")]
        for labelled in read.values("aria-labelledby", "aria-describedby"):
            assert set(labelled.split()) <= set(read.ids)


def test_headings_are_the_pages_own(handbook: Handbook) -> None:
    for page in handbook.pages:
        levels = [int(tag[1]) for tag, _attrs in Reading(page.html).elements if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below - above <= 1 for above, below in itertools.pairwise(levels)), page.path
        assert {heading.id for heading in page.headings} <= set(Reading(page.html).ids)
        assert all(heading.text and "<" not in heading.text for heading in page.headings)


def test_no_script_style_or_form_that_sends(handbook: Handbook) -> None:
    for page in handbook.pages:
        read = Reading(page.html)
        tags = {tag for tag, _attrs in read.elements}
        assert not tags & {"script", "style", "iframe", "base", "link", "meta"}
        assert not read.values("style", "action", "onclick", "onchange")


def test_titles_carry_dates_never_topics() -> None:
    titles = [page.title for page in HANDBOOKS["facilitator"].pages]
    assert titles == [
        "Home",
        "Prepare",
        "Sessions",
        "14 January 2026",
        "11 February 2026",
        "11 March 2026",
        "Actions",
        "Who has had a turn",
        "What we have learned",
        "The set",
        "Run the session",
        "Your own turn",
    ]


def test_navigation() -> None:
    assert HANDBOOKS["members"].navigation == [
        {"Home": ""},
        {"Prepare": "prepare/"},
        {
            "Sessions": [
                "sessions/",
                {"11 Mar 2026": "sessions/2026-03-11/"},
                {"11 Feb 2026": "sessions/2026-02-11/"},
                {"14 Jan 2026": "sessions/2026-01-14/"},
            ]
        },
        {"Actions": "actions/"},
        {"The set": ["set/", {"Who has had a turn": "airtime/"}, {"What we have learned": "learning/"}]},
    ]
    assert {"Sessions": ["sessions/"]} in HANDBOOKS["new"].navigation


def test_attachments_are_relative_to_their_page() -> None:
    january, *others = made_ledger().sessions
    turn = replace(january.turns[0], turn=january.turns[0].turn.model_copy(update={"scenario": "![map](files/map.png)"}))
    ledger = made_ledger(sessions=(replace(january, turns=(turn,)), *others))
    handbook = make_pages(ledger, View("members"))
    assert handbook.attachments == {"files/map.png"}
    assert "../../files/map.png" in Reading(handbook.page("sessions/2026-01-14/").html).values("src")


def test_the_same_ledger_gives_the_same_handbook() -> None:
    assert make_pages(made_ledger(), View("members")) == HANDBOOKS["members"]

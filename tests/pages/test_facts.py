"""The set's facts for the guidance: complete, safe in Markdown, with a general wording where there is no set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown import Markdown

from als_plugin.pages import facts
from als_plugin.records.model import Agreement, Member, Stage
from als_plugin.records.process import process_name, speaks, stages, turn_minutes
from als_plugin.records.view import View

from .hand_made import made_ledger, new_ledger, set_file
from .reading import Reading

LIST = Path(__file__).parents[2] / "docs" / "hosts" / "making-the-guidance-your-own.md"
KNOWN, GENERAL = facts(made_ledger(), View("members"))["set"], facts(None)["set"]
INLINE = {
    "name",
    "facilitator",
    "size",
    "next_session",
    "process",
    "turn_minutes",
    "turns",
    "record",
    "keep",
    "review_on",
    "privacy_contact",
    "airtime",
}
BLOCKS = {"purpose", "dates", "stages", "ground_rules", "confidentiality", "exceptions"}


def plain(fact: object) -> str:
    """What a reader reads of a fact."""
    return Reading(str(fact)).text


def test_the_list_of_facts_is_complete() -> None:
    told = set(re.findall(r"\bset\.([a-z_]+)", LIST.read_text("utf-8"))) - {"yml"}
    assert told == set(KNOWN) == set(GENERAL) == INLINE | BLOCKS | {"known", "self_facilitated"}


@pytest.mark.parametrize(
    ("name", "known", "general"),
    [
        ("name", "Riverside managers", "your set"),
        ("facilitator", "Ines Marsh", "your facilitator"),
        ("size", "four", "four to eight"),
        ("next_session", "Wednesday 15 April 2026, 14:00 to 17:00, The Old Library", "the next session"),
        ("turns", "two or three", "two or three"),
        ("turn_minutes", "35", "35"),
        ("keep", "for 12 months after each session", "for as long as the set agrees"),
        ("review_on", "1 June 2026", "a day that the set agrees"),
        ("privacy_contact", "privacy@example.org", "your facilitator"),
        ("confidentiality", "What is said here stays here.", GENERAL["confidentiality"]),
    ],
)
def test_facts(name: str, known: str, general: str) -> None:
    assert plain(KNOWN[name]) == known
    assert plain(GENERAL[name]) == plain(general)


def test_truths() -> None:
    assert (KNOWN["known"], GENERAL["known"]) == (True, False)
    assert (KNOWN["self_facilitated"], GENERAL["self_facilitated"]) == (False, False)
    alone = facts(made_ledger(file=set_file(facilitator=())), View("members"))["set"]
    assert alone["self_facilitated"] is True
    assert plain(alone["facilitator"]) == "the member who facilitates"


def test_before_anything_is_agreed() -> None:
    fresh = facts(new_ledger(meetings=(), purpose=None), View("members"))["set"]
    assert plain(fresh["next_session"]) == "the next session"
    assert plain(fresh["dates"]) == "The dates are not set yet."
    assert plain(fresh["ground_rules"]).startswith("The ground rules are not written down yet")
    assert plain(fresh["exceptions"]) == plain(GENERAL["exceptions"])


@pytest.mark.parametrize(
    ("turns", "words"), [((2, 3), "two or three"), ((1, 1), "one"), ((2, 4), "two to four"), ((12, 13), "twelve or 13")]
)
def test_turns_in_words(turns: tuple[int, int], words: str) -> None:
    assert plain(facts(made_ledger(file=set_file(turns_per_session=turns)), View("members"))["set"]["turns"]) == words


@pytest.mark.parametrize(
    ("contact", "phrase"),
    [
        ("Greta Lund", "Greta Lund"),
        ("Ask Ruth (ruth@example.org) to see anything about you. Or write to b@example.org.", "ruth@example.org"),
        ("Ask at the front desk. They know.", "whoever the page of your set names"),
    ],
)
def test_whom_to_ask_fits_into_a_sentence(contact: str, phrase: str) -> None:
    file = set_file(agreement=Agreement(privacy_contact=contact))
    assert plain(facts(made_ledger(file=file), View("members"))["set"]["privacy_contact"]) == phrase


NASTY = "1. *Up* & <b>down</b> | `x` {{ 7*7 }} [a](http://e.org) _b_ --8<-- :smile: ==m== # h {: #x } https://e.org \\* A*b*"


@pytest.mark.parametrize(
    "around", ["{}", "# {}\n", "- {}\n", "Before {} after.\n", "**{}**\n", "| a |\n|---|\n| {} |\n", "> {}\n"]
)
def test_inline_facts_are_text_wherever_markdown_puts_them(around: str) -> None:
    file = set_file(name=NASTY)
    fact = str(facts(made_ledger(file=file), View("members"))["set"]["name"])
    markdown = Markdown(
        extensions=[
            "tables",
            "attr_list",
            "md_in_html",
            "def_list",
            "abbr",
            "pymdownx.magiclink",
            "pymdownx.emoji",
            "pymdownx.mark",
            "pymdownx.tilde",
        ]
    )
    read = Reading(markdown.convert(around.format(fact)))
    assert NASTY in read.text
    assert not {tag for tag, _attrs in read.elements} & {"b", "a", "code", "em", "mark", "img"}


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_blocks_pass_through_markdown_as_they_are(name: str) -> None:
    text = "One.\n\n    indented\n\n- two {{ 7*7 }}\n\n```\na\n\nb\n```\n\n<div>--8<-- x</div>"
    file = set_file(
        purpose=text,
        agreement=Agreement(confidentiality=text, exceptions=text, ground_rules=(text, "**b**")),
        process=(Stage(stage="*Talk* {{ 7*7 }}", minutes=5, speaks="all"),),
    )
    fact = str(facts(made_ledger(file=file), View("members"))["set"][name])
    assert "\n" not in fact
    html = Markdown(extensions=["tables", "attr_list", "md_in_html", "pymdownx.superfences"]).convert(
        f"Before.\n\n{fact}\n\nAfter.\n"
    )
    assert fact in html
    Reading(html)


@pytest.mark.parametrize(
    ("process", "minutes"), [("suggestions", 35), ("questions", 35), ("triad", 30), ("post-it", 30), ("troika", 18)]
)
def test_built_in_processes(process: str, minutes: int) -> None:
    assert turn_minutes(process) == minutes  # type: ignore[arg-type]
    told = stages(process)  # type: ignore[arg-type]
    assert told[0].speaks == "presenter"
    assert all(speaks(stage) for stage in told)
    assert process_name(process)  # type: ignore[arg-type]


def test_a_process_of_the_sets_own() -> None:
    own = (Stage(stage="Walk & talk", minutes=12, speaks="presenter"), Stage(stage="Sit", minutes=8, speaks="group"))
    known = facts(made_ledger(file=set_file(process=own)), View("members"))["set"]
    assert plain(known["turn_minutes"]) == "20"
    assert plain(known["process"]) == "the stages that this set agreed"
    assert Reading(str(known["stages"])).text == "Walk & talk 12 minutes, the presenter speaks Sit 8 minutes, the group speaks"


def test_size_counts_todays_members() -> None:
    members = tuple(Member(id=f"m{number}", name=f"M {number}") for number in range(13))
    assert plain(facts(made_ledger(file=set_file(members=members)), View("members"))["set"]["size"]) == "13"

"""Every command that the guidance and the README show is one that the command takes."""

from __future__ import annotations

import re
import shlex
import statistics
from pathlib import Path

import click
import pytest
import yaml

from als_plugin.cli import main
from als_plugin.new.template import render

ROOT = Path(__file__).parents[2]
INLINE = re.compile(r"`(als [^`]+)`")
LINE = re.compile(r"^(?: {4}|\$ )?(als [a-z][^#\n]*)", re.MULTILINE)
BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def shown(text):
    """The commands in a Markdown text: in back quotes, in fenced blocks, in indented blocks."""
    blocks = "\n".join(BLOCK.findall(text)) + "\n" + "\n".join(line for line in text.splitlines() if line.startswith("    als "))
    return {" ".join(each.split()) for each in (*INLINE.findall(text), *LINE.findall(blocks))}


def pages():
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    found = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return {**found, "the new organisation's README": render("README.md", folder="handbook")}


COMMANDS = sorted({(command, name) for name, text in pages().items() for command in shown(text)})


def test_there_are_some():
    assert len(COMMANDS) > 15


@pytest.mark.parametrize(("command", "page"), COMMANDS)
def test_a_command_that_is_shown_is_taken(command, page):
    args = shlex.split(command)[1:]
    found, context = main, click.Context(main, info_name="als")
    args = [each for each in args if each != "--help"]
    while isinstance(found, click.Group) and args:
        found = found.get_command(context, args[0])
        assert found is not None, f"{page}: {command}"
        args = args[1:]
    if args:
        # DATE stands for a date; three dots for the rest.
        found.make_context("als", [each.replace("DATE", "2026-01-14") for each in args if each != "…"], parent=context)


def lines_of_turns(set_id):
    """How many lines each turn of a sample's records takes."""
    for path in (ROOT / "sets" / set_id / "sessions").glob("*.yml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        for key, value in yaml.compose("\n".join(lines)).value:
            for turn in value.value if key.value == "turns" else ():
                yield sum(bool(line.strip()) for line in lines[turn.start_mark.line : turn.end_mark.line])


@pytest.mark.parametrize(("set_id", "about"), [("harbour", 8), ("riverside", 40)])
def test_the_lines_that_a_turn_is_said_to_take_are_those_of_the_samples(set_id, about):
    assert abs(statistics.median(lines_of_turns(set_id)) - about) <= about / 8
    assert f"about {about}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_page_of_the_guidance_says_in_a_sentence_what_it_is():
    for path in sorted((ROOT / "docs").rglob("*.md")):
        opening = re.match(r"---\n(.*?\n)---\n", path.read_text(encoding="utf-8"), re.DOTALL)
        assert opening, path
        assert str(yaml.safe_load(opening[1])["description"]).endswith("."), path

"""What a leak audit searches for: every text of a record, cut where a page would part it."""

from __future__ import annotations

import typing

from pydantic import BaseModel

from als_plugin.records import SetRecord, load_set
from als_plugin.records.strings import LINES, NOT_TEXT, strings_of

from .conftest import SESSION, SET, write


def texts(folder):
    return strings_of(load_set(folder), folder)


def test_names_lines_sentences_and_ids(tmp_path):
    write(tmp_path, {"harbour/set.yml": SET, "harbour/sessions/2026-01-14.yml": SESSION})
    assert texts(tmp_path / "harbour") == [
        "2026-01-14/ring-estates", "A stalled tender", "Amara Obi", "Ben Wray", "Cleo Lund", "Dev Rao", "Fay Marsh", "Harbour",
        "Ring the estates team", "The rota that nobody owns", "Who could own the rota with me?", "amara", "ben", "cleo", "dev",
        "fay", "ring-estates",
    ]


def test_markdown_is_cut_where_a_page_parts_it(tmp_path):
    write(tmp_path, {
        "harbour/set.yml": SET + """    purpose: |
      We meet **because we** want to. It helps a lot!
      - first of the points
      - see [the long plan](files/plan-of-april.pdf "Plan title")

      > quoted words here
""",
        "harbour/pages/our-room.md": "# Where we sit\n\nThe key hangs by the door.\n",
        "harbour/files/plan-of-april.pdf": "x",
    })
    found = set(texts(tmp_path / "harbour"))
    assert {
        "because we", "want to.", "It helps a lot!", "first of the points", "the long plan", "files/plan-of-april.pdf",
        "quoted words here", "plan-of-april.pdf", "our-room.md", "Where we sit", "The key hangs by the door.",
    } <= found
    assert not any("**" in text or "\n" in text or text.startswith("- ") for text in found)


def test_no_setting_is_taken_for_a_text(tmp_path):
    write(tmp_path, {"harbour/set.yml": SET, "harbour/sessions/2026-01-14.yml": SESSION})
    assert not {"suggestions", "published", "Europe/London", "bid", "en"} & set(texts(tmp_path / "harbour"))


def fields(model, seen):
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        yield name, field.annotation
        for each in flat(field.annotation):
            if isinstance(each, type) and issubclass(each, BaseModel):
                yield from fields(each, seen)


def flat(kind):
    parts = typing.get_args(kind)
    return [kind] if not parts else [each for part in parts for each in flat(part)]


def test_every_list_of_choices_is_known_as_no_text():
    """A field of fixed choices that were taken for text would make the audit cry wolf."""
    for name, kind in fields(SetRecord, set()):
        if any(typing.get_origin(each) is typing.Literal for each in (kind, *typing.get_args(kind))):
            assert name in NOT_TEXT or name == "process", name
    assert not LINES & NOT_TEXT

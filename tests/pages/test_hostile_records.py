"""No text of a record reaches a page unescaped, whichever field it stands in."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from pydantic import BaseModel

from als_plugin.pages import facts, make_pages
from als_plugin.records.view import View

from .hand_made import made_ledger
from .reading import Reading

MARK = (
    '"><script>alert("als")</script><img src=x onerror=alert(1)>{{ 7*7 }}\'&%(name)s [a](javascript:alert(1)) '
    "--8<-- <b data-until=1>"
)
KEPT = {
    "id",
    "stem",
    "session",
    "member",
    "owner",
    "presenter",
    "status",
    "state",
    "outcome",
    "action",
    "by",
    "record",
    "process",
    "airtime",
    "timezone",
    "language",
    "contact",
    "link",
    "before",
    "after",
    "timekeeper",
    "set_id",
    "person",
}


def spoil(value: Any, name: str = "") -> Any:
    """The same with every free text made hostile."""
    if isinstance(value, BaseModel):
        changes = {key: spoil(getattr(value, key), key) for key in type(value).model_fields if key not in KEPT}
        return value.model_copy(update=changes)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{
                one.name: spoil(getattr(value, one.name), one.name)
                for one in fields(value)
                if one.name not in KEPT or one.name == "session" and not isinstance(value.session, str)
            },
        )
    if isinstance(value, str):
        return MARK
    if isinstance(value, tuple) and name not in {
        "with_",
        "expected",
        "present",
        "part",
        "apologies",
        "absent",
        "facilitator_ids",
    }:
        if name == "facilitator" and value and isinstance(value[0], str):
            return value
        return tuple(spoil(one, name) for one in value)
    if isinstance(value, dict) and name == "people":
        return {key: spoil(one) for key, one in value.items()}
    return value


@pytest.mark.parametrize("audience", ["members", "facilitator"])
def test_hostile_everywhere(audience: Any) -> None:
    ledger = spoil(made_ledger())
    spoiled = made_ledger()
    assert ledger.sessions[0].turns[0].turn.scenario == MARK
    assert ledger.file.name == ledger.people["amara"].name == MARK
    handbook, plain = make_pages(ledger, View(audience)), make_pages(spoiled, View(audience))
    for page in handbook.pages:
        read = Reading(page.html)
        assert "script" not in {tag for tag, _attrs in read.elements}
        assert not read.values("onerror")
        assert not [link for link in read.values("href", "src") if link.startswith("javascript")]
        assert not [value for value in read.values("data-until") if value == "1"]
        assert "49" not in read.text.replace("2049", "")
        allowed = {key for _tag, attrs in Reading(plain.page(page.path).html).elements for key in attrs} | {"rel", "href"}
        assert {key for _tag, attrs in read.elements for key in attrs} <= allowed


def test_hostile_facts() -> None:
    for name, fact in facts(spoil(made_ledger()), View("members"))["set"].items():
        if isinstance(fact, bool):
            continue
        read = Reading(str(fact))
        assert "\n" not in fact, name
        assert "{" not in fact, name
        assert "script" not in {tag for tag, _attrs in read.elements}
        assert not read.values("onerror", "data-until", "href")

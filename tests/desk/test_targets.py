"""Where the site goes: said at the desk, checked by the rules of als publish, and written into mkdocs.yml without another byte changed."""

from __future__ import annotations

import asyncio
import difflib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from als_plugin.desk.organisation import Desk
from als_plugin.desk.publishing import Publishing
from als_plugin.site.host.targets import understood
from als_plugin.site.mkdocs.run import settings


@pytest.fixture
def say(organisation: Path):
    """Says something about a place to the desk, and gives its answer."""
    publishing = Publishing(Desk(organisation / "mkdocs.yml"))
    app = Starlette(routes=publishing.routes())

    async def sent(method: str, path: str, given: Any = None) -> Any:
        came: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": json.dumps(given).encode(), "more_body": False}

        async def send(message: Any) -> None:
            came.append(message)

        await app({"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}, receive, send)
        told = json.loads(b"".join(each.get("body", b"") for each in came))
        return told if came[0]["status"] == 200 else told["error"]

    def answer(*question: Any) -> Any:
        # Beside a test's browser this thread has a loop of its own already.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(sent(*question))).result()

    def ask(do: str, **given: Any) -> Any:
        return answer("POST", "/api/target", {"do": do, "new": True, "name": "live", **given})

    ask.plan = lambda: answer("GET", "/api/publish")["targets"]  # type: ignore[attr-defined]
    return ask


GIVEN = [
    ({"kind": "folder", "address": " ../host "}, {"folder": "../host"}),
    ({"kind": "s3", "address": "s3://sets.example.org/a"}, {"s3": "s3://sets.example.org/a"}),
    ({"kind": "rsync", "address": "me@host.example.org:/srv/sets", "port": " 2222 "}, {"rsync": "me@host.example.org:/srv/sets", "port": 2222}),
    ({"kind": "git", "address": "git@git.example.org:us/pages.git", "branch": ""}, {"git": "git@git.example.org:us/pages.git"}),
]


def targets(organisation: Path) -> Any:
    return settings(organisation / "mkdocs.yml").plugins["als"].config.publish


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("given, lines", GIVEN)
def test_a_place_is_written_changed_and_taken_out_again(organisation, say, given, lines, newline):
    file = organisation / "mkdocs.yml"
    before = file.read_text(encoding="utf-8").replace("\n", newline).encode()
    file.write_bytes(before)
    assert say("check", **given) == {"wrong": {}} and file.read_bytes() == before
    assert say("keep", **given) == {"wrong": {}}
    assert targets(organisation) == {"live": lines}
    assert understood("live", lines, organisation)
    [shown] = say.plan()
    assert (shown["kind"], shown["address"]) == (given["kind"], given["address"].strip())
    added = [line for line in difflib.ndiff(before.decode().split(newline), file.read_bytes().decode().split(newline)) if line[0] in "+-"]
    assert all(line[0] == "+" for line in added) and len(added) == 2 + len(lines)
    assert say("keep", new=False, kind="folder", address="../elsewhere") == {"wrong": {}}
    assert say("keep", name="second", **given) == {"wrong": {}}
    assert targets(organisation) == {"live": {"folder": "../elsewhere"}, "second": lines}
    assert say("remove", name="second") == {} and say("remove") == {}
    assert file.read_bytes() == before


@pytest.mark.parametrize("given, field, words", [
    ({"kind": "folder", "address": ""}, "address", "this is no address"),
    ({"kind": "folder", "address": "site"}, "address", "must not lie in the organisation's own folder"),
    ({"kind": "folder", "address": ".."}, "address", "must not lie in the organisation's own folder"),
    ({"kind": "s3", "address": "sets.example.org"}, "address", "write it like s3://bucket/path"),
    ({"kind": "s3", "address": "s3://key:word@bucket/"}, "address", "an address with a password"),
    ({"kind": "rsync", "address": "-e sh:/srv"}, "address", "this is no address"),
    ({"kind": "rsync", "address": "host::module"}, "address", "would start another program"),
    ({"kind": "rsync", "address": "host:/srv", "port": "many"}, "port", "write a number from 1 to 65535"),
    ({"kind": "git", "address": "../pages.git", "branch": "-f"}, "branch", "this is no name of a branch"),
    ({"kind": "git", "address": "ext://sh"}, "address", "this is no address of the kind git"),
    ({"kind": "ftp", "address": "ftp://host"}, "address", "a target has one of: folder, s3, rsync, git"),
    ({"kind": "folder", "address": "../host", "name": "no"}, "name", "this is no name"),
    ({"kind": "folder", "address": "../host", "name": "two words"}, "name", "this is no name"),
    ({"kind": "folder", "address": "../host", "name": "gone", "new": False}, "name", "there is no such place any more"),
])
def test_a_mistake_is_told_at_its_field_and_nothing_is_written(organisation, say, given, field, words):
    before = (organisation / "mkdocs.yml").read_bytes()
    for do in ("check", "keep"):
        wrong = say(do, **given)["wrong"]
        assert list(wrong) == [field] and words in wrong[field]
    assert (organisation / "mkdocs.yml").read_bytes() == before


def test_all_mistakes_are_told_at_once(say):
    assert list(say("keep", kind="rsync", address="host", port="0", name="A b")["wrong"]) == ["address", "port", "name"]


@pytest.mark.parametrize("lines, words", [
    ("plugins: [search, {als: *options}]\n", "cannot be changed here without touching what stands around it"),
    ("INHERIT: more.yml\n", "the plugin's lines are not in this file"),
])
def test_where_the_lines_cannot_be_changed_by_themselves_the_desk_says_so(organisation, say, lines, words):
    file = organisation / "mkdocs.yml"
    whole = file.read_text(encoding="utf-8")
    start, end = whole.index("plugins:"), whole.index("markdown_extensions:")
    options = whole[start:end]
    if "INHERIT" in lines:
        (organisation / "more.yml").write_text(options, encoding="utf-8")
        file.write_text(lines + whole[:start] + whole[end:], encoding="utf-8")
    else:
        publisher = next(line.strip() for line in options.splitlines() if line.strip().startswith("publisher:"))
        demo = next(line.split("#")[0].strip() for line in options.splitlines() if line.strip().startswith("demo_key:"))
        file.write_text(f"extra:\n  options: &options {{{publisher}, {demo}}}\n" + whole[:start] + lines + whole[end:], encoding="utf-8")
    before = file.read_bytes()
    assert settings(file)
    assert words in say("keep", kind="folder", address="../host")
    assert file.read_bytes() == before

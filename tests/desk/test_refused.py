"""What the computer refuses, and what should not happen: each a line that the page can show."""

from __future__ import annotations

import asyncio
import errno
import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette

from als_plugin.desk import access, records
from als_plugin.desk.organisation import Desk


@pytest.fixture
def page(organisation, tmp_path, monkeypatch):
    """What answers pages, without its guard."""
    for name in ("HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    desk = Desk(organisation / "mkdocs.yml")
    app = Starlette(routes=[*records.routes(desk), *access.routes(desk)])

    def ask(address, sent=None):
        said = []

        async def receive():
            return {"type": "http.request", "body": (sent if isinstance(sent, str) else json.dumps(sent)).encode(), "more_body": False}

        async def send(message):
            said.append(message)

        scope = {"type": "http", "method": "POST" if sent else "GET", "path": address, "raw_path": address.encode(), "query_string": b"", "headers": []}
        with ThreadPoolExecutor(1) as beside:  # a browser of another test may hold this thread's loop
            beside.submit(lambda: asyncio.run(app(scope, receive, send))).result()
        return said[0]["status"], json.loads(said[1]["body"])

    return ask


def test_a_full_disk_is_told_and_changes_nothing(page, organisation, monkeypatch):
    session = "/api/session/riverside/2026-11-18"
    _status, opened = page(session)
    _status, saved = page(session, {"data": {**opened["data"], "notes": "Once."}, "digest": opened["digest"]})
    files = {path: path.read_bytes() for path in organisation.joinpath("sets").rglob("*") if path.is_file()}

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("als_plugin.files.os.fsync", full)
        for address, sent in {
            "/api/set/riverside/new": {"date": "2026-12-27"},
            "/api/new": {"id": "quay", "name": "Quay", "members": ["Amara Obi", "Ben Wray"]},
            "/api/access/riverside": {"do": "remove", "person": "amara"},
            session: {"data": {**saved["data"], "notes": "Twice."}, "digest": saved["digest"]},
            f"{session}/undo": {"digest": saved["digest"]},
        }.items():
            status, said = page(address, sent)
            assert status == 409, address
            assert "full" in said["error"] or "No space left" in said["error"], address
        assert {path: path.read_bytes() for path in organisation.joinpath("sets").rglob("*") if path.is_file()} == files
        assert not (organisation / "sets/quay").exists()
    assert page(f"{session}/undo", {"digest": saved["digest"]})[1]["digest"] == opened["digest"]


def test_what_should_not_happen_is_answered_in_a_line(page):
    status, said = page("/api/access/riverside", {"do": "grant", "people": 5})
    assert status == 500
    assert said["error"].startswith("The desk: could not do this (TypeError: ") and said["error"].endswith("report this, without people’s names")
    status, said = page("/api/access/riverside", "[" * 100_000)  # no JSON object: nothing was sent
    assert status == 409 and "nobody here has the id None" in said["error"]

"""Riverside as axe sees it, in every kind of page and state; the focus after a page turn."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ..desk.conftest import organisation, start
from ..ports import free_port
from . import accessible
from .accessible import FACILITATOR, MEMBER, PRESENTER, SCHEMES, WIDTHS, Case, findings, member, still
from .conftest import turning
from .host import Host

__all__ = ["organisation", "start"]

ROOT = Path(__file__).parents[2]
Unlock = Callable[[Page, str], None]


def pairwise(place: int) -> list[Case]:
    """Every width for a state, in schemes by turns: each two of state, scheme and width meet."""
    return [(SCHEMES[(place + each) % 2], width) for each, width in enumerate(WIDTHS)]


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[str]:
    """`als serve riverside`, running: its address."""
    port = free_port()
    variables = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    program = Path(sys.executable).with_name("als")
    running = subprocess.Popen([program, "serve", "riverside", "--port", str(port)], cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    assert "readable by whoever sits" in running.stdout.readline()
    last = time.monotonic() + 60
    answers = False
    while not answers:
        assert time.monotonic() < last, "the preview does not answer"
        with socket.socket() as trial:
            answers = trial.connect_ex(("127.0.0.1", port)) == 0
        time.sleep(0.1)
    yield f"http://localhost:{port}/"
    running.terminate()
    running.communicate(timeout=60)


def test_axe_finds_nothing_where_no_passphrase_is_needed(browser: Browser, riverside: Host) -> None:
    tab = still(browser)
    found = findings(tab, accessible.locked_states(tab, riverside.url), pairwise)
    tab.context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("person", "states"), [
    (MEMBER, accessible.member_states), (FACILITATOR, accessible.facilitator_states), (PRESENTER, accessible.presenter_states),
])
def test_axe_finds_nothing_in_the_open_handbook(
    browser: Browser, riverside: Host, unlock: Unlock, person: str, states: Callable[[Page, str], Iterator[str]]
) -> None:
    tab = member(browser, riverside.url, unlock, person)
    found = findings(tab, states(tab, riverside.url), pairwise)
    tab.context.close()
    assert not found, "\n".join(found)


def test_axe_finds_nothing_in_a_preview(browser: Browser, preview: str) -> None:
    tab = still(browser)
    found = findings(tab, accessible.preview_states(tab, preview), pairwise)
    tab.context.close()
    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_the_desk(browser: Browser, start: Callable[..., str]) -> None:  # noqa: F811
    tab = still(browser)
    found = findings(tab, accessible.desk_states(tab, start()), pairwise)
    tab.context.close()
    assert not found, "\n".join(found)


def test_after_a_page_turn_the_focus_is_on_the_heading(browser: Browser, riverside: Host, unlock: Unlock) -> None:
    tab = member(browser, riverside.url, unlock, MEMBER)
    turning(tab)
    tab.evaluate("window.same = true")
    tab.get_by_role("link", name="Sessions", exact=True).first.click()
    expect(tab).to_have_url(re.compile(r"/sessions/$"))
    expect(tab.get_by_role("heading", name="Sessions", level=1)).to_be_focused()
    assert tab.evaluate("window.same") is True
    tab.context.close()

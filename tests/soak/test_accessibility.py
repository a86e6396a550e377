"""axe on every kind of page and state, in both schemes at every width. Run by `make soak` alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page

from ..browser import accessible
from ..browser.accessible import FACILITATOR, MEMBER, PRESENTER, SCHEMES, WIDTHS, findings, member, still
from ..browser.conftest import riverside, riverside_site, serve, unlock
from ..browser.host import Host
from ..browser.test_accessibility import preview
from ..desk.conftest import organisation, start

pytestmark = pytest.mark.timeout(2400)  # a state takes a second or two, in each scheme at each width

__all__ = ["organisation", "preview", "riverside", "riverside_site", "serve", "start", "unlock"]


def every(_place: int) -> list[tuple[str, int]]:
    """Both schemes at every width."""
    return list(product(SCHEMES, WIDTHS))


@pytest.mark.parametrize(("person", "states"), [
    (MEMBER, accessible.member_states), (FACILITATOR, accessible.facilitator_states), (PRESENTER, accessible.presenter_states),
])
def test_the_open_handbook(
    browser: Browser, riverside: Host, unlock: Callable[[Page, str], None], person: str, states: Callable[[Page, str], Iterator[str]]  # noqa: F811
) -> None:
    tab = member(browser, riverside.url, unlock, person)
    assert findings(tab, states(tab, riverside.url), every) == []
    tab.context.close()


def test_what_needs_no_passphrase(browser: Browser, riverside: Host, preview: str, start: Callable[..., str]) -> None:  # noqa: F811
    tab = still(browser)
    assert findings(tab, accessible.locked_states(tab, riverside.url), every) == []
    assert findings(tab, accessible.preview_states(tab, preview), every) == []
    assert findings(tab, accessible.desk_states(tab, start()), every) == []
    tab.context.close()

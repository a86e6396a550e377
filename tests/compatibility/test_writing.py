"""Whatever a plugin does, a set's build writes nowhere but into the private folder."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from .plugged import built, plugged, refused

HOOK = """
    import os, pathlib, shutil, sqlite3, tempfile

    def on_page_content(html, page, config, files):
        if page.file.src_uri == "sessions/2026-01-14.md":
            {deed}
        return html
"""
SETTINGS = "    hooks: [keeper.py]\n"


@pytest.mark.parametrize(
    "deed",
    [
        'pathlib.Path("kept.html").write_text(html)',
        'open(os.path.join(os.path.dirname(config.config_file_path), "kept.html"), "a").write(html)',
        'os.write(os.open("kept.html", os.O_RDWR | os.O_CREAT), html.encode())',
        'os.makedirs(".cache/A tender that stalled in spring")',
        'sqlite3.connect("kept.db")',
        'os.symlink(html[:200], "kept")',
        'pathlib.Path(tempfile.gettempdir(), "x").write_text(html); shutil.move(os.path.join(tempfile.gettempdir(), "x"), "kept.html")',
        'os.chdir(tempfile.gettempdir()); pathlib.Path("../../../kept.html").write_text(html)',
    ],
)
def test_a_hook_that_keeps_pages_is_refused(tmp_path: Path, deed: str) -> None:
    organisation = plugged(tmp_path / "quay", "", {"keeper.py": textwrap.dedent(HOOK).format(deed=deed)}, settings=SETTINGS)
    lines = refused(organisation)
    assert len(lines) == 1, lines
    line = lines[0]
    assert line.startswith("the plugin 'keeper.py': wants to write ") and line.endswith(
        "nothing was published; take the plugin out, or let it write elsewhere"), line


def test_one_that_uses_temporary_files_works(tmp_path: Path) -> None:
    deed = 'pathlib.Path(tempfile.mkdtemp(), "draft").write_text(html); open(os.devnull, "w").write(html); html += "<p>Kept.</p>"'
    organisation = built(plugged(tmp_path / "quay", "", {"keeper.py": textwrap.dedent(HOOK).format(deed=deed)}, settings=SETTINGS))
    assert b"<p>Kept.</p>" in organisation.open("amara").read("sessions/2026-01-14/")[0]

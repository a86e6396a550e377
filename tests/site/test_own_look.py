"""An organisation's own name, mark and colour, on the pages and on the lock screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from als_plugin.errors import AlsError
from als_plugin.pages.colour import contrast, own_colour

from .organisation import MKDOCS, PNG, Organisation

OWN = {"name": "Quayside <Trust>", "mark": "ours.png", "colour": '"#7a1f5c"'}


def own(root: Path, **changed: str) -> Organisation:
    options = ", ".join(f"{name}: {value}" for name, value in {**OWN, **changed}.items())
    files = {"docs/ours.png": PNG, "docs/accessibility-statement.md": "# Accessibility statement\n\nNot tested yet.\n"}
    made = Organisation.drawn(root, files, MKDOCS.replace("publisher: PUBLISHER", f"publisher: PUBLISHER, {options}"))
    made.grant("amara")
    return made


def test_name_mark_and_colour_are_on_pages_and_lock_screen(tmp_path: Path) -> None:
    made = own(tmp_path / "organisation")
    done = made.run("als", "build")
    assert done.returncode == 0, done.stderr
    lock, front, opened = (made.site / "quay/index.html").read_text(), (made.site / "index.html").read_text(), made.open("amara")
    assert "Quayside &lt;Trust&gt;" in lock and 'href="../accessibility-statement/"' in lock
    assert b"--accent: #7a1f5c;" in (made.site / "quay/als.css").read_bytes()
    home = opened.read("")[0].decode()
    for page, read in ((front, lambda path: (made.site / path).read_bytes()), (home, lambda path: opened.read(path)[0])):
        (styles,) = re.findall(r'href="(?:\./)?(assets/als/als\.[0-9a-f]{10}\.css)"', page)
        assert b"--accent: #7a1f5c;" in read(styles)
        (mark,) = re.findall(r'<img class="als-mark" src="(?:\./)?([^"]*)"', page)
        assert read(mark) == PNG
    assert made.run("als", "audit", "site").returncode == 0


@pytest.mark.parametrize(("option", "value", "said"), [
    ("colour", '"#ffcc00"', r"mkdocs\.yml: .*#ffcc00.* 1\.2.*4\.5 .*nearest that passes is #[0-9a-f]{6}"),
    ("colour", "teal", r"mkdocs\.yml: .*not a colour: teal"),
    ("mark", "missing.png", r"mkdocs\.yml: .*docs/missing\.png"),
])
def test_what_cannot_be_used_is_refused_in_one_line(tmp_path: Path, option: str, value: str, said: str) -> None:
    made = own(tmp_path / "organisation", **{option: value})
    done = made.run("als", "build")
    assert done.returncode != 0 and not made.site.exists()
    assert len([line for line in done.stderr.splitlines() if re.search(said, line)]) == 1 and "Traceback" not in done.stderr, done.stderr


@pytest.mark.parametrize("colour", ["#22595c", "#7a1f5c", "#000000", "#0000ff", "#5a4a00"])
def test_a_colour_can_be_read_in_light_and_in_dark(colour: str) -> None:
    light, dark = re.findall(r"--accent: (#[0-9a-f]{6})", own_colour(colour).decode())
    assert light == colour
    assert all(contrast(light, ground) >= 4.5 for ground in ("#f4f3ef", "#ffffff"))
    assert all(contrast(dark, ground) >= 4.5 for ground in ("#12181a", "#1a2225", "#0d2224"))


@pytest.mark.parametrize("colour", ["#ffcc00", "#ffffff", "#8fcac4"])
def test_the_nearest_that_passes_passes(colour: str) -> None:
    with pytest.raises(AlsError) as refused:
        own_colour(colour)
    own_colour(re.findall(r"#[0-9a-f]{6}", str(refused.value))[-1])

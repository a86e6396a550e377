"""als init: a new organisation."""

from __future__ import annotations

import stat
from pathlib import Path

import yaml

from als_plugin.new.organisation import guidance_folder
from als_plugin.site.sets.signing_key import VARIABLE, key_path
from als_plugin.vault import Publisher
from als_plugin.vault.format import b64, unb64


def pinned(folder):
    config = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))
    return next(each["als"]["publisher"] for each in config["plugins"] if isinstance(each, dict))


def test_what_is_in_it(ok, tmp_path):
    ok("init", "handbook")
    folder = tmp_path / "handbook"
    assert sorted(each.name for each in folder.iterdir()) == [".gitignore", "README.md", "docs", "mkdocs.yml", "sets"]
    assert [each.name for each in (folder / "sets").iterdir()] == [".gitkeep"]
    assert "/site/" in (folder / ".gitignore").read_text()


def test_the_guidance_is_all_of_what_ships(ok, tmp_path):
    ok("init", "handbook")
    source, copy = guidance_folder(), tmp_path / "handbook" / "docs"
    pages = {each.relative_to(source).as_posix() for each in source.rglob("*.md")}
    assert "index.md" in pages
    assert {each.relative_to(copy).as_posix() for each in copy.rglob("*.md")} == pages
    assert all((copy / page).read_bytes() == (source / page).read_bytes() for page in pages)


def test_the_key_is_outside_the_folder_and_said(ok, tmp_path):
    said = ok("init", "handbook")
    path = key_path(unb64(pinned(tmp_path / "handbook"), 32))
    assert f"Its signing key is in {path}\n" in said.out
    assert "Keep a copy of that file" in said.out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    secret = path.read_text().split()[-2]
    assert all(secret.encode() not in each.read_bytes() for each in (tmp_path / "handbook").rglob("*") if each.is_file())


def test_the_key_in_the_environment_is_used(ok, tmp_path, monkeypatch):
    publisher = Publisher.generate()
    monkeypatch.setenv(VARIABLE, publisher.to_text())
    said = ok("init", "handbook")
    assert pinned(tmp_path / "handbook") == b64(publisher.public)
    assert "Its signing key is the one in ALS_PUBLISHER_KEY.\n" in said.out
    assert not key_path(publisher.public).exists()


def test_an_empty_folder_is_taken(ok, tmp_path):
    (tmp_path / "handbook").mkdir()
    ok("init", "handbook")
    assert (tmp_path / "handbook" / "mkdocs.yml").is_file()


def test_a_folder_with_something_in_it_is_refused(refused, tmp_path):
    (tmp_path / "handbook").mkdir()
    (tmp_path / "handbook" / "note.txt").write_text("mine")
    assert refused("init", "handbook") == ["handbook: is there already, and not empty; choose a folder that does not exist yet"]
    assert [each.name for each in (tmp_path / "handbook").iterdir()] == ["note.txt"]
    assert not (tmp_path / "config").exists(), "no key is made for a folder that is refused"


def test_a_file_in_its_place_is_refused(refused, tmp_path):
    (tmp_path / "handbook").write_text("mine")
    assert refused("init", "handbook") == [
        "handbook: is there already, and is no folder; choose a folder that does not exist yet"
    ]


def test_a_key_in_the_environment_that_is_none(refused, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "hello")
    (line,) = refused("init", "handbook")
    assert line.startswith("ALS_PUBLISHER_KEY: ")
    assert not (tmp_path / "handbook").exists()


def test_nothing_half_made_is_left(ok, tmp_path):
    ok("init", "handbook")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["config", "handbook"]


def settings(path):
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {key: value for key, value in config.items() if key not in ("site_name", "site_url", "plugins")}


def test_it_is_set_up_like_the_samples(ok, tmp_path):
    ok("init", "handbook")
    samples = Path(__file__).parents[2] / "mkdocs.yml"
    assert settings(tmp_path / "handbook" / "mkdocs.yml") == settings(samples)

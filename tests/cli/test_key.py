"""als key: where the signing key is; a planned change, which no member notices; a key that is lost."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from als_plugin import files
from als_plugin.site.sets.signing_key import VARIABLE, key_path, parse_public
from als_plugin.vault import Access, Publisher, VaultError, open_site
from als_plugin.vault.format import b64

from .conftest import SET, write
from .test_init import pinned

ROOT = Path(__file__).parents[2]


@pytest.fixture
def granted(harbour, ok, once, monkeypatch):
    """An organisation with two sets that people can open, and one that nobody can."""

    def grant():
        write(harbour, {"sets/quay/set.yml": SET.replace("Harbour", "Quay"), "sets/empty/set.yml": SET.replace("Harbour", "Empty")})
        return {
            (set_id, person): ok("access", "grant", set_id, person, "--json").data["passphrase"]
            for set_id, person in (("harbour", "amara"), ("harbour", "ben"), ("quay", "amara"))
        }

    passphrases = once("granted", grant)
    monkeypatch.chdir(harbour)  # the folder has been put there anew
    return passphrases


def public(folder):
    return parse_public(pinned(folder), "mkdocs.yml")


def opened(folder, passphrase):
    return open_site(lambda path: (folder / path).read_bytes(), passphrase)


def everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_show(harbour, ok):
    said = ok("key", "show")
    path = key_path(public(harbour))
    assert said.out.splitlines()[:2] == [f"Public half, in mkdocs.yml: {pinned(harbour)}", f"The key is in {path}"]
    assert "Keep a copy of it where only you and your deputy get at it" in said.out
    assert path.read_text().split()[-2] not in said.out
    assert ok("key", "show", "--json").data == {"public": pinned(harbour), "file": str(path), "at_hand": True, "changes": {}}


def test_show_where_the_key_is_not_here(harbour, ok):
    key_path(public(harbour)).unlink()
    assert "the publisher's signing key is not on this machine; copy it from its backup to" in ok("key", "show").out
    assert ok("key", "show", "--json").data["at_hand"] is False


def test_show_where_the_environment_holds_it(harbour, ok, monkeypatch):
    path = key_path(public(harbour))
    monkeypatch.setenv(VARIABLE, path.read_text())
    path.unlink()
    assert "The key is the one in ALS_PUBLISHER_KEY.\n" in ok("key", "show").out


def test_a_planned_change(harbour, granted, ok):
    before, text = public(harbour), (harbour / "mkdocs.yml").read_text()
    old_key = key_path(before).read_bytes()
    said = ok("key", "change")
    after = public(harbour)
    assert after != before and (harbour / "mkdocs.yml").read_text() == text.replace(b64(before), b64(after))
    assert key_path(before).read_bytes() == old_key
    assert stat.S_IMODE(key_path(after).stat().st_mode) == 0o600
    assert Publisher.from_text(key_path(after).read_text()).public == after
    lines = said.out.splitlines()
    assert lines[0] == "Written: sets/harbour/access.json, sets/quay/access.json, mkdocs.yml"
    assert lines[1] == f"The new signing key is in {key_path(after)}"
    assert f"als verify with --publisher gives: {b64(after)}" in said.out and str(key_path(before)) in said.out
    assert "als access grant" not in said.out
    assert ok("check").code == 0
    assert "sets/quay/access.json: the key was changed once" in ok("key", "show").out
    assert ok("key", "show", "--json").data["changes"] == {"sets/harbour/access.json": 1, "sets/quay/access.json": 1}


def test_passphrases_from_before_and_after_open_what_is_built(harbour, granted, ok):
    ok("build")
    for _number in range(2):
        ok("key", "change")
    new = ok("access", "grant", "harbour", "cleo", "--json").data["passphrase"]
    reset = ok("access", "reset", "harbour", "ben", "--json").data["passphrase"]
    ok("build")
    site = harbour / "site"
    for passphrase, person in ((granted["harbour", "amara"], "amara"), (new, "cleo"), (reset, "ben")):
        assert opened(site / "harbour", passphrase).person == person
    assert opened(site / "quay", granted["quay", "amara"]).person == "amara"
    assert ok("verify", "site").code == 0
    assert Access.load(harbour / "sets/harbour/access.json").publisher == public(harbour)


def test_what_the_old_key_published_is_told_from_the_new(harbour, granted, ok, als):
    ok("build")
    before = pinned(harbour)
    ok("key", "change")
    said = als("verify", "site")
    assert said.code == 1 and "another publisher signed this site than the one expected" in said.err
    said = als("build", "harbour")
    assert said.code == 1 and "sets/quay: its locked folder from the build before is not as this publisher signed it" in said.err
    ok("build")
    said = als("verify", "site", "--publisher", before)
    assert said.code == 1 and "another publisher signed" in said.err


def test_a_lost_key(harbour, granted, ok, als):
    before = public(harbour)
    key_path(before).unlink()
    said = als("key", "change")
    assert (said.code, said.out) == (1, "") and "is not on this machine" in said.err
    said = ok("key", "change", "--lost")
    commands = [line.strip() for line in said.out.splitlines() if line.startswith("  als access grant")]
    assert commands == ["als access grant harbour amara", "als access grant harbour ben", "als access grant quay amara"]
    assert public(harbour) != before and "destroy every copy" not in said.out
    new = ok(*commands[0].split()[1:], "--json").data["passphrase"]
    ok("build")
    assert opened(harbour / "site/harbour", new).person == "amara"
    with pytest.raises(VaultError, match="opens nothing here"):
        opened(harbour / "site/harbour", granted["harbour", "amara"])


def test_a_lost_key_where_everybody_had_a_passphrase_or_somebody_has_left(harbour, ok):
    ok("access", "grant", "harbour", "--all")
    text = (harbour / "sets/harbour/set.yml").read_text(encoding="utf-8")
    (harbour / "sets/harbour/set.yml").write_text(text.replace("name: Ben Wray", "name: Ben Wray, left: 2026-02-01"), encoding="utf-8")
    said = ok("key", "change", "--lost").out
    assert "\n  als access grant harbour --all\n" in said and "harbour ben" not in said


@pytest.mark.parametrize("fails_at", range(4))
@pytest.mark.parametrize("lost", [(), ("--lost",)])
def test_a_change_that_fails_midway_leaves_all_as_it_was(harbour, granted, als, monkeypatch, fails_at, lost):
    before, keys = everything(harbour), set(key_path(public(harbour)).parent.iterdir())
    whole, calls = os.replace, []

    def replace(source, target):
        calls.append(target)
        if len(calls) == fails_at + 1:
            raise OSError(28, "No space left on device", str(target))
        whole(source, target)

    monkeypatch.setattr(files.os, "replace", replace)
    said = als("key", "change", *lost)
    assert (said.code, said.out) == (1, "") and said.errors == [
        f"{calls[fails_at]}: cannot be written: No space left on device; nothing was changed; put that right and run this again"
    ]
    assert everything(harbour) == before and set(key_path(public(harbour)).parent.iterdir()) == keys


def test_killed_midway_both_keys_serve_and_it_is_run_again(harbour, granted, ok, monkeypatch):
    """All but mkdocs.yml was written: the old key goes on, and the next change leaves the unfinished one out."""
    text = (harbour / "mkdocs.yml").read_text()
    ok("key", "change")
    (harbour / "mkdocs.yml").write_text(text)
    ok("build")
    assert opened(harbour / "site/harbour", granted["harbour", "amara"]).person == "amara"
    ok("key", "change")
    ok("build")
    assert opened(harbour / "site/harbour", granted["harbour", "amara"]).person == "amara"
    assert len(Access.load(harbour / "sets/harbour/access.json").succession) == 1


def test_a_key_that_is_changed_by_hand(harbour, granted, refused, als):
    text = (harbour / "mkdocs.yml").read_text()
    stranger = Publisher.generate()
    (harbour / "mkdocs.yml").write_text(text.replace(pinned(harbour), b64(stranger.public)))
    (line,) = refused("access", "grant", "harbour", "cleo")
    assert line.startswith("sets/harbour/access.json: this set's passphrases were given out under another publisher's key")
    key_path(stranger.public).write_text(stranger.to_text())
    key_path(stranger.public).chmod(0o600)
    (line,) = refused("key", "change")
    assert line.startswith("sets/harbour/access.json: this set's passphrases were given out under another publisher's key")
    said = als("build")
    assert said.code == 1 and "given out under another publisher's key" in said.err and not (harbour / "site").exists()


@pytest.mark.parametrize("spoilt", ["signature", "from", "to"])
def test_a_step_that_nobody_signed(harbour, granted, ok, als, spoilt):
    ok("key", "change")
    file = harbour / "sets/harbour/access.json"
    data = json.loads(file.read_text())
    data["succession"][0][spoilt] = b64(Publisher.generate().public * (2 if spoilt == "signature" else 1))
    file.write_text(json.dumps(data))
    for command in (("check",), ("build",), ("key", "change")):
        said = als(*command)
        assert said.code == 1 and "the changes of the publisher's key in it are not as the keys before signed them" in said.err


def test_the_line_in_mkdocs_yml(harbour, granted, refused):
    file = harbour / "mkdocs.yml"
    text = file.read_text()
    public, quoted = pinned(harbour), f'"{pinned(harbour)}"'
    file.write_text(f"# publisher: {public} was made in May\n" + text.replace(quoted, f"!ENV [NOT_SET, {quoted}]"))
    before = everything(harbour)
    (line,) = refused("key", "change")
    assert line.startswith("mkdocs.yml: the line with 'publisher' is not to be found, so the new key cannot be written there; ")
    assert everything(harbour) == before


def test_the_samples_key_stays(refused, ok, als):
    (line,) = refused("key", "change", "-f", str(ROOT / "mkdocs.yml"))
    assert line == "mkdocs.yml: this is the samples' demo key, which stays as it is; als init DIR makes an organisation with a key of its own"
    assert "Everybody has it" in ok("key", "show", "-f", str(ROOT / "mkdocs.yml")).out


def test_no_key_begins_as_an_option_does():
    assert not any(b64(Publisher.generate().public).startswith("-") for _number in range(300))


def test_a_key_that_is_not_here_is_not_said_to_be_kept(handbook, ok, tmp_path):
    for file in (tmp_path / "config").rglob("*.key"):
        file.unlink()
    said = ok("key", "show").out
    assert "where it is lost for good: als key change --lost" in said and "Keep a copy of it" not in said

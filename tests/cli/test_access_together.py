"""als access for many people at once, after a merge, and beside a record with a mistake."""

from __future__ import annotations

import json
import textwrap

import pytest

from als_plugin.vault import JoinCode
from als_plugin.vault.keys import new_pair

from .test_access import grants, join_code, opens

FILE = "sets/harbour/access.json"
MAIL = """\
    From: Amara
    > Dear Fay, abcdefgh is not it, but this is: {first}
    > {second}

    Best wishes from 23 Quay Street,
    Amara
"""


def test_grant_all(harbour, ok, refused):
    ok("access", "grant", "harbour", "ben")
    data = ok("access", "grant", "harbour", "--all", "--json").data["passphrases"]
    assert set(data) == {"fay", "amara", "cleo", "dev"}
    assert all(opens(harbour, person, phrase) for person, phrase in data.items())
    assert ok("access", "grant", "harbour", "--all").out == "Everybody in harbour has a passphrase already.\n"
    for args in (["harbour"], ["harbour", "amara", "--all"]):
        assert refused("access", "grant", *args)[0].startswith("als access grant: needs one person, or --all; ")


def test_slips_are_printed_and_leave_nothing(harbour, als, ok, tmp_path):
    ok("access", "grant", "harbour", "fay")
    said = als("access", "slips", "harbour", input="\n")
    assert said.code == 0 and "4 pages" in said.out
    assert set(grants(harbour).people) == {"fay", "amara", "ben", "cleo", "dev"}
    assert not [each for each in harbour.rglob("*slips*")]
    assert "already" in ok("access", "slips", "harbour").out


def test_slips_left_elsewhere_open_the_set(harbour, ok, refused, tmp_path):
    assert "lies in the organisation's folder" in refused("access", "slips", "harbour", "--out", "slips")[0]
    assert not (harbour / FILE).exists()
    settings = harbour / "mkdocs.yml"
    settings.write_text("site_url: https://example.org/handbooks/\n" + "\n".join(
        line for line in settings.read_text().splitlines() if not line.startswith("site_url")) + "\n")
    ok("access", "slips", "harbour", "--out", str(tmp_path / "print"))
    page = tmp_path / "print/slips.html"
    assert page.parent.stat().st_mode & 0o077 == 0
    text = page.read_text()
    assert text.count("<section>") == 5 and "https://example.org/handbooks/harbour/" in text
    words = text.split("Dev Rao")[1].split("Six words <code>")[1].split("</code>")[0]
    assert len(words.split()) == 6 and opens(harbour, "dev", words)


def test_a_join_code_is_found_in_a_whole_mail(harbour, ok, refused):
    ok("access", "grant", "harbour", "fay")
    code = join_code(harbour, 7)
    text = code.encode()
    mail = textwrap.dedent(MAIL).format(first=text[:100], second=text[100:])
    assert JoinCode.decode(mail, "code") == code
    ok("access", "admit", "harbour", "amara", "-", input=mail)
    assert grants(harbour).people["amara"].slot.tag == code.tag
    other = join_code(harbour, 8).encode().replace("A", "B", 1)
    assert "damaged on its way" in refused("access", "admit", "harbour", "ben", "Hello, my code: " + other + " Ben")[0]


def test_a_mistake_in_a_session_keeps_nobody_out(harbour, ok):
    ok("access", "grant", "harbour", "ben")
    session = harbour / "sets/harbour/sessions/2026-01-14.yml"
    session.write_text(session.read_text().replace("presenter: amara", "presenter: amra"))
    ok("access", "grant", "harbour", "amara")
    ok("access", "reset", "harbour", "ben")
    assert "dev: no passphrase yet" in ok("access", "list", "harbour").out


def merge(base: str, ours: str, theirs: str, folder) -> str:
    """What Git makes of two changes."""
    import subprocess

    paths = []
    for name, text in (("ours", ours), ("base", base), ("theirs", theirs)):
        paths.append(folder / f"merge-{name}")
        paths[-1].write_text(text)
    done = subprocess.run(["git", "merge-file", "-p", *map(str, paths)], capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize("taken", [None, "ben"])
def test_two_changes_that_met_are_mended(harbour, als, ok, tmp_path, taken):
    file = harbour / FILE
    ok("access", "grant", "harbour", "ben")
    base = file.read_text()
    amara = ok("access", "grant", "harbour", "amara", "--json").data["passphrase"]
    ours = file.read_text()
    file.write_text(base)
    cleo = ok("access", "grant", "harbour", "cleo", "--json").data["passphrase"]
    if taken:
        ok("access", "remove", "harbour", taken)
    file.write_text(merge(base, ours, file.read_text(), tmp_path))
    assert "<<<<<<<" in file.read_text()
    assert "als access tidy" in als("check").err
    ok("access", "tidy", "harbour")
    assert opens(harbour, "amara", amara) and opens(harbour, "cleo", cleo)
    assert ("ben" in grants(harbour).people) == (taken is None)
    assert len(grants(harbour).slots) % 8 == 0
    assert als("check").code == 0
    assert "is whole: nothing was changed" in ok("access", "tidy", "harbour").out


def test_one_slot_too_many_is_found_by_check_and_mended(harbour, als, ok):
    file = harbour / FILE
    ok("access", "grant", "harbour", "ben")
    before = json.loads(file.read_text())
    phrase = ok("access", "grant", "harbour", "amara", "--json").data["passphrase"]
    file.write_text(json.dumps({**before, "people": json.loads(file.read_text())["people"]}))
    assert als("check").errors[0].startswith(f"{FILE}: the number of slots gives away")
    ok("access", "tidy", "harbour")
    assert len(grants(harbour).slots) == 8 and opens(harbour, "amara", phrase)
    assert als("check").code == 0


def test_check_says_who_has_no_passphrase_yet(harbour, ok):
    assert "passphrase" not in ok("check").err
    ok("access", "grant", "harbour", "fay")
    assert f"{FILE}: amara, ben, cleo, dev have no passphrase yet; als access grant harbour --all gives everybody one" in ok("check").err


def test_a_key_from_nowhere_is_no_code(harbour):
    with pytest.raises(Exception, match="not a whole join code"):
        JoinCode.decode("no code at all " + new_pair()[1].hex(), "join code")

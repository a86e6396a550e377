"""Building: the two doors give the same; what fails leaves the last good site alone."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import re
from pathlib import Path

import pytest

from als_plugin.site.mkdocs.public_files import deep_link_script
from als_plugin.vault import Access, Publisher
from als_plugin.vault.format import b64

from .organisation import MKDOCS, SET, Organisation, picture, readable, text


def snapshot(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def nothing_left(organisation: Organisation) -> bool:
    return not list(organisation.root.glob(".site*")) and not list(organisation.private.iterdir())


def test_mkdocs_build_and_als_build_are_the_same_build(drawn: Organisation) -> None:
    assert drawn.run("mkdocs", "build").returncode == 0
    first = readable(drawn.open("amara"))
    front = {path: data for path, data in snapshot(drawn.site).items() if not path.startswith(("quay/", "sitemap", "manifest"))}
    assert drawn.run("als", "build", "--force").returncode == 0
    assert readable(drawn.open("amara")) == first
    assert {path: data for path, data in snapshot(drawn.site).items() if not path.startswith(("quay/", "sitemap", "manifest"))} == front
    assert nothing_left(drawn)


def test_an_error_in_a_record_leaves_the_last_good_site(drawn: Organisation) -> None:
    assert drawn.run("als", "build").returncode == 0
    before = snapshot(drawn.site)
    picture(drawn.root, {"sets/quay/sessions/2026-05-20.yml": "date: 2026-05-20\nstatus: publishd\n"})
    for command in (("als", "build"), ("mkdocs", "build")):
        done = drawn.run(*command)
        assert done.returncode == 1
        assert "sets/quay/sessions/2026-05-20.yml:2:1: status: " in done.stderr
        assert "Traceback" not in done.stderr
    assert snapshot(drawn.site) == before and nothing_left(drawn)


def test_strict_mode_stops_after_everything_is_written_and_still_publishes_nothing(drawn: Organisation) -> None:
    # The warning: a turn in the second session is not agreed yet.
    for command in (("mkdocs", "build", "--strict"), ("als", "build", "--strict")):
        done = drawn.run(*command)
        assert done.returncode == 1 and "Traceback" not in done.stderr
        assert not drawn.site.exists() and nothing_left(drawn)


def test_without_the_plugin_there_is_no_set_at_all(drawn: Organisation) -> None:
    picture(drawn.root, {"mkdocs.yml": "site_name: A handbook\ntheme: {name: material, font: false}\nplugins: [search]\n"})
    picture(drawn.root, {"docs/index.md": "# Welcome\n"})
    assert drawn.run("mkdocs", "build").returncode == 0
    assert not (drawn.site / "quay").exists()
    # The guidance itself says then that this is no handbook, whatever engine made it.
    plugin = (drawn.root / "mkdocs.yml").read_text()
    picture(drawn.root, {"docs/index.md": (Path(__file__).parents[2] / "docs/index.md").read_bytes()})
    assert drawn.run("mkdocs", "build").returncode == 0
    assert "This site was built without its plugin, so it is no handbook." in (drawn.site / "index.html").read_text()
    picture(drawn.root, {"mkdocs.yml": MKDOCS.replace("PUBLISHER", b64(drawn.publisher.public))})
    assert drawn.run("als", "build").returncode == 0
    front = (drawn.site / "index.html").read_text()
    assert "built without" not in front and "built without" not in "".join(page.decode() for page in readable(drawn.open("amara")).values() if b"<html" in page)
    (drawn.root / "mkdocs.yml").write_text(plugin)
    done = drawn.run("als", "build")
    assert (done.returncode, done.stderr.splitlines()) == (
        1, ["mkdocs.yml: the plugin 'als' is not among the plugins; add a line '- als:' under 'plugins:'"],
    )


def test_what_each_view_costs_and_why_mkdocs_had_to_render_is_told_once(drawn: Organisation) -> None:
    drawn.grant("fay", "cleo")
    picture(drawn.root, {"sets/quay/pages/our-room.md": "---\ntitle: Our room\n---\n\nBehind the green door.\n"})
    done = drawn.run("als", "build", "--profile", "--json")
    assert done.returncode == 0, done.stderr
    cause = "quay: rendered by MkDocs page by page, which takes longer: one of the set's own pages has front matter"
    assert done.stderr.splitlines().count(cause) == 1
    (quay,) = json.loads(done.stdout)["sets"]
    told = {(cost["audience"], cost["since"]): cost for cost in quay["costs"]}
    assert {view: cost["people"] for view, cost in told.items()} == {("facilitator", None): 1, ("members", None): 1, ("members", "2026-03-01"): 1}
    assert told["members", "2026-03-01"]["pages"] < told["members", None]["pages"] < told["facilitator", None]["pages"]
    sealed = sum(path.stat().st_size for path in (drawn.site / "quay/packs").iterdir())
    assert sum(cost["bytes"] for cost in told.values()) == sealed
    picture(drawn.root, {"sets/quay/pages/our-room.md": "# Our room\n\nBehind the green door.\n"})
    again = drawn.run("als", "build", "--profile")
    assert cause not in again.stderr and "What each view costs" in again.stdout
    assert re.search(r"quay: the members’, since 2026-03-01 +1 person +\d+ pages +\d+ kB", again.stdout)


def test_only_the_named_sets_are_built_and_the_others_stay(drawn: Organisation) -> None:
    picture(drawn.root, {"sets/wharf/set.yml": SET.replace("Quayside", "Wharfside")})
    drawn.grant("ben", set_id="wharf")
    assert drawn.run("als", "build").returncode == 0
    before = snapshot(drawn.site)
    assert drawn.run("als", "build", "wharf", "--force").returncode == 0
    after = snapshot(drawn.site)
    assert {path: data for path, data in after.items() if path.startswith("quay/")} == {
        path: data for path, data in before.items() if path.startswith("quay/")
    }
    assert after["wharf/keyring"] != before["wharf/keyring"]
    assert drawn.open("ben", "wharf").build > 0


def test_every_build_has_a_higher_number_and_fresh_keys(drawn: Organisation) -> None:
    numbers, packs = [], []
    for _turn in range(2):
        assert drawn.run("als", "build", "--force").returncode == 0
        numbers.append(drawn.open("amara").build)
        packs.append({path.name for path in (drawn.site / "quay" / "packs").iterdir()})
    assert numbers[0] < numbers[1] and not packs[0] & packs[1]


def test_a_set_that_cannot_be_built_names_who_can_still_open_what_is_published(drawn: Organisation) -> None:
    drawn.grant("ben", "dev")
    assert drawn.run("als", "build").returncode == 0
    place, record = drawn.root / "sets/quay/access.json", drawn.root / "sets/quay/sessions/2026-01-14.yml"
    access, good = Access.load(place), record.read_text()
    record.write_text(good.replace("presenter:", "presentr:"))
    assert "still open" not in drawn.run("als", "build").stderr
    access.remove("dev", dt.date(2026, 11, 23))
    access.reset("ben", dt.date(2026, 11, 23))
    access.save(place)
    assert (
        "sets/quay: what is published stays as it is, and the passphrases taken away since still open it: ben, dev; "
        "put right what is wrong and publish, or take the set's folder off the host"
    ) in drawn.run("als", "build").stderr.splitlines()
    record.write_text(good)
    done = drawn.run("als", "build")
    assert done.returncode == 0 and "still open" not in done.stderr


def test_somebody_who_left_or_was_removed_opens_no_later_build(drawn: Organisation) -> None:
    drawn.grant("ben")
    picture(drawn.root, {"sets/quay/set.yml": SET.replace("Wraysbury}", "Wraysbury, left: 2026-10-01}")})
    done = drawn.run("als", "build")
    assert done.returncode == 0 and "ben is not in the set any more" in done.stderr
    assert drawn.open("amara").person == "amara"
    with pytest.raises(Exception, match="passphrase|damaged"):
        drawn.open("ben")


def test_a_set_without_keys_is_not_published(drawn: Organisation) -> None:
    picture(drawn.root, {"sets/wharf/set.yml": SET})
    done = drawn.run("als", "build")
    assert done.returncode == 0 and not (drawn.site / "wharf").exists()
    assert "sets/wharf: nobody has a passphrase yet" in done.stderr


def test_a_listed_set_is_named_and_linked_on_the_front_door(drawn: Organisation) -> None:
    picture(drawn.root, {"sets/quay/set.yml": SET + "    listed: true\n"})
    assert drawn.run("als", "build").returncode == 0
    assert '<a href="quay/">The Quayside Set</a>' in (drawn.site / "index.html").read_text()
    assert "The Quayside Set" in (drawn.site / "quay" / "index.html").read_text()


def test_the_guidance_can_stay_private(drawn: Organisation) -> None:
    picture(drawn.root, {"mkdocs.yml": (drawn.root / "mkdocs.yml").read_text().replace("{publisher:", "{public_guidance: false, publisher:")})
    assert drawn.run("als", "build").returncode == 0
    assert not (drawn.site / "members").exists()
    assert "What to expect" not in "".join(path.read_text() for path in drawn.site.glob("**/*.html"))
    assert "Expect two or three topics" in text(drawn.open("amara"), "guide/members/what-to-expect/")


def test_lock_screens_offer_no_passkey_where_the_organisation_wants_none(drawn: Organisation) -> None:
    settings = (drawn.root / "mkdocs.yml").read_text()
    for option, expected in (("", False), ("passkeys: false, ", True)):
        picture(drawn.root, {"mkdocs.yml": settings.replace("{publisher:", f"{{{option}publisher:")})
        assert drawn.run("als", "build").returncode == 0
        for page in ("index.html", "404.html"):
            assert ('data-passkeys="off"' in (drawn.site / "quay" / page).read_text()) is expected


def test_the_time_after_which_handbooks_lock_themselves(drawn: Organisation) -> None:
    settings = (drawn.root / "mkdocs.yml").read_text()
    for minutes in ("4", "241"):
        picture(drawn.root, {"mkdocs.yml": settings.replace("{publisher:", f"{{idle_minutes: {minutes}, publisher:")})
        done = drawn.run("als", "build")
        assert (done.returncode, done.stderr) == (
            1, f"mkdocs.yml: the plugin's option 'idle_minutes' is {minutes}; write a whole number of minutes from 5 to 240\n")
    picture(drawn.root, {"mkdocs.yml": settings.replace("{publisher:", "{idle_minutes: 240, publisher:")})
    assert drawn.run("als", "build").returncode == 0
    assert 'data-idle="240"' in (drawn.site / "quay" / "index.html").read_text()
    assert "self.alsIdle=240;" in (drawn.site / "quay" / "sw.js").read_text()


@pytest.mark.parametrize("key", ["", Publisher.generate().to_text(), "nonsense"])
def test_a_build_needs_the_key_that_is_pinned(drawn: Organisation, key: str) -> None:
    done = drawn.run("als", "build", ALS_PUBLISHER_KEY=key)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1 + done.stderr.count("not agreed")
    assert re.search("signing key", done.stderr) and not drawn.site.exists()


def test_a_fact_that_does_not_exist_is_told_with_its_place(drawn: Organisation) -> None:
    picture(drawn.root, {"docs/members/what-to-expect.md": "# What\n\nExpect {{ set.turn }} topics.\n"})
    done = drawn.run("als", "build")
    assert "docs/members/what-to-expect.md:3: there is no fact called 'turn'; did you mean turns?" in done.stderr.splitlines()


def test_a_missing_attachment_is_an_error(drawn: Organisation) -> None:
    (drawn.root / "sets/quay/files/plan.pdf").unlink()
    done = drawn.run("als", "build")
    assert done.returncode == 1 and "sets/quay/files/plan.pdf: a record or page links to this file, but it is not there" in done.stderr


def test_a_set_cannot_take_a_name_that_the_front_door_uses(drawn: Organisation) -> None:
    picture(drawn.root, {"docs/quay/index.md": "# The quay\n"})
    done = drawn.run("als", "build")
    assert done.returncode == 1 and "sets/quay: the front door has a page or folder of this name" in done.stderr


def test_a_site_below_a_path_on_its_host(drawn: Organisation) -> None:
    picture(drawn.root, {"mkdocs.yml": MKDOCS.replace("PUBLISHER", re.findall(r"publisher: (\S+)\}", (drawn.root / "mkdocs.yml").read_text())[0])
                         + "    site_url: https://example.org/handbooks/\n"})
    assert drawn.run("als", "build").returncode == 0
    assert "/handbooks/quay/" in (drawn.site / "quay" / "404.html").read_text()
    assert deep_link_script() in (drawn.site / "404.html").read_text()


def test_a_second_build_at_the_same_time_is_refused_and_harms_nothing(drawn: Organisation) -> None:
    assert drawn.run("als", "build").returncode == 0
    before = snapshot(drawn.site)
    locks = drawn.root / "home/.cache/als/locks"
    with open(next(each for each in locks.iterdir() if each.name != "private"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = drawn.run("als", "build")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "site: another build is writing this folder; wait until it has ended, then build again"
    assert snapshot(drawn.site) == before

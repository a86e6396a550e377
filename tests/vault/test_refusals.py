"""Whatever is not as the publisher sealed it is refused, with a clear message."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from als_plugin.vault import (
    KEYRING,
    Access,
    Content,
    PageContent,
    Publisher,
    Shared,
    VaultError,
    ViewContent,
    open_site,
    sign_step,
)
from als_plugin.vault.format import HEADER, dump_json
from als_plugin.vault.keyring import Keyring, ListedFile
from als_plugin.vault.opening import OpenSite, check_sealed
from als_plugin.vault.viewkey import Build, ViewKey

from .conftest import Sample, quick_kdf
from .sample import SHELL, SKELETON, TIME, TODAY, members, page
from .sealing import sealed_site

DAMAGED = "not what the publisher put here"


def opened(sample: Sample, *, files: dict[str, bytes] | None = None, person: str = "asha", **options: int) -> OpenSite:
    changed = Sample({**sample.files, **(files or {})}, sample.passphrases, sample.access, sample.publisher)
    return open_site(changed.read, sample.passphrases[person], kdf=quick_kdf, today=TODAY, **options)


def read_all(site: OpenSite) -> None:
    for path in site.paths():
        site.read(path)


@pytest.mark.parametrize("keep", [0, 3, 4, 5, 72, HEADER, 1000, -1])
def test_a_truncated_keyring(sample: Sample, keep: int) -> None:
    with pytest.raises(VaultError):
        opened(sample, files={KEYRING: sample.files[KEYRING][:keep]})


def test_a_keyring_with_something_after_it(sample: Sample) -> None:
    for more in (b"\0", b"x"):
        with pytest.raises(VaultError, match=DAMAGED):
            opened(sample, files={KEYRING: sample.files[KEYRING] + more})
    padded = sample.files[KEYRING]
    assert padded[-1] == 0
    with pytest.raises(VaultError, match=DAMAGED):
        opened(sample, files={KEYRING: padded[:-1] + b"\1"})


def test_a_newer_version_and_another_file(sample: Sample) -> None:
    keyring = sample.files[KEYRING]
    with pytest.raises(VaultError, match="newer als"):
        opened(sample, files={KEYRING: keyring[:4] + b"\2" + keyring[5:]})
    with pytest.raises(VaultError, match="not a locked set's keyring"):
        opened(sample, files={KEYRING: b"<!doctype html><title>404</title>" * 9})


def test_truncated_missing_and_swapped_files(sample: Sample) -> None:
    packs = [path for path in sample.files if path.startswith("packs/")]
    for path in packs:
        for person in ("asha", "ben"):
            used = path in used_by(sample, person)
            for changed in (sample.files[path][:-1], b"", sample.files[packs[packs.index(path) - 1]]):
                if used:
                    with pytest.raises(VaultError, match=DAMAGED):
                        read_all(opened(sample, files={path: changed}, person=person))
                else:
                    read_all(opened(sample, files={path: changed}, person=person))
    with pytest.raises(VaultError, match="missing"):
        open_site({KEYRING: sample.files[KEYRING]}.__getitem__, sample.passphrases["asha"], kdf=quick_kdf)
    with pytest.raises(VaultError, match="missing"):
        open_site({}.__getitem__, "a passphrase", kdf=quick_kdf)


def used_by(sample: Sample, person: str) -> set[str]:
    """The sealed files that a person's reading needs."""
    used: set[str] = set()

    def read(path: str) -> bytes:
        used.add(path)
        return sample.read(path)

    read_all(open_site(read, sample.passphrases[person], kdf=quick_kdf, today=TODAY))
    return used


def test_no_file_serves_two_views(sample: Sample) -> None:
    assert used_by(sample, "asha") & used_by(sample, "ben") == {KEYRING}


def test_an_older_build_is_refused(sample: Sample) -> None:
    read_all(opened(sample, lowest_build=1795464900))
    with pytest.raises(VaultError, match="older edition"):
        opened(sample, lowest_build=1795464901)


def resigned(sample: Sample, publisher: Publisher, **changes: object) -> bytes:
    keyring = Keyring.decode(sample.files[KEYRING])
    return dataclasses.replace(keyring, **changes).encode(publisher)


def test_a_keyring_signed_by_another_key(sample: Sample) -> None:
    stranger = Publisher.generate()
    keyring = Keyring.decode(sample.files[KEYRING])
    named = dataclasses.replace(keyring.build, publisher=stranger.public)
    with pytest.raises(VaultError, match="not published by the publisher"):
        opened(sample, files={KEYRING: resigned(sample, stranger, build=named)})
    with pytest.raises(VaultError, match=DAMAGED):
        opened(sample, files={KEYRING: resigned(sample, stranger)})
    own_word = sign_step(stranger, stranger.public, sample.access.set_id)
    usurped = dataclasses.replace(own_word, old=sample.publisher.public)
    with pytest.raises(VaultError, match="not published by the publisher"):
        opened(sample, person="ben", files={KEYRING: resigned(sample, stranger, build=named, succession=(usurped,))})


def test_a_succession_for_another_set(sample: Sample) -> None:
    """Asha was let in under an older key; its word for another set counts for nothing here."""
    with pytest.raises(VaultError, match="not published by the publisher"):
        opened(sample, files={KEYRING: resigned(sample, sample.publisher, succession=())})
    old = Publisher.generate()
    elsewhere = sign_step(old, sample.publisher.public, b"another set's id")
    access = Access.new(old.public)
    access.succession = (elsewhere,)
    with pytest.raises(VaultError, match="another publisher's key"):
        sealed_site([members()], {}, access, sample.publisher, build=1, time=TIME, shell=SHELL)


def test_an_index_replayed_from_another_build(sample: Sample) -> None:
    """A publisher would not; but nothing of one build is of use in another, even under a keyring that lists it."""
    publisher, access = sample.publisher, sample.access
    later = sealed_site([members()], {"ben": 0}, access, publisher, build=1795464999, time=TIME, shell=SHELL)
    keyring, before = Keyring.decode(later[KEYRING]), Keyring.decode(sample.files[KEYRING])
    old_path = next(iter(before.views.values()))
    listed = {**keyring.files, old_path: before.files[old_path]}
    replayed = dataclasses.replace(keyring, views={view: old_path for view in keyring.views}, files=listed).encode(publisher)
    with pytest.raises(VaultError, match=DAMAGED):
        open_site({**sample.files, **later, KEYRING: replayed}.__getitem__, sample.passphrases["ben"], kdf=quick_kdf)
    renumbered = dataclasses.replace(keyring, build=before.build).encode(publisher)
    with pytest.raises(VaultError, match="not open to it"):
        open_site({**later, KEYRING: renumbered}.__getitem__, sample.passphrases["ben"], kdf=quick_kdf)


def test_a_member_cannot_forge_a_pack(sample: Sample) -> None:
    """A member has the view key, so can seal whatever they like; the manifest's hash is what stops them."""
    site = opened(sample)
    number = site.index["entries"]["empty.txt"]["file"]
    pack, entry, offset, length, _zipped = site.index["blobs"][number]
    path = site.index["packs"][pack]
    key = site._key
    forged = key.seal_entry(key.pack_key(pack), pack, entry, b"")
    data = sample.files[path]
    assert data[offset : offset + length] == forged  # the very same content gives the very same seal
    picture = site.index["entries"]["img/r\u00edo.png"]["file"]
    pack, entry, offset, length, _zipped = site.index["blobs"][picture]
    path = site.index["packs"][pack]
    forged = key.seal_entry(key.pack_key(pack), pack, entry, b"x" * (length - 16))
    data = sample.files[path]
    with pytest.raises(VaultError, match=DAMAGED):
        opened(sample, files={path: data[:offset] + forged + data[offset + length :]}).read("img/r\u00edo.png")


def test_swapped_entries_hold_on_their_own(sample: Sample) -> None:
    """Even with the manifest made to fit, an entry opens only in its own place."""
    site = opened(sample)
    blobs = site.index["blobs"]
    one, other = [number for number, blob in enumerate(blobs) if blob[0] == 0][:2]
    blobs[one], blobs[other] = [*blobs[one][:2], *blobs[other][2:]], [*blobs[other][:2], *blobs[one][2:]]
    with pytest.raises(VaultError, match=DAMAGED):
        read_all(site)


def test_a_changed_public_file(sample: Sample) -> None:
    def read(path: str) -> bytes:
        return b"body { }" if path == "../assets/app.css" else sample.files[path]

    site = open_site(read, sample.passphrases["asha"], kdf=quick_kdf, today=TODAY)
    with pytest.raises(VaultError, match=DAMAGED):
        site.read("assets/app.css")


def test_the_builders_own_check(sample: Sample) -> None:
    publisher = Publisher.generate()
    key = ViewKey.draw(Build(bytes(16), 1, publisher.public))
    with pytest.raises((VaultError, KeyError)):
        check_sealed({}, sample.files[KEYRING], [key], [members()])
    files = {path: data for path, data in sample.files.items() if path != KEYRING}
    check_sealed(files, sample.files[KEYRING], [], [])
    for other in ({**files, "more.txt": b""}, {**files, "sw.js": b""}):
        with pytest.raises(VaultError, match=DAMAGED):
            check_sealed(other, sample.files[KEYRING], [], [])
    assert ListedFile.of(b"").length == 0 and dump_json({"é": 1}) == '{"é":1}'.encode()


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "a/./b", "", "a\\b", "a\nb"])
def test_paths_that_cannot_be_served(sample: Sample, path: str) -> None:
    view = ViewContent("members", None, {path: Content(b"", "text/plain")})
    for views, shell in (([view], {}), ([], {path: b""})):
        with pytest.raises(VaultError, match="cannot have a file with this name"):
            sealed_site(views, {}, Access.new(sample.publisher.public), sample.publisher, build=1, time=TIME, shell=shell)


@pytest.mark.parametrize("path", ["keyring", "packs/x"])
def test_names_kept_for_the_lock(sample: Sample, path: str) -> None:
    with pytest.raises(VaultError, match="kept for the locked site"):
        sealed_site([], {}, Access.new(sample.publisher.public), sample.publisher, build=1, time=TIME, shell={path: b""})


@pytest.mark.parametrize("other", [
    page("Riverside", "<p>Held.</p>"), page("14 January 2026", "<p>Held.</p> "), page("14 January 2026", "<p>Held.</p>"),
    dataclasses.replace(page("14 January 2026", "<p>Held.</p>", until=dt.date(2027, 1, 14)), type="text/plain"),
    PageContent(("<!doctype html>",), {}, until=dt.date(2027, 1, 14)),
    PageContent(SKELETON, {"title": "14 January 2026", "nav": Shared("x"), "main": "<p>Held.</p>"}, until=dt.date(2027, 1, 14)),
    Content(b"x", "text/html; charset=utf-8", dt.date(2027, 1, 14)),
])
def test_the_builders_own_check_sees_each_part_of_a_page(monkeypatch: pytest.MonkeyPatch, other: Content | PageContent) -> None:
    path = "sessions/2026-01-14/index.html"
    compared = []

    def against_another(files: Any, unsigned: Any, keys: Any, views: Any) -> None:
        check_sealed(files, unsigned, keys, views)
        changed = dataclasses.replace(views[0], files={**views[0].files, path: other})
        with pytest.raises(VaultError, match=DAMAGED):
            check_sealed(files, unsigned, keys, [changed])
        compared.append(path)

    monkeypatch.setattr("als_plugin.vault.seal.check_sealed", against_another)
    publisher = Publisher.generate()
    access = Access.new(publisher.public)
    access.grant("asha", TODAY, kdf=quick_kdf)
    sealed_site([members()], {"asha": 0}, access, publisher, build=1, time=TIME, shell=SHELL)
    assert compared == [path]

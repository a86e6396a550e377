"""Whatever is sealed opens again, and a host learns no more than it must."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from als_plugin.vault import (
    KEYRING,
    Access,
    Content,
    PageContent,
    Publisher,
    Shared,
    Slot,
    VaultError,
    ViewContent,
    open_site,
)
from als_plugin.vault.format import MEDIA_PACK, padme, safe_path
from als_plugin.vault.keyring import Keyring
from als_plugin.vault.opening import OpenSite

from .conftest import Sample, quick_kdf
from .sample import SHELL, STYLE, TIME, TODAY, expected, facilitator, members
from .sealing import sealed_site

PUBLISHER = Publisher.generate()
ACCESS = Access.new(PUBLISHER.public)
PASSPHRASE = ACCESS.grant("asha", TODAY, kdf=quick_kdf)


def seal(files: Mapping[str, Content | PageContent]) -> dict[str, bytes]:
    return sealed_site([ViewContent("members", None, files)], {"asha": 0}, ACCESS, PUBLISHER, build=7, time=TIME, shell=SHELL)


def reopened(sealed: Mapping[str, bytes], today: dt.date = TODAY) -> OpenSite:
    return open_site(sealed.__getitem__, PASSPHRASE, kdf=quick_kdf, today=today)


names = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1).filter(safe_path)
paths = st.lists(names, min_size=1, max_size=3).map("/".join)
texts = st.text(st.characters(exclude_categories=["Cs"]))
types = st.sampled_from(["text/html; charset=utf-8", "image/png", "application/json", "application/pdf"])
days = st.none() | st.dates(dt.date(2026, 11, 20), dt.date(2026, 11, 26))
files = st.builds(Content, st.binary(max_size=2000), types, days)
gaps = st.sampled_from(["a", "b", "__proto__", "é"])
pages = st.builds(
    PageContent,
    st.lists(texts | st.builds(Slot, gaps)),
    st.fixed_dictionaries({name: texts | st.builds(Shared, texts) for name in ("a", "b", "__proto__", "é")}),
    until=days,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(paths, files | pages, max_size=8))
def test_what_is_sealed_opens(contents: dict[str, Content | PageContent]) -> None:
    sealed = seal(contents)
    site = reopened(sealed)
    view = ViewContent("members", None, contents)
    assert {path: site.read(path) for path in site.paths()} == expected(view, {})
    assert all(len(data) == padme(len(data)) for path, data in sealed.items() if path == KEYRING)


def test_everything_of_the_sample(sample: Sample) -> None:
    for person, view in (("asha", members()), ("ben", facilitator())):
        site = open_site(sample.read, sample.passphrases[person], kdf=quick_kdf, today=TODAY)
        assert (site.person, site.audience, site.since, site.time) == (person, view.audience, view.since, TIME)
        assert {path: site.read(path) for path in site.paths()} == expected(view, {"../assets/app.css": STYLE})
        assert site.index["csp"] == view.csp and site.index["timezone"] == view.timezone


def test_folders_and_missing_pages(sample: Sample) -> None:
    site = open_site(sample.read, sample.passphrases["asha"], kdf=quick_kdf, today=TODAY)
    assert site.read("") == site.read("/") == site.read("index.html")
    assert site.read("sessions/") == site.read("/sessions") == site.read("sessions/index.html")
    for path in ("nothing/", "../keyring", "sessions/2025-01-15/"):
        with pytest.raises(VaultError, match="no such page"):
            site.read(path)


def test_until_is_the_last_day() -> None:
    sealed = seal({"a.txt": Content(b"", "text/plain", dt.date(2026, 11, 23)), "b.txt": Content(b"", "text/plain")})
    assert reopened(sealed, dt.date(2026, 11, 23)).paths() == ("a.txt", "b.txt")
    assert reopened(sealed, dt.date(2026, 11, 24)).paths() == ("b.txt",)


def test_two_seals_share_nothing_but_the_shell_and_the_keyrings_size() -> None:
    first, second = (seal({"index.html": Content(b"<p>Hello</p>" * 100, "text/html")}) for _number in range(2))
    assert set(first) & set(second) == {KEYRING, *SHELL}
    assert len(first[KEYRING]) == len(second[KEYRING])
    # Random names and keys are packed with an index, and now and then the next size that it is padded to is needed.
    assert all(abs(one - other) <= 16 for one, other in zip(sorted(map(len, first.values())), sorted(map(len, second.values())), strict=True))
    assert not {data for path, data in first.items() if path not in SHELL} & set(second.values())
    assert not any(b"Hello" in data or b"text/html" in data for path, data in first.items() if path not in SHELL)


def test_shared_texts_and_skeletons_are_stored_once() -> None:
    shared = Shared("<nav>" + "".join(chr(0x4E00 + n) for n in range(2000)) + "</nav>")
    pages = {f"{n}/index.html": PageContent((Slot("nav"), Slot("main")), {"nav": shared, "main": str(n)}) for n in range(40)}
    site = reopened(seal(pages))
    assert len(site.index["blobs"]) == 40 + 1 + 1


def test_media_packs_stay_below_their_limit() -> None:
    media = {f"{n}.png": Content(bytes([n]) * (3 * 1024 * 1024), "image/png") for n in range(5)}
    media["film.mp4"] = Content(b"film" * (MEDIA_PACK // 4), "video/mp4")
    sealed = seal(media)
    sizes = sorted(len(data) for path, data in sealed.items() if path.startswith("packs/"))
    assert [size for size in sizes if size > MEDIA_PACK] == [padme(MEDIA_PACK + 16)]
    assert all(size <= MEDIA_PACK for size in sizes[:-1]) and len(sizes) == 1 + 3 + 1
    site = reopened(sealed)
    assert all(site.read(path)[0] == content.data for path, content in media.items())


def test_a_page_with_an_empty_gap_is_a_mistake() -> None:
    with pytest.raises(VaultError, match="gap main has nothing to fill it"):
        seal({"index.html": PageContent(("<p>", Slot("main")), {})})


def test_a_set_of_sixty_pages_is_sealed_in_a_moment() -> None:
    words = " ".join(f"word{n * 7919 % 10007}" for n in range(700))
    frame = ("<!doctype html>" + "<link rel=x>" * 400, Slot("nav"), "<main>", Slot("main"), "</main>")
    nav = Shared("<a href='../x/'>Sessions</a>" * 200)
    pages = {f"{n}/index.html": PageContent(frame, {"nav": nav, "main": f"<h1>{n}</h1>{words}"}) for n in range(60)}
    seal(pages)
    spent = []
    for _number in range(5):
        start = time.process_time()
        seal(pages)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.2, spent


def test_the_keyring_does_not_tell_by_their_order_whose_view_is_whose() -> None:
    first = set()
    for _build in range(64):
        files = sealed_site([members(), facilitator()], {"asha": 0}, ACCESS, PUBLISHER, build=7, time=TIME, shell=SHELL)
        first.add(len(files[next(iter(Keyring.decode(files[KEYRING]).views.values()))]))
        if len(first) == 2:
            return
    raise AssertionError("always in the same order")

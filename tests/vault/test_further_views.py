"""Further views that an index carries the keys of: the facilitator's, of what members see."""

from __future__ import annotations

import dataclasses
import json

import pytest

from als_plugin.vault import Access, Publisher, VaultError, open_site
from als_plugin.vault.format import b64, padme
from als_plugin.vault.keyring import Keyring
from als_plugin.vault.viewkey import ViewKey

from .conftest import quick_kdf
from .sample import SHELL, STYLE, TIME, TODAY, facilitator, members
from .sealing import sealed_site

PUBLISHER = Publisher.generate()
ACCESS = Access.new(PUBLISHER.public)
PASSPHRASES = {person: ACCESS.grant(person, TODAY, kdf=quick_kdf) for person in ("asha", "fay")}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    views = [members(), dataclasses.replace(facilitator(), also=(0,))]
    sealed = sealed_site(views, {"asha": 0, "fay": 1}, ACCESS, PUBLISHER, build=7, time=TIME, shell=SHELL)
    return {**sealed, "../assets/app.css": STYLE}


def opened(files, person):
    return open_site(files.__getitem__, PASSPHRASES[person], kdf=quick_kdf, today=TODAY)


def test_the_facilitator_opens_what_members_see(files) -> None:
    site, own = opened(files, "fay"), opened(files, "asha")
    (other,) = site.others()
    assert (site.audience, other.audience, other.since, other.person) == ("facilitator", "members", None, "fay")
    assert other.paths() == own.paths() != site.paths()
    assert all(other.read(path) == own.read(path) for path in own.paths())


def test_members_open_no_further_view(files) -> None:
    site = opened(files, "asha")
    assert site.others() == () and "also" not in site.index


def test_it_shows_in_no_size_that_the_host_sees(files) -> None:
    keyring = Keyring.decode(files["keyring"])
    for path in keyring.views.values():
        assert len(files[path]) - 16 == padme(len(files[path]) - 16)


@pytest.mark.parametrize("also", [[{"id": b64(bytes(16)), "key": b64(bytes(32))}], [{"id": "?"}], {"id": 1}, 7, [None]])
def test_a_further_view_that_is_none_is_refused(files, monkeypatch: pytest.MonkeyPatch, also: object) -> None:
    whole = ViewKey.open_index
    monkeypatch.setattr(ViewKey, "open_index", lambda self, sealed: json.dumps({**json.loads(whole(self, sealed)), "also": also}).encode())
    with pytest.raises(VaultError):
        opened(files, "fay").others()

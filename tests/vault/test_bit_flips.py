"""One changed bit, wherever it is, and a site of format 1 is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from als_plugin.vault import KEYRING, Access, Content, OpenSite, Publisher, VaultError, ViewContent, open_site
from als_plugin.vault.viewkey import Build, ViewKey

from .conftest import Sample, quick_kdf
from .sample import TIME, TODAY
from .sealing import sealed_site


def opened(sample: Sample, changes: dict[str, bytes]) -> OpenSite:
    return open_site({**sample.files, **changes}.__getitem__, sample.passphrases["asha"], kdf=quick_kdf)


def read_all(site: OpenSite) -> None:
    for path in site.paths():
        site.read(path)


def flips(data: bytes) -> Iterator[bytes]:
    changed = bytearray(data)
    for place in range(len(data)):
        for bit in range(8):
            changed[place] ^= 1 << bit
            yield bytes(changed)
            changed[place] ^= 1 << bit


@pytest.fixture(scope="module")
def small() -> Sample:
    """As small as a site can be: one person, one file."""
    publisher = Publisher.generate()
    access = Access.new(publisher.public)
    passphrase = access.grant("a", TODAY, kdf=quick_kdf)
    view = ViewContent("members", None, {"index.html": Content(b"Hello", "text/html")})
    files = sealed_site([view], {"a": 0}, access, publisher, build=1, time=TIME, shell={})
    return Sample(files, {"asha": passphrase}, access, publisher)


def test_every_flipped_bit_of_a_keyring_is_refused(small: Sample) -> None:
    read_all(opened(small, {}))
    accepted = 0
    for changed in flips(small.files[KEYRING]):
        try:
            opened(small, {KEYRING: changed})
            accepted += 1
        except VaultError:
            pass
    assert accepted == 0


def test_every_flipped_bit_of_an_index_or_pack_is_refused(small: Sample) -> None:
    for path in small.files:
        if path != KEYRING:
            for changed in flips(small.files[path]):
                with pytest.raises(VaultError, match="not what the publisher put here"):
                    read_all(opened(small, {path: changed}))


def test_every_flipped_bit_of_an_index_is_refused_by_its_own_seal(small: Sample) -> None:
    """Even without the manifest's hashes, an index holds on its own."""
    key = ViewKey.draw(Build(bytes(16), 1, bytes(32)))
    sealed = key.seal_index(b"{}")
    assert key.open_index(sealed) == b"{}"
    assert all(key.open_index(changed) is None for changed in flips(sealed))

"""A set's folder sealed and signed in one go, as a build does it in two places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from als_plugin.vault import KEYRING, Access, ListedFile, Publisher, ViewContent, seal_site, sign_keyring

__all__ = ["sealed_site"]


def sealed_site(
    views: Sequence[ViewContent],
    grants: Mapping[str, int],
    access: Access,
    publisher: Publisher,
    *,
    build: int,
    time: str,
    shell: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The files of a set's folder by path, the signed keyring among them."""
    sealed = seal_site(views, grants, access, publisher.public, build=build, time=time, shell=shell)
    listed = {path: ListedFile.of(data) for path, data in sealed.files.items()}
    return {**sealed.files, KEYRING: sign_keyring(sealed.keyring, listed, access, publisher, build=build, time=time)}

"""Locking a set's site and opening it again. Knows bytes and paths, nothing of sets; FORMAT.md is the contract."""

from __future__ import annotations

from als_plugin.vault.access import Access
from als_plugin.vault.content import Clear, Content, PageContent, Shared, Slot, ViewContent, assemble
from als_plugin.vault.format import KEYRING, MANIFEST, VaultError
from als_plugin.vault.joining import JoinCode
from als_plugin.vault.keyring import Keyring, ListedFile
from als_plugin.vault.keys import Derived, Publisher, argon2id, derive
from als_plugin.vault.manifest import Manifest
from als_plugin.vault.opening import OpenSite, open_site
from als_plugin.vault.passphrase import generate, normal_form
from als_plugin.vault.seal import Sealed, seal_site
from als_plugin.vault.signing import sign_keyring
from als_plugin.vault.slots import Grantee
from als_plugin.vault.succession import Step, sign_step

__all__ = [
    "KEYRING",
    "MANIFEST",
    "Access",
    "Clear",
    "Content",
    "Derived",
    "Grantee",
    "JoinCode",
    "Keyring",
    "ListedFile",
    "Manifest",
    "OpenSite",
    "PageContent",
    "Publisher",
    "Sealed",
    "Shared",
    "Slot",
    "Step",
    "VaultError",
    "ViewContent",
    "argon2id",
    "assemble",
    "derive",
    "generate",
    "normal_form",
    "open_site",
    "seal_site",
    "sign_keyring",
    "sign_step",
]

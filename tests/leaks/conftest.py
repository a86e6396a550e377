"""A sealed site to search, the same as the vault's tests have."""

from ..vault.conftest import sample

__all__ = ["sample"]

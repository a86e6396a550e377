"""The samples' keys are known to everybody: they may lock the samples, and nothing else."""

from __future__ import annotations

from ...errors import AlsError
from ...vault import Access
from ...vault.format import b64
from ...words import _

__all__ = ["DEMO_PUBLISHER", "DEMO_SETS", "refuse_demo"]

DEMO_PUBLISHER = "19oZIC3tBcUIJpPY7TeTZoCiPvFsvThFa7elanXUUg4"
"""The public half of the demo key (b64)."""

DEMO_SETS = {
    "riverside": "_QAv7ZrEMbvX20qf99xg1w",
    "harbour": "ZD3XfgmaNSBX1TKQ68MvFQ",
    "northgate": "p531vgvqKS9mua8cxBqwrg",
}
"""The random ids (b64) of the sample sets, whose passphrases stand in the README."""


def refuse_demo(set_id: str, access: Access, publisher: bytes) -> None:
    """Raise AlsError where the demo key would lock a real set, or a sample's passphrases a real site."""
    place = f"sets/{set_id}/access.json"
    sample = b64(access.set_id) in DEMO_SETS.values()
    if b64(publisher) == DEMO_PUBLISHER and not sample:
        raise AlsError(
            "mkdocs.yml",
            _("the set '{set}' would be signed with the demo key, which everybody has").format(set=set_id),
            _("make an organisation with a key of its own: als init DIR"),
        )
    if b64(publisher) != DEMO_PUBLISHER and sample:
        raise AlsError(place, _("these are the sample's passphrases, which everybody knows"), _("delete this file and grant anew"))

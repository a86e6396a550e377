"""`als check --fix`: ids written at actions that are reported on, each shown beside what is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from ..words import _, ngettext
from .organisation import Organisation
from .output import warn

__all__ = ["fix_ids"]


def fix_ids(organisation: Organisation, folders: Iterable[Path], *, yes: bool) -> None:
    """Write the ids that report-backs need in these sets, asking about each action unless `yes`."""
    from ..files import write_all
    from ..records import CountedAction, counted_actions, with_ids

    written = 0
    for folder in folders:
        shown = organisation.shown(folder)
        chosen: list[CountedAction] = []
        counted = counted_actions(folder, shown)
        with_ids(folder, shown, counted)  # what cannot be written is told before anybody is asked
        for action in counted:
            told = (_("  told on {date}: {words}").format(date=day, words=_short(words)) for day, words in action.told)
            warn([f"{shown}/sessions/{action.stem}.yml", _("  the action: {do}").format(do=_short(action.do)), *told])
            if yes or click.confirm(_("  Do they belong together? Then id: {id} is written").format(id=action.full.split("/")[1]), err=True):
                chosen.append(action)
        write_all({path: data.decode("utf-8") for path, data in with_ids(folder, shown, chosen).items()})
        written += len(chosen)
    warn([ngettext("{n} id written", "{n} ids written", written).format(n=written)])


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 90 else f"{words[:89]}…"

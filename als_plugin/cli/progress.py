"""Progress on stderr for whoever watches a terminal; nothing of it where nobody does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ..words import _

__all__ = ["Steps", "steps", "working"]


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say what is being done, while it is."""
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(what)):
        yield


class Steps:
    """A bar that begins when it is known how many steps there are."""

    def begin(self, number: int) -> None:
        """There are so many steps."""

    def done(self) -> None:
        """One more step is done."""


class _Bar(Steps):
    def __init__(self, what: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
        from rich.text import Text

        class Rate(ProgressColumn):
            def render(self, task: Task) -> Text:
                speed = task.finished_speed or task.speed
                return Text("" if speed is None else _("{n} a second").format(n=f"{speed:.1f}"), style="progress.data.speed")

        self.bar = Progress(
            TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(),
            console=Console(stderr=True), transient=True,
        )
        self.task = self.bar.add_task(what, total=None)

    def begin(self, number: int) -> None:
        self.bar.update(self.task, total=number)

    def done(self) -> None:
        self.bar.advance(self.task)


@contextmanager
def steps(what: str) -> Iterator[Steps]:
    """A bar while the block runs, gone after it."""
    if not sys.stderr.isatty():
        yield Steps()
        return
    made = _Bar(what)
    with made.bar:
        yield made

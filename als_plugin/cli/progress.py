"""Progress on stderr for whoever watches a terminal; nothing of it where nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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

    def __init__(self, what: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self.bar = Progress(
            TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=Console(stderr=True), transient=True,
        )
        self.bar.disable = not self.bar.console.is_terminal
        self.task = self.bar.add_task(what, total=None)

    def begin(self, number: int) -> None:
        """There are so many steps."""
        self.bar.update(self.task, total=number)

    def done(self) -> None:
        """One more step is done."""
        self.bar.advance(self.task)


@contextmanager
def steps(what: str) -> Iterator[Steps]:
    """A bar while the block runs, gone after it."""
    made = Steps(what)
    with made.bar:
        yield made

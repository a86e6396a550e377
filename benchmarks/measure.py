"""Running commands and taking their measure: CPU of all their processes, wall time, memory; medians of interleaved runs."""

from __future__ import annotations

import ctypes
import os
import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Taken", "interleaved", "run", "spent", "table"]

_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Taken:
    """What a run took: seconds of CPU, seconds by the clock, and the most memory that its processes had together (bytes)."""

    cpu: float
    wall: float
    memory: int = 0


def run(command: Sequence[object], cwd: Path, *, watch_memory: bool = False, **environment: str) -> Taken:
    """Run a command to its end, its last descendant's included. SystemExit where it fails."""
    # Descendants whose parents are gone become ours, so that their CPU counts.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before, began = _children(), time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], cwd=cwd, env={**os.environ, **environment},
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    memory = _Memory(process.pid) if watch_memory else None
    _out, said = process.communicate()
    wall = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"{command[0]}: {said[-2000:]}")
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    return Taken(_children() - before, wall, memory.most() if memory else 0)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Memory(threading.Thread):
    """Adds up the memory (PSS: shared pages count once) of a process and its descendants, five times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.ended = pid, 0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self.ended.wait(0.2):
            self.peak = max(self.peak, sum(map(_pss, _tree(self.pid))))

    def most(self) -> int:
        self.ended.set()
        self.join()
        return self.peak


def _tree(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(each.parent.name)] = int(each.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def spent(root: int) -> float:
    """Seconds of CPU that a process and its descendants have had so far."""
    return sum(map(_seconds, _tree(root)))


def _seconds(pid: int) -> float:
    """A process' own CPU, by its clock, which tells less than a hundredth of a second too; and that of children that were waited for."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        own = time.clock_gettime(~pid << 3 | 2)  # what clock_getcpuclockid() gives for another process
    except OSError:
        return 0
    return own + sum(map(int, fields[13:15])) / os.sysconf("SC_CLK_TCK")


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def interleaved(cases: Mapping[str, Callable[[], Taken]], rounds: int) -> dict[str, Taken]:
    """Each case `rounds` times, in turn, so that what else the machine does falls on all alike; medians."""
    taken: dict[str, list[Taken]] = {name: [] for name in cases}
    for _round in range(rounds):
        for name, case in cases.items():
            taken[name].append(case())
    return {
        name: Taken(*(statistics.median(getattr(each, part) for each in several) for part in ("cpu", "wall", "memory")))
        for name, several in taken.items()
    }


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table for README.md: the first column words, the others figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *[[str(cell) for cell in row] for row in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

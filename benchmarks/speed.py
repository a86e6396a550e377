"""How fast sets are built, against other builders on the same pages.

    python -m benchmarks.speed CASE… [--sets 50] [--sessions 31] [--rounds 5] [--peers 10]

Cases: sets, change, sessions, views, jobs, many, others, preview, begin. Each prints a table for README.md. Times are medians of
interleaved runs; CPU counts every process that a command starts. The other builders take each set by itself, so a round has
them build so many of the sets (`--peers`), and what that takes is multiplied up to all.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from .bench import Bench, Peers
from .measure import Taken, interleaved, table
from .preview import until_shown


def over(pages: Sequence[Path], times: float, build: Callable[[Path], Taken]) -> Taken:
    """One build for each of these, taken so many times."""
    taken = [build(each) for each in pages]
    return Taken(times * sum(each.cpu for each in taken), times * sum(each.wall for each in taken))


def some(bench: Bench, chosen: argparse.Namespace) -> tuple[list[Path], float]:
    """The pages of the sets that others build in a round, and how many times as many sets there are."""
    pages = [bench.exported(each) for each in bench.sets[: chosen.peers]]
    return pages, chosen.sets / len(pages)


def sets(folder: Path, chosen: argparse.Namespace) -> str:
    """Sealed sets against separate builds of the same pages, plain and encrypted."""
    peers, rows = Peers(folder / "peers"), []
    for rich in (False, True):
        bench = Bench(folder / ("rich" if rich else "plain"), sets=chosen.sets, sessions=chosen.sessions, rich=rich)
        apart = partial(over, *some(bench, chosen))
        bench.als("build")  # the first build proves frames, once
        taken = interleaved({
            "mkdocs-als, sealed": partial(bench.als, "build", "--force", "--jobs", 1),
            "Material": partial(apart, peers.material),
            "Material with encryptcontent": partial(apart, peers.encryptcontent),
            "Material, then StatiCrypt": partial(apart, peers.staticrypt),
        }, chosen.rounds)
        ours = taken["mkdocs-als, sealed"].cpu
        number = bench.pages(bench.sets[0]) * chosen.sets
        rows += [[name, "rich" if rich else "plain", number, f"{each.cpu:.1f}", f"{each.cpu / number * 1000:.2f}", f"{each.cpu / ours:.1f}"]
                 for name, each in taken.items()]
    return table(["builder", "texts", "pages", "CPU (s)", "ms a page", "times ours"], rows)


def change(folder: Path, chosen: argparse.Namespace) -> str:
    """One changed set among many, and none."""
    peers, bench = Peers(folder / "peers"), Bench(folder / "org", sets=chosen.sets, sessions=chosen.sessions)
    pages, turn = bench.exported(bench.sets[0]), iter(range(10_000))
    bench.als("build")

    def changed() -> Taken:
        bench.change(bench.sets[0], f"We changed this {next(turn)} times.")
        return settled()

    def settled() -> Taken:
        time.sleep(2.1)  # what changed less than two seconds ago is not judged by its looks
        return bench.als("build")

    taken = interleaved({
        f"one changed set of {chosen.sets}": changed,
        f"nothing changed in {chosen.sets}": settled,
        "Material, one set": partial(peers.material, pages),
    }, chosen.rounds)
    material = taken["Material, one set"].wall
    return table(["build", "wall (s)", "CPU (s)", "ms a set", "times as fast as Material"], [
        [name, f"{each.wall:.2f}", f"{each.cpu:.2f}", f"{each.wall / chosen.sets * 1000:.1f}", f"{material / each.wall:.1f}"]
        for name, each in taken.items()])


def sessions(folder: Path, chosen: argparse.Namespace) -> str:
    """What a page costs, and what a session weighs, as a set grows."""
    benches = {number: Bench(folder / str(number), sets=1, sessions=number) for number in (0, 25, 100, 400)}
    for bench in benches.values():
        bench.als("build")
    taken = interleaved({str(number): partial(bench.als, "build", "--force", "--jobs", 1) for number, bench in benches.items()}, chosen.rounds)
    none, base, rows = taken["0"], benches[0].sealed(benches[0].sets[0]), []
    for number, bench in list(benches.items())[1:]:
        cpu, size = taken[str(number)].cpu - none.cpu, bench.sealed(bench.sets[0]) - base
        rows.append([number, f"{taken[str(number)].cpu:.2f}", f"{cpu / number * 1000:.2f}", f"{size / number:.0f}"])
    return table(["sessions", "CPU (s)", "ms a further page", "bytes a session"], rows)


def views(folder: Path, chosen: argparse.Namespace) -> str:
    """What the facilitator's view costs beside the members'."""
    benches = {
        name: Bench(folder / name, sets=chosen.sets, sessions=chosen.sessions, people=people)
        for name, people in (("one", ("m1",)), ("two", ("m1", "caretaker")))
    }
    for bench in benches.values():
        bench.als("build")
    taken = interleaved({name: partial(bench.als, "build", "--force", "--jobs", 1) for name, bench in benches.items()}, chosen.rounds)
    one = taken["one"].cpu
    return table(["views", "CPU (s)", "ms a set", "ratio"], [
        [name, f"{each.cpu:.2f}", f"{each.cpu / chosen.sets * 1000:.0f}", f"{each.cpu / one:.2f}"] for name, each in taken.items()])


def jobs(folder: Path, chosen: argparse.Namespace) -> str:
    """One worker against two."""
    bench = Bench(folder / "org", sets=chosen.sets, sessions=chosen.sessions)
    bench.als("build")
    taken = interleaved({str(number): partial(bench.als, "build", "--force", "--jobs", number) for number in (1, 2)}, chosen.rounds)
    one = taken["1"].wall
    return table(["workers", "wall (s)", "CPU (s)", "times as fast"], [
        [name, f"{each.wall:.2f}", f"{each.cpu:.2f}", f"{one / each.wall:.2f}"] for name, each in taken.items()])


def many(folder: Path, chosen: argparse.Namespace) -> str:
    """A whole academy, built once from nothing."""
    bench = Bench(folder / "org", sets=chosen.sets, sessions=chosen.sessions)
    taken = bench.als("build", memory=True)
    return table(["sets", "minutes", "ms a set", "peak memory (MB)"], [
        [chosen.sets, f"{taken.wall / 60:.1f}", f"{taken.wall / chosen.sets * 1000:.0f}", f"{taken.memory / 1e6:.0f}"]])


def others(folder: Path, chosen: argparse.Namespace) -> str:
    """Hugo with a bare theme (where it is installed), and Zensical, on the same pages; neither locks anything."""
    peers, bench = Peers(folder / "peers"), Bench(folder / "org", sets=chosen.sets, sessions=chosen.sessions)
    apart = partial(over, *some(bench, chosen))
    bench.als("build")
    taken = interleaved({
        "mkdocs-als, sealed": partial(bench.als, "build", "--force", "--jobs", 1),
        **({"Hugo, two bare templates": partial(apart, peers.hugo)} if shutil.which("hugo") else {}),
        "Zensical": partial(apart, peers.zensical),
        "Material": partial(apart, peers.material),
    }, chosen.rounds)
    ours = taken["mkdocs-als, sealed"].cpu
    return table(["builder", "CPU (s)", "wall (s)", "times our CPU"], [
        [name, f"{each.cpu:.1f}", f"{each.wall:.1f}", f"{each.cpu / ours:.2f}"] for name, each in taken.items()])


def preview(folder: Path, chosen: argparse.Namespace) -> str:
    """From saving a record until the open page in Chromium shows it."""
    rows = []
    for number in (20, 200):
        bench = Bench(folder / str(number), sets=1, sessions=number)
        rows.append([number, *(f"{each:.0f}" for each in until_shown(bench, chosen.rounds))])
    return table(["sessions", "ms until shown", "the server's CPU (ms)"], rows)


def begin(folder: Path, chosen: argparse.Namespace) -> str:
    """What commands take that build nothing: all that they begin with, on one set."""
    bench = Bench(folder / "org", sets=1, sessions=chosen.sessions)
    taken = interleaved({" ".join(["als", *command]): partial(bench.als, *command) for command in (["--help"], ["check"])}, chosen.rounds)
    return table(["command", "wall (s)", "CPU (s)"], [[name, f"{each.wall:.2f}", f"{each.cpu:.2f}"] for name, each in taken.items()])


CASES: dict[str, Callable[[Path, argparse.Namespace], str]] = {
    each.__name__: each for each in (sets, change, sessions, views, jobs, many, others, preview, begin)
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", nargs="+", choices=CASES)
    for name, default in (("sets", 50), ("sessions", 31), ("rounds", 5), ("peers", 10)):
        parser.add_argument(f"--{name}", type=int, default=default)
    chosen = parser.parse_args()
    for name in chosen.case:
        with tempfile.TemporaryDirectory() as folder:
            print(f"\n{CASES[name].__doc__}\n\n{CASES[name](Path(folder) / name, chosen)}", flush=True)


if __name__ == "__main__":
    main()

"""Twenty thousand spoilt sites: each is refused cleanly, or shows what it showed before."""

from __future__ import annotations

from collections import Counter

from .mutations import Case, Mutator, Target, judged

CASES = 20_000
SEED = 20261123


def run(target: Target, seed: int, number: int) -> Counter[tuple[str, str]]:
    """Judges so many cases; a failure names the seed and the case."""
    seen: Counter[tuple[str, str]] = Counter()
    for count, case in enumerate(Mutator(target, seed).cases(number)):
        try:
            seen[case.kind, judged(target, case)] += 1
        except Exception as error:
            raise AssertionError(f"seed {seed}, case {count}, {case.kind}: {type(error).__name__}: {error}") from error
    return seen


def test_spoilt_sites_are_refused_cleanly() -> None:
    target = Target.make()
    assert len(target.shown) > 5
    seen = run(target, SEED, CASES)
    assert sum(seen.values()) == CASES
    # The spoiling reaches every layer: what is signed gets past the signature, and some of it harms nothing.
    assert {kind for kind, verdict in seen if verdict == "shown"} == {
        "a sealed file that is listed", "a body that is signed", "an index that is signed",
    }
    assert min(Counter({kind: seen[kind, "refused"] for kind, _verdict in seen}).values()) > 500


def test_the_judge_notices_what_is_wrong() -> None:
    """The positive control: a case that opens although it must not, and one that shows something else."""
    target = Target.make()
    try:
        judged(target, Case("nothing at all", {}))
    except AssertionError as error:
        assert "accepted" in str(error)
    else:
        raise AssertionError("a site that is as it was counts as refused")
    index = dict(target.index, entries={**target.index["entries"], "index.html": target.index["entries"]["empty.txt"]})
    from als_plugin.vault.format import dump_json

    changes = target.relisted({target.index_path: target.view.seal_index(dump_json(index))})
    try:
        judged(target, Case("another index", changes, must=False))
    except AssertionError as error:
        assert "something else" in str(error)
    else:
        raise AssertionError("another index counts as the same")

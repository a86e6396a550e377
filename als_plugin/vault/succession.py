"""Planned changes of the publisher's key: the old key's word for the new one, a step a set (FORMAT.md, sections 2 and 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from als_plugin.vault.format import b64, ctx, unb64
from als_plugin.vault.keys import Publisher, verify

__all__ = ["Step", "is_chain", "read_steps", "reaches", "sign_step", "steps_data", "steps_to"]


@dataclass(frozen=True)
class Step:
    """One planned change of a publisher's key, signed by the old one."""

    old: bytes
    new: bytes
    signature: bytes

    def holds(self, set_id: bytes) -> bool:
        """Whether the old key signed it for this set."""
        return verify(self.old, self.signature, ctx("succession", set_id, self.old, self.new))


def sign_step(old: Publisher, new: bytes, set_id: bytes) -> Step:
    """The old key's word that `new` is the publisher's key from now on."""
    return Step(old.public, new, old.sign(ctx("succession", set_id, old.public, new)))


def reaches(pinned: bytes, publisher: bytes, succession: Sequence[Step], set_id: bytes) -> bool:
    """Whether `publisher` is the pinned key, or follows from it by steps of which each is signed."""
    current = pinned
    for step in succession:
        if current == publisher:
            break
        if step.old == current:
            if not step.holds(set_id):
                return False
            current = step.new
    return current == publisher


def is_chain(succession: Sequence[Step], set_id: bytes) -> bool:
    """Whether every step is signed for this set and begins where the one before it ends."""
    return all(step.holds(set_id) for step in succession) and all(one.new == two.old for one, two in pairwise(succession))


def steps_to(public: bytes, succession: Sequence[Step]) -> tuple[Step, ...]:
    """The steps that lead to a key. What comes after it was begun and never finished."""
    for number, step in enumerate(succession):
        if step.old == public:
            return tuple(succession[:number])
    return tuple(succession)


def steps_data(succession: Iterable[Step]) -> list[dict[str, str]]:
    """The steps as they stand in JSON."""
    return [{"from": b64(step.old), "to": b64(step.new), "signature": b64(step.signature)} for step in succession]


def read_steps(data: Iterable[Mapping[str, str]]) -> tuple[Step, ...]:
    """The steps in JSON, their signatures not checked yet. Raises ValueError, KeyError or TypeError."""
    return tuple(Step(unb64(one["from"], 32), unb64(one["to"], 32), unb64(one["signature"], 64)) for one in data)

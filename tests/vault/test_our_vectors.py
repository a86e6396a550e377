"""The values of tests/vectors, in Python and in the second reader."""

from __future__ import annotations

from typing import Any

import pytest

from als_plugin.vault import Slot, assemble, derive, normal_form
from als_plugin.vault.format import ctx, padme

from .conftest import cases


def as_part(part: dict[str, str]) -> str | bytes:
    return part["text"] if "text" in part else bytes.fromhex(part["hex"])


@pytest.mark.parametrize("case", cases("ctx.json"))
def test_ctx(case: dict[str, Any], reader) -> None:
    version, *parts = (as_part(part) for part in case["parts"])
    assert version == "als1"
    assert ctx(*parts).hex() == case["hex"]
    assert reader("ctx", parts=case["parts"]) == {"answer": case["hex"]}


@pytest.mark.parametrize("case", cases("padme.json"))
def test_padme(case: dict[str, Any], reader) -> None:
    assert padme(case["size"]) == case["padded"]
    assert reader("padme", size=case["size"]) == {"answer": case["padded"]}


@pytest.mark.parametrize("case", cases("normal_form.json"))
def test_normal_form(case: dict[str, Any], reader) -> None:
    assert normal_form(case["passphrase"]).hex() == case["hex"]
    assert reader("normal_form", passphrase=case["passphrase"]) == {"answer": case["hex"]}


@pytest.mark.parametrize("case", cases("derive.json"))
def test_derive(case: dict[str, Any], reader) -> None:
    derived = derive(case["passphrase"], bytes.fromhex(case["salt"]))
    expected = {name: case[name] for name in ("tag", "wrappingKey", "deviceKey")}
    assert [derived.tag.hex(), derived.wrapping_key.hex(), derived.device_key.hex()] == list(expected.values())
    assert reader("derive", passphrase=case["passphrase"], salt=case["salt"]) == {"answer": expected}


@pytest.mark.parametrize("case", cases("assembler.json"))
def test_assembler(case: dict[str, Any], reader) -> None:
    skeleton = [part if isinstance(part, str) else Slot(part["slot"]) for part in case["skeleton"]]
    answer = reader("assemble", skeleton=case["skeleton"], fill=case["fill"])
    if case.get("refused"):
        with pytest.raises(KeyError):
            assemble(skeleton, case["fill"])
        assert "refused" in answer
    else:
        assert assemble(skeleton, case["fill"]) == case["page"]
        assert answer == {"answer": case["page"]}


def test_secrets_do_not_show_in_a_repr() -> None:
    derived = derive("one two three", bytes(16), kdf=lambda secret, salt: bytes(32))
    assert derived.wrapping_key.hex() not in repr(derived) and repr(derived.device_key) not in repr(derived)

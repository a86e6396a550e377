"""Passphrases, the publisher's key, and the small blocks of the format."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from als_plugin.vault import Publisher, VaultError, generate, normal_form, sign_step
from als_plugin.vault.format import b64, ctx, load_json, padme, safe_path, unb64
from als_plugin.vault.keys import verify
from als_plugin.vault.passphrase import _word_list
from als_plugin.vault.succession import reaches


def test_the_word_list_is_the_effs_long_one() -> None:
    words = _word_list()
    assert len(words) == len(set(words)) == 6**5
    assert (words[0], words[-1]) == ("abacus", "zoom")
    # Four words have a hyphen, which the normal form makes a space; no two phrases of six words become one by it.
    assert len({normal_form(word) for word in words}) == 6**5


def test_passphrases_are_six_words_and_their_own_normal_form() -> None:
    seen = {generate() for _number in range(300)}
    assert len(seen) == 300
    assert all(len(phrase.split(" ")) == 6 and set(phrase.split(" ")) <= set(_word_list()) for phrase in seen)
    # 1800 draws of 7776 words: about 1610 different ones.
    assert len({word for phrase in seen for word in phrase.split(" ")}) > 1500


@settings(deadline=None)
@given(st.text())
def test_the_normal_form_is_stable(text: str) -> None:
    form = normal_form(text)
    assert not form.startswith(b" ") and not form.endswith(b" ") and b"  " not in form
    assert normal_form(f" \u2014{text}\u00a0") == form == normal_form(text.replace(" ", "-"))


def test_a_publishers_key_as_text() -> None:
    for demo in (False, True):
        publisher = Publisher.generate(demo=demo)
        text = publisher.to_text()
        assert text.startswith("# DEMO" if demo else "# Signing key") and text.endswith("\n") and len(text.splitlines()) == 3
        for copy in (text, text.splitlines()[-1], text.replace("\n", "\r\n"), f"\n\n  {text}"):
            again = Publisher.from_text(copy)
            assert (again.public, again.demo) == (publisher.public, demo)
        secret = text.split()[-2]
        assert secret not in repr(publisher) and b64(publisher.public) in repr(publisher)
        assert verify(publisher.public, again.sign(b"x"), b"x")


def test_what_is_no_publishers_key() -> None:
    mark, secret, public = Publisher.generate().to_text().splitlines()[-1].split()
    other = Publisher.generate().to_text().split()[-1]
    for text in (
        "", "# only a comment", secret, f"{mark} {secret}", f"{mark} {secret} {other}", f"{mark} {secret[:-1]} {public}",
        f"{mark} {secret} {public} more", f"{mark} {secret} {public}\n{mark} {secret} {public}", f"another-mark {secret} {public}",
        f"{mark} = {public}",
    ):
        with pytest.raises(VaultError, match="^ALS_PUBLISHER_KEY: this is not a publisher's signing key") as caught:
            Publisher.from_text(text, "ALS_PUBLISHER_KEY")
        assert secret not in str(caught.value)


def test_a_chain_of_publishers() -> None:
    keys = [Publisher.generate() for _number in range(4)]
    set_id = bytes(16)
    steps = [sign_step(old, new.public, set_id) for old, new in itertools.pairwise(keys)]
    for start in range(4):
        assert reaches(keys[start].public, keys[3].public, steps, set_id)
        assert not reaches(keys[start].public, bytes(32), steps, set_id)
    assert not reaches(keys[3].public, keys[0].public, steps, set_id)
    assert not reaches(keys[0].public, keys[3].public, steps[1:], set_id)
    assert not reaches(keys[0].public, keys[3].public, steps[::-1], set_id)
    assert not reaches(keys[0].public, keys[3].public, steps, b"\1" * 16)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=9)), st.lists(st.binary(max_size=9)))
def test_contexts_differ_when_their_parts_do(first: list[bytes], second: list[bytes]) -> None:
    assert (ctx(*first) == ctx(*second)) == (first == second)


@settings(deadline=None)
@given(st.integers(0, 2**40))
def test_padme_grows_little_and_is_stable(size: int) -> None:
    padded = padme(size)
    assert size <= padded <= size + size * 12 // 100 + 1 and padme(padded) == padded


@settings(deadline=None)
@given(st.binary())
def test_base64_has_one_spelling(data: bytes) -> None:
    text = b64(data)
    assert unb64(text) == data and not set(text) & set("+/=")
    for other in (text + "=", text + " ", f"\n{text}", "é" + text, text + "+"):
        with pytest.raises(ValueError):
            unb64(other)
    with pytest.raises(ValueError):
        unb64(text, len(data) + 1)


def test_base64_with_stray_bits_or_standard_letters() -> None:
    assert unb64("-_8") == b"\xfb\xff"
    for other in ("-_9", "+/8", "A", "AAAAA"):
        with pytest.raises(ValueError):
            unb64(other)


def test_json_names_a_member_once() -> None:
    assert load_json('{"a":{"b":1},"c":[{"b":2}]}') == {"a": {"b": 1}, "c": [{"b": 2}]}
    for text in ('{"a":1,"a":1}', '[{"b":{"a":1,"a":2}}]', "{", "[" * 100_000):
        with pytest.raises(ValueError):
            load_json(text)


def test_safe_paths() -> None:
    assert all(safe_path(path) for path in ("a", "a/b.html", "río/What next?.pdf", "...", ".nojekyll"))
    assert not any(safe_path(path) for path in ("", "/", "/a", "a/", "a//b", "..", "a/../b", "a/%2E./b", "./a", "a\\b", "a\0", None, 7, b"a"))

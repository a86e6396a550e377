"""The audit finds a text in each of its disguises, and nothing where there is nothing."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import random
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from als_plugin.leaks import Finding, count, search
from als_plugin.vault import KEYRING, Access, Publisher, passphrase

from ..vault.conftest import Sample
from ..vault.sealing import sealed_site

NEEDLES = [
    "How do I say no to Tom & Jerry's \"offer\"?",
    "Åsa Öberg",
    "Asha",
    "Tomek",
    "asha.rao@example.org",
    "three – or four; déjà vu",
    "Zażółć gęślą jaźń",
    "会議の記録を読む",
    "🙂 fine",
]


def zipped(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", data)
    return buffer.getvalue()


def text(form: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda needle: form(needle).encode()


TEXT_FORMS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "upper case": text(str.upper),
    "white space": text(lambda needle: "\n\t ".join(needle.split())),
    "percent": text(lambda needle: quote(needle, safe="")),
    "percent, spaces kept": text(lambda needle: quote(needle, safe=" ")),
    "html": text(html.escape),
    "html, hexadecimal": text(lambda needle: "".join(f"&#x{ord(c):x};" for c in needle)),
    "html, decimal": text(lambda needle: "".join(f"&#{ord(c)};" for c in needle)),
    "json": text(json.dumps),
    "json, all": text(lambda needle: "".join(f"\\u{u:04x}" for c in needle for u in units(c))),
}
CODED_FORMS: dict[str, Callable[[str], bytes]] = {
    "utf-16 le": lambda needle: needle.encode("utf-16-le"),
    "utf-16 be": lambda needle: needle.encode("utf-16-be"),
    "hex": lambda needle: needle.encode().hex().encode(),
    "HEX": lambda needle: needle.encode().hex().upper().encode(),
    "base64": lambda needle: base64.b64encode(needle.encode()),
    "base64, url-safe": lambda needle: base64.urlsafe_b64encode(needle.encode()),
}
PACKED_FORMS: dict[str, Callable[[str], bytes]] = {
    "gzip": lambda needle: gzip.compress(f"so {needle}, they said".encode()),
    "zlib": lambda needle: zlib.compress(f"so {needle}, they said".encode()),
    "zlib 1": lambda needle: zlib.compress(f"so {needle}, they said".encode(), 1),
    "zip": lambda needle: zipped(f"so {needle}, they said".encode()),
    "gzip in base64": lambda needle: base64.b64encode(gzip.compress(f"so {needle}, they said {'word ' * 9}".encode())),
    "html in gzip": lambda needle: gzip.compress(html.escape(f"so {needle}, they said").encode()),
    "base64 of a page": lambda needle: base64.b64encode(f"<svg xmlns='http://www.w3.org/2000/svg'><text>{needle}</text></svg>".encode()),
    "base64 in lines": lambda needle: base64.encodebytes(f"{'Dear all, ' * 20} so {needle}, they said".encode()),
}
NOISE = random.Random(7).randbytes(300)


def units(character: str) -> list[int]:
    raw = character.encode("utf-16-be")
    return [raw[n] << 8 | raw[n + 1] for n in range(0, len(raw), 2)]


def found(data: bytes, *needles: str) -> set[str]:
    return {finding.needle for finding in search({"file": data}, needles or NEEDLES)}


@pytest.mark.parametrize("needle", NEEDLES)
@pytest.mark.parametrize("form", TEXT_FORMS)
def test_in_text(form: str, needle: str) -> None:
    assert needle in found(b"<p>Before: " + TEXT_FORMS[form](needle) + b", after</p>")
    assert needle in found(TEXT_FORMS[form](needle))


@pytest.mark.parametrize("needle", NEEDLES)
@pytest.mark.parametrize("form", CODED_FORMS)
def test_in_codes(form: str, needle: str) -> None:
    assert needle in found(b'{"x":"' + CODED_FORMS[form](needle) + b'"}')
    assert needle in found(NOISE + b"\0" + CODED_FORMS[form](needle) + b"\0" + NOISE)


@pytest.mark.parametrize("needle", [needle for needle in NEEDLES if len(needle.encode()) > 8])
@pytest.mark.parametrize("before", [b"", b"a", b"ab", b"abc"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_at_every_alignment(needle: str, before: bytes, encode: Callable[[bytes], bytes]) -> None:
    assert needle in found(b"(" + encode(before + needle.encode() + b"??>>~~") + b")")


@pytest.mark.parametrize("needle", NEEDLES)
@pytest.mark.parametrize("form", PACKED_FORMS)
def test_in_packed_members(form: str, needle: str) -> None:
    packed = PACKED_FORMS[form](needle)
    assert needle in found(packed)
    assert needle in found(b"%PDF-1.7 stream\n" + packed + b"\nendstream")
    assert needle in found(NOISE + b"\0" + packed + b"\0" + NOISE)


@pytest.mark.parametrize("needle", [needle for needle in NEEDLES if len(needle.encode()) > 6])
def test_in_bytes_that_are_no_text(needle: str) -> None:
    assert needle in found(NOISE + b"\0" + needle.encode() + b"\0" + NOISE)


def test_in_an_older_encoding() -> None:
    assert search({"f": "<p>by Åsa  Öberg</p>".encode("latin-1")}, ["Åsa Öberg"])


def test_a_damaged_end_hides_nothing() -> None:
    whole = gzip.compress(b"so Asha Rao said " + random.Random(3).randbytes(20_000))
    assert search({"f": whole[:-5000]}, ["Asha Rao"])


def test_a_path_is_searched_too() -> None:
    assert search({"sets/asha%20rao/x.png": b""}, ["Asha Rao"]) == [Finding("sets/asha%20rao/x.png", "path: percent", "Asha Rao")]


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.html").write_text("<p>Asha  RAO</p>")
    (tmp_path / "a" / "y.gz").write_bytes(gzip.compress(b"by Asha Rao"))
    assert search(tmp_path, ["Asha Rao", "Ben"]) == [
        Finding("a/x.html", "plain", "Asha Rao"),
        Finding("a/y.gz", "gzip > plain", "Asha Rao"),
    ]


def test_short_names_are_words() -> None:
    for hidden in (b"willing people", b"goodwill", b"w.ill", b"free-willed"):
        assert not search({"f": hidden}, ["Will"])
    for plain in (b"Will.", b"<b>will</b>", b"(WILL)", b"so Will said", b"Will's", b"will-tan"):
        assert search({"f": plain}, ["Will"])
    assert search({"f": b"so Bo said"}, ["Bo"]) and not search({"f": b"book"}, ["Bo"])
    assert not search({"f": NOISE + b" Bo " + NOISE}, ["Bo"])


def test_what_stands_in_public_text_is_counted() -> None:
    public = {"guide.md": b"You will, I will; they will.", "other.md": b"Will you?"}
    counted = count(public, ["Will", "Asha"])
    assert counted == {"Will": 4}
    assert not search({"a": public["guide.md"], "b": public["other.md"]}, ["Will", "Asha"], public=counted)
    more = search({"a": public["guide.md"], "b": b"Will you? Will said so"}, ["Will", "Asha"], public=counted)
    assert {finding.needle for finding in more} == {"Will"}
    assert search({"a": b"Asha"}, ["Will", "Asha"], public=counted) == [Finding("a", "plain", "Asha")]


def test_nothing_to_look_for() -> None:
    assert search({"a": b"text"}, []) == search({"a": b"text"}, ["", " \n"]) == search({}, NEEDLES) == []


def test_a_sealed_site_holds_nothing_and_the_open_one_everything(sample: Sample) -> None:
    needles = ["Riverside", "how do I say no", "Åsa", "Notes between sessions", "río.png", "asha", "2026-01-14", "sessions/"]
    assert search(sample.files, needles) == []
    from ..vault.sample import facilitator, members

    assembled = {f"{n}/{path}": one.assembled() for n, view in enumerate((members(), facilitator())) for path, one in view.files.items()}
    assembled["who"] = b"asha"
    assert {finding.needle for finding in search(assembled, needles)} == set(needles)


def test_keyrings_and_hashes_hold_no_short_words_by_chance() -> None:
    """Names are short, and a keyring is thousands of letters long."""
    publisher = Publisher.generate()
    access = Access.new(publisher.public)
    sealed = [sealed_site([], {}, access, publisher, build=n, time="t", shell={}) for n in range(20)]
    draw = random.Random(5)
    files = {f"keyring{n}": files[KEYRING] for n, files in enumerate(sealed)}
    files["hashes.json"] = json.dumps([draw.randbytes(32).hex() for _hash in range(5000)]).encode()
    files["keys.json"] = json.dumps([base64.urlsafe_b64encode(draw.randbytes(99)).decode() for _key in range(2000)]).encode()
    files["x.js"] = b"const wasm='" + base64.b64encode(draw.randbytes(100_000)) + b"';"
    words = [word for word in passphrase._word_list() if len(word) <= 6]
    assert len(words) > 2500 and {"grant", "public"} <= set(words) and {word for word in words if set(word) <= set("abcdef")}
    assert search(files, words) == []
    named = {"keyring": files["keyring0"].replace(b'"time":"t"', b'"time":"t, Grant"')}
    assert search(named, ["Grant"]) == [Finding("keyring", "plain", "Grant")]
    assert {one.needle for one in search({"slug": b"notes-by-Asha-2026-01-14/asha"}, ["Asha", "notes-by"])} == {"Asha", "notes-by"}


def test_random_data_holds_nothing_and_five_thousand_needles_are_quick() -> None:
    draw = random.Random(11)
    words = passphrase._word_list()
    needles = {" ".join(draw.choice(words) for _word in range(draw.choice((1, 1, 2, 6, 15)))) for _needle in range(5000)}
    data = draw.randbytes(10 * 1024 * 1024)
    start = time.process_time()
    assert search({"packs/x": data}, needles) == []
    assert time.process_time() - start < 15

"""The frozen site of format 1, and one sealed just now, opened by the product and by the second reader."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from als_plugin.vault import Access, Manifest, Publisher, VaultError, open_site
from als_plugin.vault.keyring import ListedFile

from .conftest import VECTORS, cases
from .sample import SHELL, STYLE, TIME, TODAY, expected, facilitator, make_site, members
from .sealing import sealed_site

V1 = json.loads((VECTORS / "v1" / "expected.json").read_text(encoding="utf-8"))
FOLDER = VECTORS / "v1" / V1["folder"]


def encoded(contents: dict[str, tuple[bytes, str]]) -> dict[str, dict[str, str]]:
    return {path: {"type": type_, "data": base64.b64encode(data).decode()} for path, (data, type_) in contents.items()}


def put(root: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The whole site with this set in it, written to `root`."""
    whole = {**{f"set/{path}": data for path, data in files.items()}, "assets/app.css": STYLE}
    for path, data in whole.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return whole


@pytest.mark.parametrize("person", V1["people"])
def test_the_frozen_site_opens(person: str) -> None:
    known = V1["people"][person]
    site = open_site(lambda path: (FOLDER / path).read_bytes(), known["passphrase"], today=dt.date.fromisoformat(V1["today"]))
    assert (site.person, site.audience, site.build, site.time) == (person, known["audience"], V1["build"], V1["time"])
    assert site.since == (known["since"] and dt.date.fromisoformat(known["since"]))
    assert site.index["csp"] == known["csp"]
    assert encoded({path: site.read(path) for path in site.paths()}) == known["contents"]


@pytest.mark.parametrize("person", V1["people"])
def test_the_frozen_site_opens_in_the_second_reader(person: str, reader) -> None:
    known = V1["people"][person]
    answer: dict[str, Any] = reader("open", folder=str(FOLDER), passphrase=known["passphrase"], today=V1["today"], lowest=0)["answer"]
    assert (answer["person"], answer["audience"], answer["since"]) == (person, known["audience"], known["since"])
    assert (answer["build"], answer["time"], answer["csp"]) == (V1["build"], V1["time"], known["csp"])
    assert answer["contents"] == known["contents"]


@pytest.mark.parametrize("who", V1["refused"])
def test_the_frozen_site_stays_shut(who: str, reader) -> None:
    with pytest.raises(VaultError, match="not open to it" if "cleo" in who else "opens nothing here"):
        open_site(lambda path: (FOLDER / path).read_bytes(), V1["refused"][who])
    assert "refused" in reader("open", folder=str(FOLDER), passphrase=V1["refused"][who], today=V1["today"], lowest=0)


def test_a_site_sealed_now_opens_in_the_second_reader(tmp_path: Path, reader) -> None:
    files, passphrases, _access, _publisher = make_site()
    put(tmp_path, files)
    ask = {"folder": str(tmp_path / "set"), "today": TODAY.isoformat()}
    clear = {"../assets/app.css": STYLE}
    for person, view in (("asha", members()), ("ben", facilitator())):
        answer = reader("open", passphrase=passphrases[person].upper(), lowest=1795464900, **ask)["answer"]
        assert (answer["person"], answer["audience"], answer["time"]) == (person, view.audience, TIME)
        assert answer["contents"] == encoded(expected(view, clear))
    assert reader("open", passphrase=passphrases["asha"], lowest=1795464901, **ask) == {"refused": "an older build"}
    for file in (tmp_path / "set" / "packs").iterdir():
        if data := file.read_bytes():
            file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert reader("open", passphrase=passphrases["asha"], lowest=0, **ask)["refused"].endswith("was changed")


def test_further_views_open_in_the_second_reader(tmp_path: Path, reader) -> None:
    publisher = Publisher.generate()
    access = Access.new(publisher.public)
    passphrases = {person: access.grant(person, TODAY) for person in ("asha", "fay")}
    own = dataclasses.replace(facilitator(), also=(0,))
    put(tmp_path, sealed_site([members(), own], {"asha": 0, "fay": 1}, access, publisher, build=7, time=TIME, shell=SHELL))
    ask = {"folder": str(tmp_path / "set"), "today": TODAY.isoformat(), "lowest": 0}
    clear = {"../assets/app.css": STYLE}
    answer = reader("open", passphrase=passphrases["fay"], **ask)["answer"]
    assert (answer["audience"], answer["contents"]) == ("facilitator", encoded(expected(own, clear)))
    (other,) = answer["others"]
    assert (other["audience"], other["since"], other["contents"]) == ("members", None, encoded(expected(members(), clear)))
    assert reader("open", passphrase=passphrases["asha"], **ask)["answer"]["others"] == []


@pytest.mark.parametrize("case", [case for case in cases("join_code.json") if not case.get("refused")])
def test_join_codes_in_the_second_reader(case: dict[str, Any], reader) -> None:
    known = {name: case[name] for name in ("tag", "public", "sealed")} | {"fingerprint": case["fingerprint"].replace(" ", "")}
    ask = {"set": case["set"], "publisher": case["publisher"]}
    for code in (case["code"], case["code"].lower(), case["code"].replace("-", "\n\u2212 \u200b")):
        assert reader("join", code=code, **ask) == {"answer": known}
    assert reader("join", code=case["code"], **{**ask, "set": "00" * 16}) == {"refused": "another set"}
    assert reader("join", code=case["code"], **{**ask, "publisher": "00" * 32})["answer"]["fingerprint"] != known["fingerprint"]


@pytest.mark.parametrize("code", [case["code"] for case in cases("join_code.json") if case.get("refused")])
def test_broken_join_codes_in_the_second_reader(code: str, reader) -> None:
    assert "refused" in reader("join", code=code, set=cases("join_code.json")[0]["set"], publisher="00" * 32)


def test_the_manifest_in_the_second_reader(tmp_path: Path, reader) -> None:
    files, _passphrases, _access, publisher = make_site()
    whole = put(tmp_path, files)
    manifest = Manifest.of({path: ListedFile.of(data) for path, data in whole.items()}, {"set": 1795464900}, publisher.public, build=9, time=TIME)
    ask = {"folder": str(tmp_path), "publisher": publisher.public.hex(), "lowest": 9}

    def answer(one: Manifest = manifest, signer: Publisher = publisher, **changes: object) -> Any:
        (tmp_path / "manifest").write_bytes(one.encode(signer))
        return reader("hold", **{**ask, **changes})

    known = {"build": 9, "time": TIME, "sets": [{"path": "set", "build": 1795464900}], "files": sorted(whole), "differing": []}
    assert answer() == {"answer": known}
    stranger = Publisher.generate()
    assert answer(lowest=10) == {"refused": "an older build"}
    assert answer(publisher=stranger.public.hex()) == {"refused": "another publisher"}
    assert answer(signer=stranger) == {"refused": "the signature does not fit"}
    assert answer(dataclasses.replace(manifest, files={**manifest.files, "manifest": ListedFile.of(b"")})) == {"refused": "it lists itself"}
    assert answer(dataclasses.replace(manifest, sets={"assets": 1})) == {"refused": "a set without a keyring"}
    (tmp_path / "set" / "index.html").write_bytes(b"another lock screen")
    (tmp_path / "assets" / "app.css").unlink()
    assert answer()["answer"]["differing"] == ["assets/app.css", "set/index.html"]

"""The frozen site of format 1, and one sealed just now, opened by the product and by the second reader."""

from __future__ import annotations

import base64
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from als_plugin.vault import VaultError, open_site

from .conftest import VECTORS
from .sample import STYLE, TIME, TODAY, expected, facilitator, make_site, members

V1 = json.loads((VECTORS / "v1" / "expected.json").read_text(encoding="utf-8"))
FOLDER = VECTORS / "v1" / V1["folder"]


def encoded(contents: dict[str, tuple[bytes, str]]) -> dict[str, dict[str, str]]:
    return {path: {"type": type_, "data": base64.b64encode(data).decode()} for path, (data, type_) in contents.items()}


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
    for path, data in {**{f"set/{path}": data for path, data in files.items()}, "assets/app.css": STYLE}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    ask = {"folder": str(tmp_path / "set"), "today": TODAY.isoformat()}
    clear = {"../assets/app.css": STYLE}
    for person, view in (("asha", members()), ("ben", facilitator())):
        answer = reader("open", passphrase=passphrases[person].upper(), lowest=1795464900, **ask)["answer"]
        assert (answer["person"], answer["audience"], answer["time"]) == (person, view.audience, TIME)
        assert answer["contents"] == encoded(expected(view, clear))
    assert reader("open", passphrase=passphrases["asha"], lowest=1795464901, **ask) == {"refused": "an older build"}
    pack = max((tmp_path / "set" / "packs").iterdir(), key=lambda path: path.stat().st_size)
    pack.write_bytes(pack.read_bytes()[:-1] + b"\0")
    assert reader("open", passphrase=passphrases["asha"], lowest=0, **ask)["refused"].endswith("was changed")

"""The publisher's public key is read from mkdocs.yml as it stands there; what only MkDocs understands, MkDocs is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from als_plugin.errors import AlsError
from als_plugin.site.mkdocs import pinned as module
from als_plugin.site.mkdocs.pinned import pinned
from als_plugin.vault import Publisher
from als_plugin.vault.format import b64

PUBLIC, OTHER = (Publisher.generate().public for _each in range(2))
NAME = f"{b64(PUBLIC)}"
PLAIN = {
    "a list": f"plugins:\n  - search\n  - als: {{publisher: {NAME}}}\n",
    "a mapping": f"plugins:\n  search: {{}}\n  als:\n    publisher: '{NAME}'\n",
    "another file's tags beside it": f"plugins: [als: {{publisher: {NAME}}}]\nx: !!python/name:os.getcwd ''\ny: !ENV [Y, z]\n",
    "one that is written twice": f"plugins:\n  - als:\n      publisher: {b64(OTHER)}\n      publisher: {NAME}\n",
}
MEANT = {
    "a variable": "plugins: [als: {publisher: !ENV ALS_TEST_PUBLIC}]\n",
    "inherited settings": "INHERIT: base.yml\n",
    "an anchor": f"extra: &shared {{publisher: {NAME}}}\nplugins: [als: {{<<: *shared}}]\n",
    "a mapping over inherited ones": f"INHERIT: base.yml\nplugins: {{als: {{publisher: {NAME}}}}}\n",
}


@pytest.mark.parametrize("name", [*PLAIN, *MEANT])
def test_the_key_is_the_one_that_mkdocs_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("ALS_TEST_PUBLIC", NAME)
    (tmp_path / "docs").mkdir()
    (tmp_path / "base.yml").write_text(f"theme: material\nplugins: {{als: {{publisher: {NAME}}}}}\n")
    file = tmp_path / "mkdocs.yml"
    file.write_text("site_name: A handbook\n" + {**PLAIN, **MEANT}[name])
    assert module._meant(file) == NAME and pinned(file) == PUBLIC
    assert module._written(file) == (NAME if name in PLAIN else None)


@pytest.mark.parametrize("text", ["site_name: x\nplugins: [als]\n", "site_name: x\nplugins: [search]\n", "site_name: [\n", ""])
def test_where_there_is_none_mkdocs_says_what_is_wrong(tmp_path: Path, text: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(text)
    with pytest.raises(AlsError, match="mkdocs.yml"):
        pinned(tmp_path / "mkdocs.yml")

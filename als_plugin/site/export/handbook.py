"""A set's handbook as plain Markdown pages and a navigation that MkDocs or Zensical builds: readable, and nobody's captive."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.utils.meta import get_data

from ..mkdocs.guidance import expand
from ..mkdocs.hooks import lent
from ..mkdocs.other_plugins import expands_jinja
from ..mkdocs.public_files import shipped
from ..mkdocs.run import settings
from ..mkdocs.set_hooks import SetHooks
from ..mkdocs.theme import colour_of
from ..sets.edition import GUIDE, Edition
from .markdown import fragments, to_markdown

__all__ = ["export"]

_EXTENSIONS = ("attr_list", "def_list", "tables")
"""What the pages made of records need."""

_PLAIN = re.compile(r"&#(\d+);")
_HARMLESS = set(" ,.;:'()/?%!\"-’")


def export(config_file: Path, edition: Edition, place: Path) -> int:
    """Write the handbook into `place`, which only this user can enter, whole or not at all; returns how many pages."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for unfinished in place.parent.glob(f".{place.name}.next-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{place.name}.next-", dir=place.parent))  # 0700
    try:
        pages = 0
        with closing(_files(config_file, edition)) as files:
            for path, data in files:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
                pages += path.endswith(".md")
        folder.replace(place)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return pages


def _files(config_file: Path, edition: Edition) -> Generator[tuple[str, bytes]]:
    config = settings(config_file)
    shared = expands_jinja(config)
    hooks = SetHooks(edition)
    with lent(config, hooks):
        plugin = config.plugins["als"]
        config.plugins = PluginCollection()  # no other plugin has a say here: what it would do, it can do to the pages that come out
        config.plugins["als"] = plugin
        config = config.plugins.on_config(config)
        files = get_files(config)
        set_exclusions(files, config)
        files = config.plugins.on_files(files, config=config)
        yield "mkdocs.yml", _settings(config, edition).encode()
        sources = {"" if file.url in (".", "./") else file.url: file.src_uri for file in files.documentation_pages()}
        wanted = fragments(page.html for page in edition.handbook.pages)
        for file in _wanted(files, colour_of(config)):
            if page := hooks.pages.get(file.src_uri):
                text = to_markdown(page.html, path=page.path, source=file.src_uri, sources=sources, wanted=wanted)
                yield f"docs/{file.src_uri}", f"---\n{yaml.safe_dump({'title': page.title}, allow_unicode=True)}---\n\n{text}".encode()
            elif file.is_documentation_page():
                yield f"docs/{file.src_uri}", _filled(file, edition, shared=shared).encode()
            else:
                yield f"docs/{file.src_uri}", file.content_bytes


def _wanted(files: Files, colour: str | None) -> Iterator[File]:
    """All but what the theme and we bring along, and what stands there twice for the theme's settings."""
    ours = shipped(colour)
    guide = {file.src_uri.removeprefix(GUIDE) for file in files if file.src_uri.startswith(GUIDE)}
    return (file for file in files if file.inclusion.is_included() and file.src_uri not in ours and file.src_uri not in guide - {"index.md"})


def _filled(file: File, edition: Edition, *, shared: bool) -> str:
    """A page of the guidance or of the set's own, with its facts."""
    text = file.content_string
    body, _data = get_data(text)
    head = text[: len(text) - len(body)] if text.endswith(body) else ""
    place = f"docs/{file.src_uri.removeprefix(GUIDE)}" if file.src_uri.startswith(GUIDE) else f"sets/{edition.set_id}/{file.src_uri}"
    return head + expand(body, edition.facts, place, shown=lambda fact: _fact(fact, file.src_uri), shared=shared)


def _fact(fact: str, source: str) -> str:
    if fact.lstrip().startswith("<"):
        return to_markdown(fact, path="", source=source, sources={}, wanted=())
    return _PLAIN.sub(lambda match: chr(int(match[1])) if chr(int(match[1])) in _HARMLESS else match[0], fact)


def _settings(config: MkDocsConfig, edition: Edition) -> str:
    made = {
        "site_name": edition.name,
        "theme": {"name": "material", "language": config.theme["language"], "font": False},
        "plugins": ["search"],
        "markdown_extensions": [_extension(name, config.mdx_configs.get(name)) for name in dict.fromkeys(
            [*config.markdown_extensions, *_EXTENSIONS])],
        "nav": json.loads(json.dumps(config.nav)),
    }
    return yaml.safe_dump(made, allow_unicode=True, sort_keys=False)


def _extension(name: str, options: Any) -> Any:
    """An extension with its options, as far as these can be written down (some are functions)."""
    kept = {}
    for option, value in (options or {}).items():
        try:
            kept[option] = yaml.safe_load(yaml.safe_dump(value))
        except yaml.YAMLError:
            continue
    return {name: kept} if kept else name

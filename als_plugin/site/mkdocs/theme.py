"""What front door and set have in common in MkDocs: our files, the theme's own files, small repairs of the theme."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import material
import mkdocs.theme
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ...errors import AlsError
from ...words import _
from . import public_files as public

__all__ = ["add_public_files", "add_styles", "base_path", "colour_of", "is_theme_file", "keep_to_itself", "speak", "theme_languages"]

_PACKAGES = tuple(Path(module.__file__).parent.resolve() for module in (material, mkdocs.theme) if module.__file__)
_TELLTALE = {"search.highlight", "search.share", "content.tabs.link", "navigation.tracking"}


def add_styles(config: MkDocsConfig) -> None:
    """Put our style sheets into every page, in the organisation's colour, and its mark in the place of ours. Raises AlsError."""
    config.extra_css = [*config.extra_css, *public.styles(colour_of(config))]
    if mark := config.plugins["als"].config["mark"]:
        if not Path(config.docs_dir, mark).is_file():
            problem = _("the plugin's option 'mark': there is no file {file}").format(file=f"{Path(config.docs_dir).name}/{mark}")
            raise AlsError("mkdocs.yml", problem, _("put the picture there, or name it as it is seen from that folder"))
        config.theme["logo"] = mark


def colour_of(config: MkDocsConfig) -> str | None:
    """The organisation's own colour, if it has one."""
    colour: str | None = config.plugins["als"].config["colour"]
    return colour


def add_public_files(files: Files, config: MkDocsConfig) -> None:
    """Put our public files among the site's."""
    for path, data in public.shipped(colour_of(config)).items():
        files.append(File.generated(config, path, content=data))


def base_path(config: MkDocsConfig) -> str:
    """The path of the site on its host, from `site_url`: "/", or "/handbook/"."""
    inner = urlsplit(config.site_url or "").path.strip("/")
    return f"/{inner}/" if inner else "/"


def is_theme_file(file: File) -> bool:
    """Whether a file comes as it is from an installed theme package: public, and nobody's own."""
    source = file.abs_src_path
    return source is not None and any(Path(source).resolve().is_relative_to(package) for package in _PACKAGES)


def keep_to_itself(config: MkDocsConfig) -> None:
    """Leave out what would write words of a set where a device keeps them in the clear: searched words and headings that scroll
    by into addresses, and so into the browser's history, and labels of tabs into its storage."""
    config.theme["features"] = [name for name in config.theme.get("features") or [] if name not in _TELLTALE]


def theme_languages() -> frozenset[str]:
    """The languages that the theme speaks."""
    return frozenset(path.stem for path in Path(_PACKAGES[0], "templates", "partials", "languages").glob("*.html"))


def speak(config: MkDocsConfig, language: str) -> str:
    """Let the theme speak a language (BCP 47), or English where it cannot; returns the one it speaks."""
    known = theme_languages()
    chosen = next((tag for tag in (language, re.split("[-_]", language)[0]) if tag in known), "en")
    config.theme["language"] = chosen
    return chosen

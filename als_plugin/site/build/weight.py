"""What the theme and we bring along and a view's readers never need: it is not listed among the view's files, and so nobody fetches it."""

from __future__ import annotations

import json
import re

from ..render.output import Rendered

__all__ = ["needless"]

_RUN_SHEET = "run/index.html"
_RUNNING = re.compile(r"assets/als/record\.\w+\.js")
_INDEX = "search/search_index.json"
_LUNR = "assets/javascripts/lunr/"
_OF_LANGUAGE = re.compile(r"min/lunr\.([\w-]+)\.min\.js")
_SEGMENTERS = {"tinyseg.js": {"ja", "zh"}, "wordcut.js": {"hi", "th"}}


def needless(rendered: Rendered) -> frozenset[str]:
    """The paths of a view's public files that no page of it asks for: source maps, what searches other languages, and where nobody
    runs sessions, what runs one."""
    languages = _languages(rendered)
    runs = _RUN_SHEET in rendered.files
    return frozenset(
        path for path in rendered.public & rendered.files.keys()
        if path.endswith(".map") or _of_another(path, languages) or (not runs and _RUNNING.fullmatch(path))
    )


def _languages(rendered: Rendered) -> set[str]:
    """The languages that a set's search speaks: the theme's, and what the search's settings name."""
    spoken = {rendered.language}
    if _INDEX in rendered.files:
        named = json.loads(rendered.data(_INDEX)).get("config", {}).get("lang") or ()
        spoken |= {named} if isinstance(named, str) else set(named)
    return spoken


def _of_another(path: str, languages: set[str]) -> bool:
    if not path.startswith(_LUNR):
        return False
    name = path.removeprefix(_LUNR)
    if name in _SEGMENTERS:
        return not languages & _SEGMENTERS[name]
    # The stemmers' common part and the one for several languages are fetched with any that is not English.
    if name in ("min/lunr.stemmer.support.min.js", "min/lunr.multi.min.js"):
        return languages <= {"en"}
    found = _OF_LANGUAGE.fullmatch(name)
    return found is not None and found[1] not in languages

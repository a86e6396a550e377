"""The browser's side of a locked handbook: lock screen, service worker and page script, from the committed bundles in dist/."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, FunctionLoader

from ..compiled import CompiledTemplates

__all__ = ["Look", "PAGE_SCRIPT", "bundle", "RECORD_SCRIPT", "REPLY_SCRIPT", "page_scripts", "page_words", "shell"]

PAGE_SCRIPT = "assets/als/page.js"
"""Where the page script stands in a set's site."""

RECORD_SCRIPT = "assets/als/record.js"
"""Where the editor and the run-sheet stand: a module that the page script loads where a page needs it."""

REPLY_SCRIPT = "assets/als/reply.js"
"""Where replies are written and sealed: likewise, when somebody first wants to."""

_SHELL = ("als.js", "argon2.js", "join.js", "reading.js", "als.css")
_PINNED = ("als.js", "argon2.js", "join.js", "als.css", "index.html")
"""What the worker shows in no other form than this, whatever the host or the device's store has in its place."""

Words = Callable[[str], str]
Plurals = Callable[[str, str, int], str]


@dataclass(frozen=True)
class Look:
    """What an organisation says about its lock screens: its name, the address of its accessibility statement below
    the folder that holds its sets, styles that come after
    ours (its colour), and after how many minutes without use an open handbook locks itself."""

    organisation: str | None = None
    statement: str | None = None
    styles: bytes = b""
    idle_minutes: int = 30


def shell(*, base: str, name: str | None, language: str, words: Words, plurals: Plurals, set_id: bytes, publisher: bytes, passkeys: bool = True, look: Look = Look()) -> dict[str, bytes]:
    """The readable files of a set's folder, by path: the same bytes for every set, but for two pages and the worker's first lines.

    `base` is the folder's URL path ("/riverside/"), which 404.html needs because a host serves it at any depth; where the host has the
    folder elsewhere, that page goes to it; `name` the
    set's name where it may be told to anybody (None: it is not); `language` a BCP 47 tag, `words` its `_()`, `plurals` its `ngettext()`. Lock screen and
    worker take nothing but keyrings of the set `set_id` (16 bytes) by the key `publisher` (32 bytes) or one that follows from it. Without `passkeys` nothing is offered but the passphrase.
    `look` is the organisation's own part of it.
    """
    if not (base.startswith("/") and base.endswith("/")):
        raise ValueError(f"the path of a set's folder begins and ends with a slash: {base!r}")
    found = {path: _bundle(path) for path in _SHELL}
    found["als.css"] += look.styles
    # What a password manager files the passphrase under: several sets can share an address.
    folder = base.strip("/").rpartition("/")[2] or "handbook"
    origin = {"set": _b64(set_id), "publisher": _b64(publisher)}
    shown = {"folder": folder, "name": name, "language": language, "words": _island("lock", words, plurals), "_": words, "passkeys": passkeys, "look": look, **origin}
    found["index.html"] = _page("lock.html", base="", above="../", elsewhere=None, **shown).encode()
    above = base[: base.rstrip("/").rfind("/") + 1]
    found["404.html"] = _page("lock.html", base=base, above=above, elsewhere=_elsewhere(base), **shown).encode()
    hashes = {path: sha256(found[path]).hexdigest() for path in _PINNED}
    plain = {reason: _page("plain.html", reachable=reason == "unfit", **shown) for reason in ("unreachable", "unfit")}
    found["sw.js"] = _pinned("alsShell", hashes) + _pinned("alsOrigin", origin) + _pinned("alsPlain", plain) + _pinned("alsIdle", look.idle_minutes) + _bundle("sw.js")
    return found


def _elsewhere(base: str) -> dict[str, str]:
    """A script for 404.html, with its hash, for a folder that lies elsewhere on its host than was said: the address of a page in it
    goes to the folder, where everything is relative, with the page in the fragment."""
    folder = json.dumps(base[base.rstrip("/").rfind("/") :])
    script = (
        f"(()=>{{const {{origin:o,pathname:p,search:s,hash:h}}=location,f={folder},at=p.indexOf(f)+f.length;"
        f"if(p.startsWith({json.dumps(base)})||at<f.length||at===p.length)return;"
        "location.replace(o+p.slice(0,at)+'#/'+p.slice(at)+s+h)})()"
    )
    return {"script": script, "hash": "sha256-" + b64encode(sha256(script.encode()).digest()).decode()}


def page_scripts() -> dict[str, bytes]:
    """What the pages of a set's site load, by path of the site: the page script each, what it loads itself some."""
    return {PAGE_SCRIPT: _bundle("page.js"), RECORD_SCRIPT: _bundle("record.js"), REPLY_SCRIPT: _bundle("reply.js")}


def page_words(words: Words, plurals: Plurals) -> str:
    """The page script's words in another language, as JSON that may stand in a page; "" where there are none.

    It goes into `<script type="application/json" id="als-words">` of every page.
    """
    return _island("page", words, plurals)


def _page(template: str, **shown: object) -> str:
    return _templates().get_template(template).render(**shown)


@cache
def _templates() -> Environment:
    pages = files(__name__) / "lock"
    loader = FunctionLoader(lambda name: (pages / name).read_text("utf-8"))
    return Environment(loader=loader, autoescape=True, trim_blocks=True, auto_reload=False, bytecode_cache=CompiledTemplates())


def _pinned(name: str, values: object) -> bytes:
    """What the worker holds against whatever lies in its store: whoever has a site on the same origin can write there too."""
    return f"self.{name}={json.dumps(values)};\n".encode()


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def bundle(name: str) -> bytes:
    """A committed bundle by its name, such as desk.js."""
    return _bundle(name)


def _island(part: str, words: Words, plurals: Plurals) -> str:
    """What `words.js` reads: only what is said otherwise than in English."""
    known = json.loads(_bundle("words.json"))[part]
    spoken = {message: words(message) for message in known["words"]}
    changed: dict[str, str | list[str]] = {message: translation for message, translation in spoken.items() if translation != message}
    changed |= _forms(known["plurals"], plurals)
    # "<" could end the block that this stands in.
    return json.dumps(changed, ensure_ascii=False).replace("<", "\\u003c") if changed else ""


def _forms(pairs: list[tuple[str, str]], plurals: Plurals) -> dict[str, str | list[str]]:
    """Each pair's forms in the language spoken, by its English for one thing, and under "" the digits that say which form a number takes.

    Found by asking for every number to 199: so a script says what `ngettext()` says, whatever the language's rule is.
    """
    said = [tuple(plurals(one, many, number) for one, many in pairs) for number in range(200)]
    forms = list(dict.fromkeys(said))
    spoken: dict[str, str | list[str]] = {}
    for place, (one, many) in enumerate(pairs):
        if any(each[place] != (one if number == 1 else many) for number, each in enumerate(said)):
            spoken[one] = [form[place] for form in forms]
    return {"": "".join(str(forms.index(each)) for each in said), **spoken} if spoken else {}


@cache
def _bundle(path: str) -> bytes:
    return (files(__name__) / "dist" / path).read_bytes()


def N_(message: str) -> str:
    """Marks a message for translators."""
    return message


_NESTED = (N_("The next session is on {date}{times}."), N_("Then: {stage}"), N_("renewed on {day}"),
           N_("report-back"), N_("action"), N_("{name}’s topic"))
"""Words of scripts that stand in template strings within others, where the collector of texts does not look."""

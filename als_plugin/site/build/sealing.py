"""From readable files to a locked folder: what is public stays in the clear, everything else is sealed, all of it is checked."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ... import leaks
from ...errors import AlsError
from ...vault import KEYRING, Access, Clear, Content, PageContent, ViewContent, seal_site
from ...vault.content import Entry
from ...vault.letters import Letter
from ...words import _, ngettext
from ..render.content_policy import policy
from ..render.output import Rendered
from ..sets.edition import Edition
from ..workers.timing import Phases
from .weight import needless

__all__ = ["Locked", "lock", "view_content"]

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".ics": "text/calendar; charset=utf-8",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class Locked:
    """A set's folder as a host may have it, once its keyring is signed."""

    files: dict[str, bytes]
    keyring: bytes
    sizes: tuple[int, ...]
    """The bytes of each view's own files."""


def content_type(path: str) -> str:
    """What kind of file this is, by its ending."""
    ending = path[path.rfind(".") :].lower() if "." in path else ""
    return _TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def view_content(
    edition: Edition,
    rendered: Rendered,
    front: Mapping[str, bytes],
    also: Sequence[int],
    letters: Sequence[Letter] = (),
    inbox: Sequence[Mapping[str, Any]] = (),
    eyes: Mapping[str, str] | None = None,
) -> ViewContent:
    """What one view may read. `front` are the front door's files by path: a file of the theme that stands there too,
    byte for byte, stays there in the clear, one copy for the origin; what no page of the set asks for is left out, and may not run either.
    `also`: the places of views that its readers may open too.
    `letters` are for one of its readers each, `inbox` says who takes replies in, `eyes` whose own view it is, names by id."""
    until = {f"{page.path}index.html": page.last_day for page in edition.handbook.pages if page.last_day}
    depth = "../"
    files: dict[str, Entry] = {}
    clear: dict[str, Clear] = {}
    left_out = needless(rendered)
    allowed = rendered.csp or _policy(edition, rendered)
    for path, data in rendered.files.items():
        if path in left_out:
            continue
        kind = content_type(path)
        if isinstance(data, PageContent):
            files[path] = replace(data, type=kind, until=until.get(path))
        elif path in rendered.public and front.get(path) == data:
            clear[path] = Clear(depth + path, hashlib.sha256(data).digest(), kind)
        else:
            files[path] = Content(data, kind, until.get(path))
    return ViewContent(
        audience=edition.view.audience,
        since=edition.view.since,
        files=files,
        clear=clear,
        csp={**allowed, "scripts": [path for path in allowed["scripts"] if path not in left_out]},
        timezone=edition.timezone,
        also=also,
        letters=letters,
        inbox=inbox,
        eyes=eyes or {},
        base=edition.base,
    )


def _policy(edition: Edition, rendered: Rendered) -> dict[str, Any]:
    """What the pages may run, read from the pages themselves."""
    # An attached file is no page, whatever its name: what runs in it is nobody's whom the site trusts.
    paths = [path for path in rendered.files if path.endswith(".html") and path not in edition.attachments]
    html = {path: rendered.data(path).decode() for path in paths}
    own = {path: text for path, text in html.items() if path.startswith("pages/")}
    pages = {path: text for path, text in html.items() if path not in own}
    return policy(pages, own, frozenset(rendered.files) - set(edition.attachments), rendered.language)


def lock(
    set_id: str,
    views: Sequence[ViewContent],
    grants: Mapping[str, int],
    access: Access,
    publisher: bytes,
    *,
    build: int,
    time: str,
    shell: Mapping[str, bytes],
    plain_shell: Mapping[str, bytes],
    needles: Sequence[str],
    phases: Phases,
) -> Locked:
    """Seal the views for this publisher's signature and audit the result by construction. Raises AlsError for anything that
    is not as it must be.

    `shell` is the lock screen's files, `plain_shell` the same files as they are for a set that nobody names: what stands
    there is public. `needles` are the strings of the set's records that are not public.
    """
    with phases("seal"):
        sealed = seal_site(views, grants, access, publisher, build=build, time=time, shell=shell)
    for path, data in sealed.files.items():
        if path in shell and data != shell[path]:
            raise AlsError(f"sets/{set_id}", _("the lock screen's file {path} is not as it ships").format(path=path), _("report this"))
    # Everything else was made by sealing. What remains readable is searched, names of files included; what stands in it for
    # every set alike need not be.
    named = {path: data for path, data in sealed.files.items() if path in shell and data != plain_shell.get(path)}
    readable = {**named, KEYRING: sealed.keyring, "paths": "\n".join(sealed.files).encode()}
    with phases("audit"):
        texts = leaks.Needles(needles)
        found = leaks.search(readable, texts, public=leaks.count({path: plain_shell[path] for path in named}, texts))
    if found:
        raise AlsError(
            f"sets/{set_id}",
            ngettext(
                "{number} string of the records would stand readable in {path}",
                "{number} strings of the records would stand readable in {path}", len(found),
            ).format(number=len(found), path=found[0].path),
            _("nothing was published; report this"),
        )
    return Locked(sealed.files, sealed.keyring, sealed.sizes)

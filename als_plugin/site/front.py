"""The front door's build, which everybody may read, and through it the locked folders of all sets."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from html import escape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from ..config import AlsConfig
from ..errors import AlsError
from ..logs import heard
from ..pages import facts
from ..words import _, speaking
from . import preview, public
from .guidance import expand
from .held import Held
from .material import add_public_files, add_styles, base_path
from .neighbours import expands_jinja
from .publish import Organisation, Published, publish
from .publisher import parse_public, signing_key
from .request import current
from .scratch import scratch
from .sets import PlannedSet, chosen_ids, listed, previewed, set_ids
from .side import Side
from .signed import kept_folders
from .swap import alone, beside, swap

__all__ = ["FrontDoor"]

log = get_plugin_logger("als")


class FrontDoor(Side):
    """Builds docs/ into a folder beside the site's, adds every set's locked folder, then moves the whole into place."""

    def __init__(self, options: Callable[[], AlsConfig]) -> None:
        self.options = options
        self.command = "build"
        self.place: Path | None = None
        self.sets: list[PlannedSet] = []
        self.open = ExitStack()
        self.preview_folder: Path | None = None
        self.settings: MkDocsConfig | None = None
        self.finished = False

    def startup(self, command: str) -> None:
        self.command = command

    @property
    def previews(self) -> bool:
        """Whether this is `mkdocs serve`: readable, on this computer alone."""
        return self.command == "serve"

    def config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.finished = False
        self.began = time.perf_counter()
        self.published: Published | None = None
        self.settings = config
        self.held = Held()
        self.shared = expands_jinja(config)
        self.language = config.theme.get("language") or "en"
        self.root = Path(config.config_file_path).parent
        self.base = base_path(config)
        options = self.options()
        if self.previews:
            preview.refuse_open_address(str(config.dev_addr.host))
        pinned = parse_public(options.publisher, "mkdocs.yml") if options.publisher else None
        if pinned is None and set_ids(self.root) and not self.previews:
            raise AlsError(
                "mkdocs.yml",
                _("the plugin's option 'publisher' is missing"),
                _("als init DIR makes an organisation with a signing key; copy the line from the mkdocs.yml that it writes"),
            )
        self.ids = [] if current().alone else chosen_ids(self.root, current().sets)
        self.listed = listed(self.root)
        if self.previews:
            with heard("als", lambda record: log.log(record.levelno, "%s", record.getMessage())):
                self.sets = previewed(self.root, self.ids, base=self.base)
        else:
            place = Path(config.site_dir)
            publisher = None
            keys = (self.root / "sets" / each / "access.json" for each in self.ids)
            if any(path.is_file() for path in keys) or (current().sets and kept_folders(place)):
                demo = self.root / options.demo_key if options.demo_key else None
                publisher = signing_key(pinned, demo_file=demo, place="mkdocs.yml")
            self.open.enter_context(alone(place))
            config.site_dir = str(beside(place))
            self.place = place  # from here on there is a folder to move, or to throw away
            self.organisation = Organisation(config.config_file_path, self.base, pinned or b"", publisher, place, config.strict)
        add_styles(config)
        config.watch.extend([str(self.root / "sets")] if self.previews and (self.root / "sets").is_dir() else [])
        return config

    def files(self, files: Files, config: MkDocsConfig) -> Files:
        if not self.options().public_guidance:
            files = Files([file for file in files if file.src_dir != config.docs_dir])
            files.append(File.generated(config, "index.md", content=self._closed_page()))
            config.nav = None
        add_public_files(files, config)
        return files

    def markdown(self, markdown: str, page: Page) -> str:
        with speaking(self.language):
            told = {**facts(None), "sets": {"listed": self._listed()}}
            return expand(markdown, told, f"docs/{page.file.src_uri}", shown=self.held.hold, shared=self.shared)

    def markdown_last(self, markdown: str, page: Page) -> str:
        return self.held.release(markdown)

    def template(self, output: str, name: str) -> str:
        if name != "404.html":
            return output
        path, _data = public.deep_link_script()
        script = f'<script src="{escape(self.base + path)}" data-base="{escape(self.base)}"></script>'
        return output.replace("</head>", f"{script}</head>", 1)

    def finish(self, config: MkDocsConfig) -> None:
        current().phases.seconds["front door"] += time.perf_counter() - self.began
        folder = Path(config.site_dir)
        taken = set() if self.previews else {each.name for each in folder.iterdir()}
        for set_id in self.ids:
            if set_id in taken:
                raise AlsError(f"sets/{set_id}", _("the front door has a page or folder of this name"), _("rename the set, or that page"))
        with heard("als", lambda record: log.log(record.levelno, "%s", record.getMessage())):
            if self.previews:
                if self.preview_folder is None:
                    self.preview_folder = self.open.enter_context(scratch())
                preview.write(self.sets, self.preview_folder, folder, config.config_file_path)
            elif not current().alone:
                self.published = publish(self.ids, self.organisation, folder, partly=bool(current().sets))
        self.finished = True

    def serve(self, server: LiveReloadServer, config: MkDocsConfig) -> LiveReloadServer:
        return preview.guard(server)

    def shutdown(self) -> None:
        with self.open:
            self._move()

    def _move(self) -> None:
        """Put the site in its place. Raises SetsFailed after that, where some sets could not be built."""
        if self.settings is None or self.place is None:
            return
        # `gh-deploy` reads site_dir after this. An error in flight (strict mode's comes after everything is written) means
        # that the last good site stays.
        # MkDocs keeps this object for the next build in the same process, which must not take this one's place for its own.
        place, self.place = self.place, None
        built, self.settings.site_dir = Path(self.settings.site_dir), str(place)
        if self.finished and sys.exc_info()[0] is None:
            with current().phases("move"):
                swap(built, place)
                if self.published:
                    self.published.state.write()
            if self.published and self.published.failures:
                raise self.published.failed(place)
        else:
            shutil.rmtree(built, ignore_errors=True)

    def _listed(self) -> str:
        items = "".join(f'<li><a href="{escape(one)}/">{escape(name)}</a></li>' for one, name in self.listed.items())
        return f"<ul>{items}</ul>" if items else ""

    def _closed_page(self) -> str:
        with speaking(self.language):
            return f"# {_('A private place')}\n\n{_('Open the address of your set, and unlock it with your passphrase.')}\n"

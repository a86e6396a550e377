"""The front door's build, which everybody may read, and through it the locked folders of all sets."""

from __future__ import annotations

import logging
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

from ..config import AlsConfig
from ..errors import AlsError
from ..logs import heard
from ..pages import facts
from ..words import _, speaking
from .build.publish import Publication, Published, publish
from .build.request import current
from .changes.digests import organisation_digest
from .changes.front_door import look_of_front, made_of, take_over_front
from .changes.last_build import State
from .changes.looks import Door, UnchangedSet, unchanged_sets
from .host.manifest import kept_folders
from .host.swap import alone, beside, fresh, swap
from .host.upload import Upload
from .mkdocs import public_files as public
from .mkdocs.boundary import refuse_elsewhere
from .mkdocs.guidance import expand
from .mkdocs.hooks import Hooks
from .mkdocs.lock_look import look_of
from .mkdocs.other_plugins import expands_jinja, have_a_say, ours_alone
from .mkdocs.pinned import signer
from .mkdocs.run import LOGGER
from .mkdocs.shell import STATEMENT, add_shell
from .mkdocs.theme import add_public_files, add_styles, base_path
from .mkdocs.tokens import Tokens
from .sets.plan import chosen_ids, listed, set_ids
from .sets.reading import Reading
from .sets.signing_key import parse_public
from .workers.scratch import scratch

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from .preview.folders import Preview

__all__ = ["FrontDoor"]

log = get_plugin_logger("als")


@dataclass
class _Run:
    """One run of MkDocs over the front door: what its settings say, and how far it has come."""

    settings: MkDocsConfig
    root: Path
    base: str
    language: str
    shared: bool
    """Whether other plugins expand the same marks in the guidance."""
    ids: list[str]
    """The sets that are built or previewed."""
    listed: Mapping[str, str]
    publication: Publication | None = None
    """How the sets are published; none in a preview."""
    published: Published | None = None
    tokens: Tokens = field(default_factory=Tokens)
    warnings: CountHandler = field(default_factory=lambda: CountHandler(level=logging.WARNING))
    began: float = field(default_factory=time.perf_counter)
    finished: bool = False


class FrontDoor(Hooks):
    """Builds docs/ into a folder beside the site's, adds every set's locked folder, then moves the whole into place."""

    def __init__(self, options: Callable[[], AlsConfig]) -> None:
        self.options = options
        self.command = "build"
        self.place: Path | None = None
        self.open = ExitStack()
        self.preview: Preview | None = None
        self.made: str | None = None
        self.digest: str | None = None
        """Of everything outside of the sets, where it was taken for the build that begins."""
        self.latest: _Run | None = None
        self.serving = False

    def startup(self, command: str) -> None:
        self.command, self.digest = command, None

    @property
    def run(self) -> _Run:
        """The run that is under way, or was last."""
        assert self.latest is not None, "MkDocs has not come to its configuration"
        return self.latest

    @property
    def previews(self) -> bool:
        """Whether this is `mkdocs serve`: readable, on this computer alone."""
        return self.command == "serve"

    def stands(self, config: MkDocsConfig) -> bool:
        """Whether the front door of the last build is what would be built again; then `take_over` does in the place of MkDocs."""
        request, place = current(), Path(config.site_dir)
        if request.force or request.verify or request.to or request.alone or have_a_say(config):
            return False
        known = State(place, str(place.resolve())).front
        if known is None or known.out != look_of_front(place):
            return False
        self.digest = self._digest(config)
        return known.made == made_of(self.digest, listed(Path(config.config_file_path).parent))

    def standing(self) -> list[UnchangedSet] | None:
        """The sets of the site that was put in place, if all of it may stand for as long as it looks the same."""
        published = self.latest.published if self.latest else None
        if self.made is None or published is None or published.failures:
            return None
        return unchanged_sets(published.state.new)

    def door(self) -> Door | None:
        """What the next build may take for granted as long as all looks the same; None where others have a say in it."""
        run, options = self.run, self.options()
        if run.publication is None or not options.publisher or not ours_alone(run.settings):
            return None
        return Door(run.publication.digest, run.base, options.publisher, options.demo_key, run.settings.strict, options.passkeys,
                    options.name, options.colour, options.idle_minutes)

    def _digest(self, config: MkDocsConfig) -> str:
        """A digest of everything outside of the sets."""
        public = (self.options().publisher or "").encode()
        return organisation_digest(Path(config.config_file_path), Path(config.site_dir), strict=config.strict, publisher=public)

    def take_over(self, config: MkDocsConfig) -> None:
        """Put the last build's front door into the new site."""
        assert self.place is not None and self.run.publication is not None
        take_over_front(self.place, Path(config.site_dir))
        self.run.publication = replace(self.run.publication, stood=True)

    def config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self.latest:
            self.latest.finished = False
        root, options = Path(config.config_file_path).parent, self.options()
        if self.previews:
            from .preview.server import refuse_open_address  # here, as a build needs nothing of previews

            refuse_open_address(str(config.dev_addr.host))
        pinned = parse_public(options.publisher, "mkdocs.yml") if options.publisher else None
        if pinned is None and set_ids(root) and not self.previews:
            raise AlsError(
                "mkdocs.yml",
                _("the plugin's option 'publisher' is missing"),
                _("als init DIR makes an organisation with a signing key; copy the line from the mkdocs.yml that it writes"),
            )
        language = config.theme.get("language") or "en"
        ids = [] if current().alone else chosen_ids(root, current().sets)
        run = self.latest = _Run(config, root, base_path(config), language, expands_jinja(config), ids, listed(root))
        if not self.previews:
            self._publish_to(run, pinned or b"")
        add_styles(config)
        with speaking(run.language):
            add_shell(config, guide=None)
        config.watch.extend([str(root / "sets")] if self.previews and (root / "sets").is_dir() else [])
        return config

    def _publish_to(self, run: _Run, pinned: bytes) -> None:
        """Build into a folder beside the site's; from here on there is one to move, or to throw away."""
        config, options = run.settings, self.options()
        refuse_elsewhere(config)
        place, organisation, self.digest = Path(config.site_dir), self.digest or self._digest(config), None
        self.made = None if have_a_say(config) else made_of(organisation, run.listed)
        mkdocs = logging.getLogger(LOGGER)
        mkdocs.addHandler(run.warnings)
        self.open.callback(mkdocs.removeHandler, run.warnings)
        publisher = None
        keys = (run.root / "sets" / each / "access.json" for each in run.ids)
        if any(path.is_file() for path in keys) or (current().sets and kept_folders(place)):
            publisher = signer(config, pinned)
        self.open.enter_context(alone(place))
        config.site_dir = str(beside(place))
        self.place = place
        upload, look = self._upload(run.root, place, pinned), look_of(options.name, options.colour, options.idle_minutes)
        run.publication = Publication(config.config_file_path, run.base, pinned, publisher, organisation, place, config.strict, upload, options.passkeys, look)

    def _upload(self, root: Path, place: Path, public: bytes) -> Upload | None:
        if (to := current().to) is None:
            return None
        if to.folder and to.folder.resolve().is_relative_to(root.resolve()):
            problem = _("what is published must not lie in the organisation's own folder")
            raise AlsError(f"--to {to.url}", problem, _("name a folder outside of it, or use --site-dir"))
        folder = fresh(place)
        self.open.callback(shutil.rmtree, folder, ignore_errors=True)
        return Upload(to, public, folder)

    def files(self, files: Files, config: MkDocsConfig) -> Files:
        if not self.options().public_guidance:
            files = Files([file for file in files if file.src_dir != config.docs_dir])
            files.append(File.generated(config, "index.md", content=self._closed_page()))
            config.nav = None
        add_public_files(files, config)
        if any(file.dest_uri == f"{STATEMENT}index.html" for file in files):
            config.theme["als"]["statement"] = STATEMENT
        return files

    def markdown(self, markdown: str, page: Page) -> str:
        with speaking(self.run.language):
            told = {**facts(None), "sets": {"listed": self._listed()}}
            return expand(markdown, told, f"docs/{page.file.src_uri}", shown=self.run.tokens.token, shared=self.run.shared)

    def markdown_last(self, markdown: str, page: Page) -> str:
        return self.run.tokens.filled(markdown)

    def template(self, output: str, name: str) -> str:
        if name != "404.html":
            return output
        # In the page itself: where the site lies on its host may be known to nobody.
        return output.replace("</head>", f"<script>{public.deep_link_script()}</script></head>", 1)

    def finish(self, config: MkDocsConfig) -> None:
        run = self.run
        current().phases.seconds["front door"] += time.perf_counter() - run.began
        if not self.previews and run.warnings.get_counts():
            self.made = None  # so that they are told every time
        folder = Path(config.site_dir)
        taken = set() if self.previews else {each.name for each in folder.iterdir()}
        for set_id in run.ids:
            if set_id in taken:
                raise AlsError(f"sets/{set_id}", _("the front door has a page or folder of this name"), _("rename the set, or that page"))
        with heard("als", lambda record: log.log(record.levelno, "%s", record.getMessage())):
            if self.previews:
                if self.preview is None:
                    from .preview.folders import Preview

                    self.preview = Preview(self.open.enter_context(scratch()))
                    self.open.callback(self.preview.end)
                self.preview.begin(config.config_file_path, run.base)
                self._show(self.preview, folder)
            elif run.publication and not current().alone:
                run.published = publish(run.ids, run.publication, folder, partly=bool(current().sets))
        run.finished = True

    def serve(self, server: LiveReloadServer, config: MkDocsConfig) -> LiveReloadServer:
        from .preview.guard import guard
        from .preview.server import quicken

        if (self.run.root / "sets").is_dir():
            quicken(server, self.run.root / "sets", self._again)
        self.serving = True
        return guard(server, self.preview)

    def _again(self) -> bool:
        """Bring the previewed sets up to date; False where sets were added, taken away or listed otherwise, so that all is to be built."""
        assert self.preview is not None
        run = self.run
        if not run.finished or run.listed != listed(run.root) or run.ids != chosen_ids(run.root, current().sets):
            return False
        if not (changed := self.preview.changed(run.ids)):
            return True  # a file that was written again as it was
        with heard("als", lambda record: log.log(record.levelno, "%s", record.getMessage())):
            self._write(self.preview, changed, Path(run.settings.site_dir))
        return True

    def _show(self, preview: Preview, folder: Path) -> None:
        """Make the sets readable, and one of them as somebody reads it where that was asked for."""
        self._write(preview, self.run.ids, folder)
        if person := current().person:
            preview.read_as(Reading(self.run.ids[0], person), folder)

    def _write(self, preview: Preview, ids: Sequence[str], folder: Path) -> None:
        """Bring sets up to date. Mistakes in records stop a preview from beginning; later, the last good pages say them."""
        try:
            preview.write(ids, folder)
        except AlsError as error:
            if not self.serving:
                raise
            preview.mistakes = tuple(str(error).splitlines())
            log.error("%s", error)
            log.info("%s", _("The last good pages stay until this is put right."))

    def shutdown(self) -> None:
        self.preview = None  # its folder goes
        with self.open:
            self._move()

    def _move(self) -> None:
        """Put the site in its place. Raises SetsFailed after that, where some sets could not be built."""
        if self.place is None:
            return
        # `gh-deploy` reads site_dir after this. An error in flight (strict mode's comes after everything is written) means
        # that the last good site stays.
        # MkDocs keeps this object for the next build in the same process, which must not take this one's place for its own.
        run, place, self.place = self.run, self.place, None
        built, run.settings.site_dir = Path(run.settings.site_dir), str(place)
        if run.finished and run.publication and sys.exc_info()[0] is None:
            with current().phases("move"):
                if upload := run.publication.upload:
                    self._put(upload, built)
                else:
                    swap(built, place)
                    if run.published:
                        run.published.state.write(place, front=self.made)
            if run.published and run.published.failures:
                raise run.published.failed(place)
        else:
            shutil.rmtree(built, ignore_errors=True)

    def _put(self, upload: Upload, built: Path) -> None:
        published = self.run.published
        try:
            upload.put(built, published.failures if published else ())
            if published:
                published.state.write(built, published.carried.sets)
        finally:
            shutil.rmtree(built, ignore_errors=True)

    def _listed(self) -> str:
        items = "".join(f'<li><a href="{escape(one)}/">{escape(name)}</a></li>' for one, name in self.run.listed.items())
        return f"<ul>{items}</ul>" if items else ""

    def _closed_page(self) -> str:
        with speaking(self.run.language):
            return f"# {_('A private place')}\n\n{_('Open the address of your set, and unlock it with your passphrase.')}\n"

"""What the pages of one view are made from: the ledger, the view, and what templates may call."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
import posixpath
import re
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeVar
from urllib.parse import quote

from markupsafe import Markup

from ..records import Kept
from ..records.ledger import ActionEntry, Ledger, SessionEntry
from ..records.model import Meeting, Person
from ..records.view import View, sees_all
from ..words import _
from .calendar import coming
from .page import Heading, Page
from .templating import TEMPLATES
from .text import Prose
from .when import When, last_day

__all__ = ["PageContext", "Leaf"]

T = TypeVar("T")
_HEADINGS = re.compile(r'<h([2-3]) id="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
_ELEMENT = re.compile(r"<[^>]*>")
_BLANK = re.compile(r"\n\s*\n+")


@lru_cache(maxsize=10_000)
def _way(here: str, there: str) -> str:
    """The way from one address of a site to another."""
    way = posixpath.relpath("/" + there, "/" + here)
    if there.endswith("/") or not there:
        way += "/"
    return quote(way)


class PageContext:
    """What all pages of one view have in common while they are being made."""

    def __init__(self, ledger: Ledger, view: View, not_invited: Sequence[str] = (), kept: Kept | None = None) -> None:
        self.ledger = ledger
        self.not_invited = tuple(not_invited)
        self.view = view
        self.file = ledger.file
        self.prose = Prose()
        self.when = When(ledger.file.language)
        self._kept = kept or Kept()
        common = ledger.file, ledger.today, ledger.people
        self._common = self._kept.take("common", lambda *_parts: common, *common)

    @property
    def facilitating(self) -> bool:
        """Whether these pages are the facilitator's, with drafts, notes, and what is not agreed yet."""
        return sees_all(self.file, self.view)

    @property
    def writes_actions(self) -> bool:
        """Whether the set agreed to write actions down: where not, a page must not read as if there were none."""
        return self.file.agreement.record != "none"

    @property
    def writes_topics(self) -> bool:
        """Whether the set agreed to write topics down."""
        return self.file.agreement.record in ("topics", "suggestions")

    @property
    def presenters_agree(self) -> bool:
        """Whether a turn is published only once its presenter has agreed its record."""
        return self.writes_actions and self.file.agreement.presenter_agrees

    @property
    def self_facilitated(self) -> bool:
        """Whether the members facilitate in turn."""
        return not self.file.facilitator

    @cached_property
    def members(self) -> tuple[Person, ...]:
        """Today's members, alphabetical; on the eve of a set, those who are to join."""
        now = [member for member in self.file.members if member.belongs(self.ledger.today)]
        now += [m for m in self.file.members if m.joined and m.joined > self.ledger.today and not self.told]
        return tuple(sorted(now, key=lambda person: person.name.casefold()))

    @cached_property
    def counted_since(self) -> str:
        """A sentence for whatever counts, in the view of who joined later; else nothing."""
        return _("Counted since you joined, on %(date)s.") % {"date": self.when.plain(self.view.since)} if self.view.since else ""

    @cached_property
    def readers(self) -> tuple[Person, ...]:
        """Everybody who may have something of their own on a page: today's members, and the facilitators."""
        caretakers = tuple(person for person in self.file.facilitator if person.belongs(self.ledger.today))
        return self.members + caretakers

    @cached_property
    def told(self) -> tuple[SessionEntry, ...]:
        """The sessions that have a page, oldest first; a purged session has none."""
        return tuple(entry for entry in self.ledger.sessions if entry.session.status != "purged")

    @cached_property
    def past(self) -> tuple[SessionEntry, ...]:
        """The published sessions, oldest first."""
        return tuple(entry for entry in self.told if entry.session.status == "published")

    @cached_property
    def by_stem(self) -> dict[str, SessionEntry]:
        """The sessions that have a page, by stem."""
        return {entry.stem: entry for entry in self.told}

    @cached_property
    def _by_date(self) -> dict[dt.date, list[str]]:
        """The stems of each day's sessions, sorted."""
        found: dict[dt.date, list[str]] = {}
        for stem in sorted(self.by_stem):
            found.setdefault(self.by_stem[stem].session.date, []).append(stem)
        return found

    @cached_property
    def actions(self) -> dict[str, ActionEntry]:
        """All actions by their full id."""
        return {action.id: action for action in self.ledger.actions}

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings still to come."""
        return coming(self.ledger)

    def kept(self, name: Hashable, make: Callable[[], T], *parts: Any) -> T:
        """What `make` makes, as it was made last where that was of the same: of these parts, and of the set's file, its people and the
        day, which all pages have in common. Made for whom it does not matter: what a view shows or hides stands in the parts."""

        def made(*_parts: Any) -> tuple[T, frozenset[str]]:
            before, self.prose.attachments = self.prose.attachments, set()
            try:
                return make(), frozenset(self.prose.attachments)
            finally:
                self.prose.attachments = before

        thing, linked = self._kept.take(name, made, self._common, *parts)
        self.prose.attachments |= linked
        return thing

    def name(self, person: str) -> str:
        """A person's name; their id where the ledger does not know them."""
        known = self.ledger.people.get(person)
        return known.name if known else person

    def brief(self, person: str) -> str:
        """A person's first name; the whole name where another has the same."""
        name = self.name(person)
        first = name.split()[0] if name.split() else name
        twins = [one for one in self.ledger.people.values() if one.name.split()[:1] == [first]]
        return first if len(twins) < 2 else name

    def names(self, people: Any) -> str:
        """Several people in one phrase, each once, by their first names."""
        names = list(dict.fromkeys(self.brief(person) for person in people))
        if len(names) < 2:
            return "".join(names)
        return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}

    def open_of(self, person: str) -> tuple[ActionEntry, ...]:
        """A person's open actions, by date."""
        return tuple(action for action in self.ledger.actions if action.owner == person and action.state == "open")

    def session_title(self, stem: str, style: str = "plain") -> str:
        """A session's date, told apart from another on the same day."""
        entry = self.by_stem[stem]
        title = getattr(self.when, style)(entry.session.date)
        twins = self._by_date[entry.session.date]
        if len(twins) > 1:
            title = _("%(date)s (%(number)d)") % {"date": title, "number": twins.index(stem) + 1}
        return title

    def page(
        self,
        template: str,
        path: str,
        title: str,
        *,
        section: str | None = None,
        wide: bool = False,
        until: Any = None,
        **content: Any,
    ) -> Page:
        """Fill a template; the page's headings are taken from what came out."""
        leaf = Leaf(self, path)
        filled = TEMPLATES.get_template(f"{template}.html").render(
            page=template,
            p=leaf,
            context=self,
            ledger=self.ledger,
            title=title,
            people={person.id: person.name for person in self.readers},
            **content,
        )
        filled = _BLANK.sub("\n", filled).strip() + "\n"
        headings = tuple(
            Heading(int(level), html.unescape(anchor), html.unescape(_ELEMENT.sub("", text)).strip())
            for level, anchor, text in _HEADINGS.findall(filled)
        )
        return Page(path, title, filled, headings, last_day=until, section=section, wide=wide)


class Leaf:
    """What a template may call, for the page at one address."""

    def __init__(self, context: PageContext, path: str) -> None:
        self._context = context
        self.path = path
        self.when = context.when
        self.root = "../" * path.count("/")

    def url(self, target: str) -> str:
        """The way from this page to a path in the site (with or without a fragment)."""
        path, mark, fragment = target.partition("#")
        return _way(self.path, path) + mark + fragment

    def session(self, stem: str, fragment: str = "") -> str:
        """The way to a session's page."""
        return self.url(f"sessions/{stem}/{fragment}")

    def action(self, action: ActionEntry) -> str:
        """The permanent link of an action."""
        return self.url(f"actions/#{self.anchor(action)}")

    def anchor(self, action: ActionEntry) -> str:
        """An action's id on the page of actions. Browsers keep addresses in their history: this one tells neither whose action
        it is nor of what, and is the same in every view."""
        return "action-" + hashlib.sha256(f"{action.id}\n{action.made_do}".encode()).hexdigest()[:10]

    def name(self, person: str) -> str:
        """A person's name."""
        return self._context.name(person)

    def names(self, people: Any) -> str:
        """Several people's names in one phrase."""
        names = [self.name(person) for person in people]
        if len(names) < 2:
            return "".join(names)
        return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}

    def text(self, text: str) -> Markup:
        """Markdown of a record, as sanitised blocks."""
        return self._context.prose.block(text, self.root)

    def line(self, text: str) -> Markup:
        """One line of a record."""
        return self._context.prose.inline(text)

    def until(self, stem: str) -> Markup:
        """The mark of something that comes of a session and may be shown only as long as that session's record."""
        entry = self._context.by_stem.get(stem)
        if entry is None or entry.last_day is None:
            return Markup("")
        return Markup(f' data-until="{entry.last_day.isoformat()}"')

    def where(self, meeting: Meeting) -> Markup:
        """When in the day and where a meeting is, in one line."""
        parts = []
        times = self.when.times(meeting)
        if times:
            parts.append(Markup("<span data-als-times>{}</span>").format(times))
        if meeting.where:
            parts.append(self.line(meeting.where))
        if meeting.link and not meeting.cancelled:
            parts.append(Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(meeting.link, _("Join online")))
        return Markup(" · ").join(parts)

    def mail(self, address: str) -> str:
        """The link that opens a message to an address, and to nobody else."""
        return f"mailto:{quote(address, safe='@')}"

    def meeting_end(self, meeting: Meeting) -> str:
        """The last day of a meeting, as a date for the device."""
        return last_day(meeting).isoformat()

    def json(self, value: Any) -> str:
        """A value for a data attribute."""
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def state(self, action: ActionEntry) -> str:
        """The state of an action in words."""
        return {"open": _("open"), "done": _("done"), "dropped": _("dropped"), "ended": _("ended")}[action.state]

    def report_state(self, status: str) -> str:
        """What a report-back said, in words."""
        return {"open": _("still open"), "done": _("done"), "changed": _("changed"), "dropped": _("dropped")}[status]

    def bid_outcome(self, outcome: str) -> str:
        """What became of a bid, in words."""
        return {"chosen": _("worked on"), "held": _("held for another time"), "withdrawn": _("withdrawn"), "not_chosen": _("not chosen")}[outcome]

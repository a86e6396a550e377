"""What the facilitator has to see to, by when: the home page of who looks after the set."""

from __future__ import annotations

from dataclasses import dataclass

from ..words import _, ngettext
from .context import PageContext

__all__ = ["Task", "TaskGroup", "tasks"]


@dataclass(frozen=True)
class Task:
    """One thing to see to: what, why, and the one link that leads there (its address in the site, and its words)."""

    what: str
    why: str
    link: tuple[str, str]


@dataclass(frozen=True)
class TaskGroup:
    """What is to be seen to at one time; `anchor` is its heading's id."""

    anchor: str
    title: str
    tasks: tuple[Task, ...]


def tasks(context: PageContext) -> list[TaskGroup]:
    """What to see to now, before the next session, and in the room; groups with nothing in them are left out."""
    before = _("Before the next session")
    if context.meetings:
        before = _("Before %(date)s") % {"date": context.when.plain(context.meetings[0].date)}
    groups = [
        TaskGroup("now", _("Now"), (*_drafts(context), *_not_invited(context))),
        TaskGroup("before", before, (*_not_agreed(context), *_review(context), *_owed(context))),
        TaskGroup("in-the-room", _("In the room"), (*_waiting(context), *_overdue(context))),
    ]
    return [group for group in groups if group.tasks]


def _drafts(context: PageContext) -> list[Task]:
    return [
        Task(
            _("Finish the record of %(date)s") % {"date": context.session_title(entry.stem)},
            _("It is a draft: nobody else reads it until it is published."),
            (f"sessions/{entry.stem}/", _("See it")),
        )
        for entry in context.told
        if entry.session.status == "draft"
    ]


def _not_invited(context: PageContext) -> list[Task]:
    if not context.not_invited:
        return []
    number = len(context.not_invited)
    what = ngettext("%(num)d person has no passphrase yet", "%(num)d people have no passphrase yet", number) % {"num": number}
    names = _("; ").join(context.brief(each) for each in context.not_invited)
    return [Task(what, _("%(names)s. Nobody reads this site without one.") % {"names": names}, ("set/#people", _("See them")))]


def _not_agreed(context: PageContext) -> list[Task]:
    return [
        Task(
            _("Ask %(name)s about the turn of %(date)s")
            % {"name": context.brief(turn.turn.presenter), "date": context.session_title(entry.stem)},
            _("It is not agreed yet; until then the others read only that a topic was worked on."),
            (f"sessions/{entry.stem}/#turn-{place}", _("See it")),
        )
        for entry in context.past
        for place, turn in enumerate(entry.turns, 1)
        if not turn.agreed
    ]


def _review(context: PageContext) -> list[Task]:
    review = context.file.agreement.review_on
    following = context.meetings[0].date if context.meetings else context.ledger.today
    if review is None or review > following:
        return []
    why = _("The set meant to do so on %(date)s.") % {"date": context.when.plain(review)}
    return [Task(_("Look at the agreement again"), why, ("set/#agreement", _("See it")))]


def _owed(context: PageContext) -> list[Task]:
    owed = sum(len(context.open_of(person.id)) for person in context.readers)
    if not owed:
        return []
    what = ngettext("%(num)d report-back is owed", "%(num)d report-backs are owed", owed) % {"num": owed}
    return [Task(_("Settle the running order"), _("%(owed)s: they come first.") % {"owed": what}, ("prepare/#report-backs", _("See them")))]


def _waiting(context: PageContext) -> list[Task]:
    held = context.ledger.held
    if not held:
        return []
    told = [
        _("%(name)s, since %(date)s") % {"name": context.brief(bid.member), "date": context.when.plain(bid.since)} for bid in held
    ]
    what = ngettext("%(num)d topic waits for a turn", "%(num)d topics wait for a turn", len(held)) % {"num": len(held)}
    return [Task(what, _("; ").join(told), ("airtime/", _("Turns")))]


def _overdue(context: PageContext) -> list[Task]:
    late = [action for action in context.ledger.actions if action.overdue(context.ledger.today)]
    if not late:
        return []
    what = ngettext("%(num)d action is overdue", "%(num)d actions are overdue", len(late)) % {"num": len(late)}
    told = [
        _("%(name)s, since %(date)s") % {"name": context.brief(action.owner), "date": context.when.plain(action.due)}
        for action in late
        if action.due
    ]
    return [Task(what, _("%(names)s. The set reads “still open”.") % {"names": _("; ").join(told)}, ("actions/", _("See them")))]

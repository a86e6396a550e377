"""A set's facts for the guidance, so that a guide page speaks of this set; on the public front door, of sets in general.

Facts stand in Markdown that an organisation edits. Inline facts have all their punctuation as character references, so that
neither Markdown nor HTML finds anything in them to act on; block facts are HTML blocks of one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from ..records.ledger import Ledger
from ..records.model import Meeting
from ..records.process import process_name, says, stages, turn_minutes
from ..records.view import View
from ..words import _, speaking
from .agreed import keep_phrase, record_sentence
from .context import PageContext
from .ring import ring
from .text import Prose
from .when import When

__all__ = ["facts"]

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")

_WORDS_ENOUGH = re.compile(r"[^\n;!?]{1,60}(?<!\.)")
_ADDRESS = re.compile(r"[^\s@()<>,;]+@[^\s@()<>,;]+\.[\w-]+")

Fact = Markup | bool


def facts(ledger: Ledger | None, view: View | None = None) -> dict[str, dict[str, Fact]]:
    """The facts under the one name `set`, ready for a template: `{"set": {"name": …}}`.

    Without a ledger (the public front door) each has a general wording, and `set.known` is false.
    """
    if ledger is None:
        return {"set": _general()}
    with speaking(ledger.file.language):
        return {"set": _of(PageContext(ledger, view or View("members")))}


def _of(context: PageContext) -> dict[str, Fact]:
    file, when, agreement = context.file, context.when, context.file.agreement
    low, high = file.turns_per_session
    caretakers = [person.name for person in context.file.facilitator if person.belongs(context.ledger.today)]
    following = context.meetings[0] if context.meetings else None
    return {
        "known": True,
        "self_facilitated": context.self_facilitated,
        "name": _inline(file.name),
        "purpose": _block(context, file.purpose, _("Why the set meets is for the set to say.")),
        "facilitator": _inline(_and(caretakers) if caretakers else _facilitator(context.self_facilitated)),
        "size": _inline(_number(len(context.members))),
        "next_session": _inline(_meeting(when, following) if following else _("the next session")),
        "dates": _list([escape(_meeting(when, meeting)) for meeting in context.meetings], _("The dates are not set yet.")),
        "process": _inline(process_name(file.process)),
        "stages": _stages(file.process),
        "turn_minutes": _inline(str(turn_minutes(file.process))),
        "turns": _inline(
            _number(low)
            if low == high
            else _("%(low)s or %(high)s") % {"low": _number(low), "high": _number(high)}
            if high == low + 1
            else _("%(low)s to %(high)s") % {"low": _number(low), "high": _number(high)}
        ),
        "ground_rules": _list(
            [context.prose.block(rule, None) for rule in agreement.ground_rules],
            _("The ground rules are not written down yet: the set agrees them at its first session."),
        ),
        "confidentiality": _block(context, agreement.confidentiality, _confidentiality()),
        "exceptions": _block(context, agreement.exceptions, _exceptions()),
        "record": _inline(record_sentence(agreement.record)),
        "keep": _inline(keep_phrase(file, when)),
        "review_on": _inline(when.plain(agreement.review_on) if agreement.review_on else _review()),
        "privacy_contact": _inline(_contact(agreement.privacy_contact) or _privacy(context.self_facilitated)),
        "airtime": _inline(_airtime(file.airtime)),
    }


def _general() -> dict[str, Fact]:
    return {
        "known": False,
        "self_facilitated": False,
        "name": _inline(_("your set")),
        "purpose": _one_line(Markup("<p>{}</p>").format(_("Each set says for itself why it meets."))),
        "facilitator": _inline(_facilitator(False)),
        "size": _inline(_("four to eight")),
        "next_session": _inline(_("the next session")),
        "dates": _list([], _("Your set’s dates stand in its own handbook.")),
        "process": _inline(process_name("suggestions")),
        "stages": _stages("suggestions"),
        "turn_minutes": _inline(str(turn_minutes("suggestions"))),
        "turns": _inline(_("two or three")),
        "ground_rules": _list([], _("Each set agrees its own ground rules at its first session.")),
        "confidentiality": _one_line(Markup("<p>{}</p>").format(_confidentiality())),
        "exceptions": _one_line(Markup("<p>{}</p>").format(_exceptions())),
        "record": _inline(_("Each set agrees what is written down, from nothing at all to what was offered.")),
        "keep": _inline(_("for as long as the set agrees")),
        "review_on": _inline(_review()),
        "privacy_contact": _inline(_privacy(False)),
        "airtime": _inline(_airtime("bid")),
    }


def _facilitator(self_facilitated: bool) -> str:
    return _("the member who facilitates") if self_facilitated else _("your facilitator")


def _confidentiality() -> str:
    return _("What is said in the set stays in the set. You may speak about your own topic and your own learning to anybody.")


def _exceptions() -> str:
    return _("Where somebody is in danger, or the law asks it, confidence has an end. Agree beforehand what happens then.")


def _review() -> str:
    return _("a day that the set agrees")


def _privacy(self_facilitated: bool) -> str:
    return _("whoever keeps the set’s records") if self_facilitated else _("your facilitator")


def _contact(text: str | None) -> str | None:
    """Whom to ask, to go into a sentence: what was written where that is a name or an address, else the address in it."""
    if text is None or _WORDS_ENOUGH.fullmatch(text.strip()):
        return text
    address = _ADDRESS.search(text)
    return address[0] if address else _("whoever the page of your set names")


def _airtime(airtime: str) -> str:
    if airtime == "equal":
        return _("Time is shared equally: everybody who comes has a turn of the same length.")
    return _("Each person says what they bring, and the group chooses what to work on, in which order and for how long.")


def _meeting(when: When, meeting: Meeting) -> str:
    return ", ".join(part for part in (when.day_or_days(meeting), when.times(meeting), meeting.where) if part)


def _number(number: int) -> str:
    words: list[Callable[[], str]] = [
        lambda: _("one"),
        lambda: _("two"),
        lambda: _("three"),
        lambda: _("four"),
        lambda: _("five"),
        lambda: _("six"),
        lambda: _("seven"),
        lambda: _("eight"),
        lambda: _("nine"),
        lambda: _("ten"),
        lambda: _("eleven"),
        lambda: _("twelve"),
    ]
    return words[number - 1]() if 0 < number <= len(words) else str(number)


def _and(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _inline(text: str) -> Markup:
    return Markup(_PUNCTUATION.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split())))


def _block(context: PageContext, text: str | None, otherwise: str) -> Markup:
    # Guide pages stand at several depths, so links to the set's files cannot be made relative here.
    return _one_line(context.prose.block(text, None) if text else Prose().block(otherwise, None))


def _list(items: Iterable[Markup], otherwise: str) -> Markup:
    rows = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return _one_line(Markup("<ul>{}</ul>").format(rows) if rows else Markup("<p>{}</p>").format(otherwise))


def _stages(process: object) -> Markup:
    rows = Markup("").join(
        Markup("<li>{}<p>{}</p><p>{}</p></li>").format(
            ring(stage.speaks, 64), stage.stage,
            _("%(minutes)s minutes, %(who)s") % {"minutes": stage.minutes, "who": says(stage)},
        )
        for stage in stages(process)  # type: ignore[arg-type]
    )
    return _one_line(Markup('<ol class="als-stages">{}</ol>').format(rows))


def _one_line(html: Markup) -> Markup:
    # One line that begins with a tag, and no braces: no Markdown extension and no second template finds a hold.
    line = str(html).strip().replace("\r", "").replace("{", "&#123;").replace("}", "&#125;")
    line = re.sub(r"(?<=>)\n+(?=<)", "", line).replace("\n", "&#10;")
    return Markup(f'<div class="als-fact">{line}</div>')

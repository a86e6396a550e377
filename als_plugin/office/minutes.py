"""Sessions as a Word document that looks like minutes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..pages.when import When
from ..records import ActionEntry, Ledger, ReportEntry, SessionEntry, Suggestion, TurnEntry
from ..words import _, ngettext
from .part import Part
from .prose import clean, unwrapped, write

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["minutes"]


def minutes(known: Ledger, part: Part) -> bytes:
    """The document: open actions first, then session by session; of a person, their turns, topics, report-backs and actions alone."""
    return _Minutes(known, part).written()


class _Minutes:
    def __init__(self, known: Ledger, part: Part) -> None:
        import docx
        from docx.shared import Pt

        self.known, self.part, self.when = known, part, When(known.file.language)
        self.document: Document = docx.Document()
        self.document.styles["Normal"].font.name = "Calibri"
        self.document.styles["Normal"].font.size = Pt(11)
        about = self.document.core_properties
        about.author = about.comments = about.last_modified_by = ""
        about.title, about.language = clean(known.file.name), known.file.language
        about.created = about.modified = dt.datetime.combine(known.today, dt.time())

    def written(self) -> bytes:
        """The finished file."""
        self.document.add_heading(clean(self.known.file.name), 0)
        if self.part.person:
            self._say(_("What concerns {name}").format(name=self._name(self.part.person)))
        self._say(_("Taken from the records on {day}. This file is readable, not locked: it stays with those whom the set lets read it.").format(
            day=self.when.plain(self.known.today)))
        if self.part.session is None:
            self._open_actions()
        for entry in self.known.sessions:
            if self.part.session in (None, entry.stem):
                self._session(entry)
        self._number_pages()
        made = io.BytesIO()
        self.document.save(made)
        return made.getvalue()

    def _open_actions(self) -> None:
        actions = [each for each in self.known.actions if each.state == "open" and self._mine(each.owner)]
        self.document.add_heading(_("Open actions"), 1)
        if not actions:
            self._say(_("None."))
        self._actions(actions)

    def _session(self, entry: SessionEntry) -> None:
        session = entry.session
        reports = [each for each in entry.reports if self._mine(each.member)]
        bids = [each for each in entry.bids if self._mine(each.member)]
        turns = [each for each in entry.turns if self._mine(each.turn.presenter)]
        apart = [each for each in entry.actions if self._mine(each.owner)]
        theirs = [each for turn in entry.turns if turn not in turns for each in turn.actions if self._mine(each.owner)]
        if self.part.person and not (reports or bids or turns or apart or theirs):
            return
        self.document.add_heading(_("Session of {day}").format(day=self.when.long(session.date)), 1)
        if session.status == "purged":
            self._say(_("This record was removed, as the set agreed."))
            return
        if session.status == "draft":
            self._say(_("A draft, not published."))
        if not self.part.person:
            self._attendance(entry)
        if reports:
            self.document.add_heading(_("Report-backs"), 2)
            for report in reports:
                self._report(report)
        if bids:
            self.document.add_heading(_("Topics brought"), 2)
            for bid in bids:
                words = {"chosen": _("chosen"), "held": _("held over"), "withdrawn": _("withdrawn"), "not_chosen": _("not chosen")}
                outcome = words.get(bid.outcome or "", "")
                self._say(": ".join(each for each in (self._name(bid.member), bid.headline) if each) + (f" ({outcome})" if outcome else ""), "List Bullet")
        for turn in turns:
            self._turn(turn)
        if apart or theirs:
            self.document.add_heading(_("Further actions"), 2)
            self._actions([*apart, *theirs])
        if session.review and not self.part.person:
            self.document.add_heading(_("Review"), 2)
            self._texts((_("What worked"), session.review.worked), (_("What to change"), session.review.change), (_("What the set learned"), session.review.learned))
        if session.notes and not self.part.person:
            self.document.add_heading(_("The facilitator's notes"), 2)
            write(self.document, session.notes)

    def _attendance(self, entry: SessionEntry) -> None:
        session, there = entry.session, entry.session.attendance
        lines = [(_("Facilitator"), entry.facilitators)]
        if there:
            lines += [(_("Present"), there.present), (_("There for a part"), there.part), (_("Apologies"), there.apologies), (_("Absent"), there.absent)]
        if session.timekeeper:
            lines.append((_("Timekeeper"), (session.timekeeper,)))
        for label, people in lines:
            if people:
                self._labelled(label, ", ".join(self._name(each) for each in people))
        if session.guests:
            self._labelled(_("Guests"), ", ".join(session.guests))

    def _report(self, report: ReportEntry) -> None:
        words = {"done": _("done"), "open": _("still open"), "changed": _("changed"), "dropped": _("dropped")}
        action = next((each for each in self.known.actions if each.id == report.action), None)
        about = action.made_do if action else _("an earlier action") if report.earlier else ""
        self._labelled(self._name(report.member), f"{_first(about)} ({words[report.status]})" if about else words[report.status])
        self._texts((_("Did"), report.did), (_("What came of it"), report.happened), (_("Learned"), report.learned), (_("Next"), report.next), (_("Now"), report.do))

    def _turn(self, entry: TurnEntry) -> None:
        turn, name = entry.turn, self._name(entry.turn.presenter)
        self.document.add_heading(clean(f"{name}: {entry.topic}" if entry.topic else name), 2)
        if not entry.agreed:
            self._say(_("A topic was worked on; its record is not agreed yet."))
            return
        if used := turn.minutes_used or turn.minutes:
            self._say(ngettext("{n} minute", "{n} minutes", used).format(n=used))
        self._texts((_("The situation"), turn.scenario), (_("What was asked of the group"), turn.question))
        self._said(_("Questions"), turn.questions)
        self._texts((_("What the question became"), turn.question_became))
        self._said(_("Suggestions"), turn.suggestions)
        self._texts((_("Response"), turn.response))
        if entry.actions:
            self.document.add_heading(_("Actions"), 3)
            self._actions(entry.actions)

    def _said(self, heading: str, said: Iterable[Suggestion]) -> None:
        if said := tuple(said):
            self.document.add_heading(heading, 3)
            for each in said:
                about = [self._name(each.by)] if each.by else []
                about += [_("taken home")] if each.taken else []
                write(self.document, "- " + each.text.strip().replace("\n", "\n  ") + (f" ({', '.join(about)})" if about else ""))

    def _texts(self, *texts: tuple[str, str | None]) -> None:
        for label, text in texts:
            if text:
                self.document.add_heading(label, 3)
                write(self.document, text)

    def _actions(self, actions: Iterable[ActionEntry]) -> None:
        if not (actions := tuple(actions)):
            return
        table = self.document.add_table(1, 4, style="Light Grid Accent 1")
        for cell, words in zip(table.rows[0].cells, (_("Action"), _("Who"), _("By when"), _("Status")), strict=True):
            cell.text = words
        states = {"open": _("open"), "done": _("done"), "dropped": _("dropped"), "ended": _("ended")}
        for action in actions:
            cells = table.add_row().cells
            cells[0].text = clean(unwrapped(action.do))
            cells[1].text = clean(", ".join(self._name(each) for each in (action.owner, *action.with_)))
            cells[2].text = self.when.plain(action.due) if action.due else ""
            cells[3].text = states[action.state]
        self.document.add_paragraph()

    def _labelled(self, label: str, text: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.add_run(clean(label) + ": ").bold = True
        paragraph.add_run(clean(text))

    def _say(self, text: str, style: str | None = None) -> None:
        self.document.add_paragraph(clean(text), style=style)

    def _number_pages(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        paragraph = self.document.sections[0].footer.paragraphs[0]
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            run = paragraph.add_run()
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.text = text
            run._r.append(part)

    def _mine(self, person: str) -> bool:
        return self.part.person in (None, person)

    def _name(self, person: str) -> str:
        return self.known.people[person].name if person in self.known.people else person


def _first(text: str) -> str:
    """A text's first line."""
    return text.strip().split("\n")[0]

/**
 * The rules of one session: who was there, what was brought, who had a turn.
 * @module
 */

import { _ } from "../words.js";
import { expected, unfit } from "./people.js";

/** @typedef {import("./shape.js").Context} Context */
/** @typedef {import("./shape.js").Session} Session */
/** @typedef {import("./shape.js").Path} Path */
/** @typedef {import("./problems.js").Problem} Problem */

const LISTS = ["present", "part", "apologies", "absent"];

export class SessionRules {
  /**
   * @param {Context} context
   * @param {Session} session tidy, and of the right shape
   * @param {string} stem
   * @param {string} today
   */
  constructor(context, session, stem, today) {
    this.today = today;
    this.context = context;
    this.session = session;
    this.stem = stem;
    this.draft = session.status === "draft";
    /** @type {Problem[]} */
    this.found = [];
  }

  check() {
    const { date, status } = this.session;
    const { stem } = this;
    if (date !== stem.slice(0, 10))
      this.error(["date"], _("{date} is not the date in the file's name", { date }), _("write {stem}, or rename the file {date}.yml", { stem: stem.slice(0, 10), date }));
    if (status === "purged") {
      for (const name of Object.keys(this.session).filter((field) => !["date", "status", "counts"].includes(field)))
        this.error([name], _("stands in a purged session"), _("take it out; a purged session keeps its date and counts alone"));
      return this.found;
    }
    if (date > this.today && !this.draft)
      this.error(["date"], _("{date} has not come yet, and the session is published", { date }), _("put the date right, or write status: draft until then"));
    if (this.session.counts) this.error(["counts"], _("stands in a session that was not purged"), _("take it out; the program writes it"));
    this.roles();
    this.attendance();
    this.bids();
    this.turns();
    return this.found;
  }

  /**
   * @param {Path} path
   * @param {string} problem
   * @param {string} remedy
   */
  error(path, problem, remedy) {
    this.found.push({ path, problem, remedy });
  }

  /**
   * Whether this person may be named here; says so where not.
   * @param {Path} path
   * @param {string | undefined} name
   * @param {boolean} [membersOnly]
   * @param {string} [day]
   */
  person(path, name, membersOnly = false, day = this.session.date) {
    const told = name === undefined ? null : unfit(this.context, name, day, membersOnly);
    if (told) this.error(path, ...told);
    return !told;
  }

  roles() {
    const named = [this.session.facilitator ?? []].flat();
    named.forEach((name, number) => this.person(["facilitator", number], name));
    this.person(["timekeeper"], this.session.timekeeper);
    if (!this.context.people.some(({ member }) => !member) && !named.length && !this.draft)
      this.error(["facilitator"], _("is missing, and the set facilitates itself"), _("add facilitator: and the id of the member who did"));
  }

  attendance() {
    const { attendance, date } = this.session;
    if (!attendance) {
      if (!this.draft) this.error(["attendance"], _("is missing"), _("add attendance: with present, part, apologies and absent"));
      return;
    }
    /** @type {Map<string, string>} */
    const seen = new Map();
    for (const list of LISTS) {
      for (const [number, name] of (attendance[list] ?? []).entries()) {
        const path = ["attendance", list, number];
        if (!this.person(path, name)) continue;
        const before = seen.get(name);
        if (before)
          this.error(
            path,
            before === list ? _("{person} stands twice", { person: name }) : _("{person} stands in {seen} already", { person: name, seen: before }),
            _("keep one of the two"),
          );
        else seen.set(name, list);
        const member = this.context.people.find((person) => person.id === name && person.member);
        if (member && !expected(member, date))
          this.error(path, _("{person} is away on {date} by set.yml", { person: name, date }), _("take the name out, or put the time away in set.yml right"));
      }
    }
    if (this.draft) return;
    const missing = this.context.people.filter((person) => expected(person, date) && !seen.has(person.id)).map(({ id }) => id);
    if (missing.length)
      this.error(
        ["attendance"],
        _("says nothing about {names}", { names: missing.join(", ") }),
        _("put each member of that day into one of present, part, apologies and absent"),
      );
  }

  /**
   * Who brings, presents or suggests by name was there.
   * @param {Path} path
   * @param {string} name
   * @param {string} otherwise
   */
  there(path, name, otherwise) {
    const { attendance } = this.session;
    if (!attendance || [...(attendance.present ?? []), ...(attendance.part ?? [])].includes(name)) return;
    const listed = LISTS.find((list) => (attendance[list] ?? []).includes(name));
    if (!listed && (this.draft || !this.context.people.some((person) => person.id === name && person.member))) return;
    this.error(path, listed ? `${otherwise} (${listed})` : otherwise, _("put the attendance right, or name somebody who was there"));
  }

  bids() {
    const presenters = (this.session.turns ?? []).map((/** @type {any} */ turn) => turn.presenter);
    for (const [number, bid] of (this.session.topics ?? []).entries()) {
      const path = ["topics", number];
      if (!this.person([...path, "member"], bid.member, true)) continue;
      this.there([...path, "member"], bid.member, _("{member} brought a topic but was not there", { member: bid.member }));
      if (bid.outcome === "chosen" && !presenters.includes(bid.member) && !this.draft)
        this.error([...path, "outcome"], _("is chosen, and {member} has no turn", { member: bid.member }), _("add the turn, or write held, not_chosen or withdrawn"));
    }
  }

  turns() {
    for (const [number, turn] of (this.session.turns ?? []).entries()) {
      const path = ["turns", number];
      const { presenter } = turn;
      if (this.person([...path, "presenter"], presenter, true))
        this.there([...path, "presenter"], presenter, _("{presenter} presented but was not there", { presenter }));
      const brought = (this.session.topics ?? []).filter((/** @type {any} */ bid) => bid.member === presenter);
      if (brought.length && !brought.some((/** @type {any} */ bid) => !bid.outcome || bid.outcome === "chosen"))
        this.error([...path, "presenter"], _("{presenter} has a turn, and none of their topics is chosen", { presenter }), _("write outcome: chosen at the one that was worked on"));
      for (const [place, { by }] of (turn.suggestions ?? []).entries()) {
        const here = [...path, "suggestions", place, "by"];
        if (by && this.person(here, by)) this.there(here, by, _("{by} made a suggestion but was not there", { by }));
      }
      for (const [place, { by }] of (turn.questions ?? []).entries()) {
        const here = [...path, "questions", place, "by"];
        if (by && this.person(here, by)) this.there(here, by, _("{by} asked a question but was not there", { by }));
      }
      if (turn.agreed_on && turn.agreed_on > this.today)
        this.error([...path, "agreed_on"], _("{agreed_on} has not come yet", { agreed_on: turn.agreed_on }), _("write the day on which they agreed"));
      if (turn.agreed_on && turn.agreed_on < this.session.date)
        this.error([...path, "agreed_on"], _("{agreed_on} is before the session", { agreed_on: turn.agreed_on }), _("put the date right"));
    }
  }
}

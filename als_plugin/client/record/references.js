/**
 * The rules about actions and the report-backs on them.
 * @module
 */

import { _ } from "../words.js";
import { unfit } from "./people.js";
import { where } from "./shape.js";
import { actionsOf } from "./tidy.js";

/** @typedef {import("./shape.js").Context} Context */
/** @typedef {import("./shape.js").Session} Session */
/** @typedef {import("./shape.js").Path} Path */
/** @typedef {import("./problems.js").Problem} Problem */

export class References {
  /**
   * @param {Context} context
   * @param {Session} session
   * @param {string} stem
   * @param {string} today
   */
  constructor(context, session, stem, today) {
    this.today = today;
    this.context = context;
    this.session = session;
    this.stem = stem;
    /** @type {Problem[]} */
    this.found = [];
  }

  check() {
    this.actions();
    this.reports();
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
   * @param {Path} path
   * @param {string} name
   * @param {string} [day]
   */
  person(path, name, day = this.session.date) {
    const told = unfit(this.context, name, day);
    if (told) this.error(path, ...told);
  }

  /**
   * @param {Path} path
   * @param {string | undefined} due
   */
  due(path, due) {
    if (due && due < this.session.date) this.error(path, _("{due} is before the session", { due }), _("put the date right"));
  }

  actions() {
    /** @type {Map<string, Path>} */
    const seen = new Map();
    for (const { path, action, presenter } of actionsOf(this.session)) {
      const owner = action.owner ?? presenter;
      if (!owner) this.error([...path, "owner"], _("is missing"), _("add owner: and the id of the person who will do it"));
      else if (action.owner) this.person([...path, "owner"], owner);
      for (const [place, helper] of (action.with ?? []).entries()) this.person([...path, "with", place], helper);
      this.due([...path, "due"], action.due);
      const before = action.id && seen.get(action.id);
      if (before)
        this.error([...path, "id"], _("\"{id}\" is already the id of {where}", { id: action.id, where: where(before) }), _("give one of the two another id"));
      else if (action.id) seen.set(action.id, path);
    }
  }

  reports() {
    /** @type {Map<string, {on: boolean, all: string}[]>} */
    const seen = new Map();
    const { date } = this.session;
    const later = Object.keys(this.context.sessions).filter((stem) => stem > this.stem);
    const following = later.map((stem) => this.context.sessions[stem]?.date ?? "").sort()[0];
    for (const [number, report] of (this.session.reports ?? []).entries()) {
      const path = ["reports", number];
      if (report.on && report.on > this.today) this.error([...path, "on"], _("{on} has not come yet", { on: report.on }), _("write the day on which it was told"));
      else if (report.on && following && report.on >= following && report.on > date)
        this.error([...path, "on"], _("{on} is not before the next session, of {date}", { on: report.on, date: following }), _("put the date right, or move the report-back into that session's file"));
      this.person([...path, "member"], report.member, report.on ?? date);
      this.due([...path, "due"], report.due);
      if (!report.action) continue;
      const told = `${report.action} ${report.on ?? date}`;
      const before = seen.get(told) ?? [];
      const said = { on: Boolean(report.on), all: JSON.stringify(Object.entries(report).sort()) };
      // Between sessions somebody may well report twice on a day; that both were told is known where both have the day.
      if (before.some(({ on, all }) => all === said.all || !(on && said.on))) this.error([...path, "action"], _("{action} is reported on twice on one day", { action: report.action }), _("make one report of the two"));
      seen.set(told, [...before, said]);
      this.reference([...path, "action"], report);
    }
  }

  /**
   * @param {Path} path
   * @param {{action: string, member: string, on?: string}} report
   */
  reference(path, { action: full, member, on }) {
    const stem = /** @type {string} */ (full.split("/")[0]);
    const session = this.context.sessions[stem];
    if ((stem === this.stem && !on) || (stem > this.stem && session)) {
      const problem = stem === this.stem ? _("{full} is from this session", { full }) : _("{full} is from a later session", { full });
      const remedy = stem === this.stem ? _("report on it in a later session, or add on: with the day on which it was told") : _("report on an action in a session after the one that made it");
      this.error(path, problem, remedy);
      return;
    }
    if (session?.status === "purged") return;
    const own = stem === this.stem && actionsOf(this.session).find(({ action }) => action.id === full.split("/")[1]);
    const owner = own ? (own.action.owner ?? own.presenter) : this.context.actions[full];
    const made = stem === this.stem ? this.session : session;
    if (!made || !owner) {
      const problem = made ? _("there is no action {full}", { full }) : _("there is no session {stem}", { stem });
      this.error(path, problem, _("write the full id of an action from an earlier session"));
      return;
    }
    if (owner !== member) this.error(path, _("{full} is {owner}'s action, not {member}'s", { full, owner, member }), _("an action is reported on by its owner"));
    if (made.status === "draft" && this.session.status !== "draft")
      this.error(path, _("{full} is in a draft", { full }), _("publish sessions/{stem}.yml first", { stem }));
    if (on && on < made.date) this.error([...path.slice(0, -1), "on"], _("{on} is before the session that made the action", { on }), _("put the date right"));
  }
}

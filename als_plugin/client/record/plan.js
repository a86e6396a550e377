/**
 * The stages of a session in the room, whatever process the set has, and the clock that goes on when a lid is shut.
 * @module
 */

import { _, ngettext } from "../words.js";
import { firstName } from "./people.js";
import { allowed } from "./shape.js";

/** @typedef {import("./shape.js").Context} Context */
/** @typedef {import("./shape.js").Session} Session */

/** Times are milliseconds since 1970. `lost` is what pauses took, `extra` the minutes that were added. @typedef {{began: number | null, paused: number | null, lost: number, extra: number}} Clock */

/** Where a session stands: its stage, that stage's clock, when it began, and, where no turns are written down, who presents. @typedef {{step: string, clock: Clock, begun: number | null, presenters: {presenter: string}[], used: Record<string, number>}} Run */

/** @typedef {{id: string, title: string, minutes: number, speaks: "presenter" | "group" | "all", turn?: number, stage?: number, stages?: number, presenter?: string}} Step */

const MINUTE = 60_000;

/** @returns {Clock} */
export const still = () => ({ began: null, paused: null, lost: 0, extra: 0 });

/** @returns {Run} */
export const atFirst = () => ({ step: "arrivals", clock: still(), begun: null, presenters: [], used: {} });

/**
 * The turns in their order: what is written down, or where that is nothing, what is kept for the evening alone.
 * @param {Context} context
 * @param {Session} session
 * @param {Run} run
 * @returns {{presenter: string, topic?: string, question?: string, minutes?: number}[]}
 */
export const turnsOf = (context, session, run) => (allowed(context, ["turns"]) ? (session.turns ?? []) : run.presenters).filter((/** @type {any} */ turn) => turn.presenter);

/**
 * All stages in the order of the day.
 * @param {Context} context
 * @param {Session} session
 * @param {Run} run
 * @returns {Step[]}
 */
export function steps(context, session, run) {
  const there = [...(session.attendance?.present ?? []), ...(session.attendance?.part ?? [])];
  const people = there.length || context.people.filter(({ member }) => member).length;
  const reports = there.reduce((sum, id) => sum + (context.owed[id]?.length ?? 0), 0);
  const turns = turnsOf(context, session, run);
  const half = Math.ceil(turns.length / 2);
  return [
    { id: "arrivals", title: _("Arriving"), minutes: 10, speaks: "all" },
    { id: "reports", title: _("Report-backs"), minutes: Math.max(5, 3 * reports), speaks: "all" },
    { id: "topics", title: _("Everyone’s topic"), minutes: 2 * people, speaks: "all" },
    { id: "choosing", title: _("Choosing"), minutes: 10, speaks: "all" },
    ...turns.flatMap((turn, number) => [
      ...turnSteps(context, turn, number),
      ...(turns.length > 1 && number + 1 === half ? [{ id: "break", title: _("A break"), minutes: 15, speaks: /** @type {const} */ ("all") }] : []),
    ]),
    { id: "review", title: _("Looking back"), minutes: 10, speaks: "all" },
    { id: "date", title: _("The next date"), minutes: 5, speaks: "all" },
    { id: "end", title: _("The record"), minutes: 5, speaks: "all" },
  ];
}

/**
 * One turn's stages; where it was given another time than the process has, each in proportion.
 * @param {Context} context
 * @param {{presenter: string, minutes?: number}} turn
 * @param {number} number
 * @returns {Step[]}
 */
function turnSteps({ process: { stages } }, { presenter, minutes }, number) {
  const whole = stages.reduce((sum, stage) => sum + stage.minutes, 0);
  return stages.map(({ stage, minutes: usual, speaks }, place) => ({
    id: `turn/${number}/${place}`,
    title: stage,
    minutes: minutes ? Math.max(1, Math.round((usual * minutes) / whole)) : usual,
    speaks,
    turn: number,
    stage: place,
    stages: stages.length,
    presenter,
  }));
}

/**
 * What a stage asks somebody to write: it follows from its place and from who speaks.
 * @param {Step} step
 * @returns {"told" | "offered" | "answered" | "actions"}
 */
export function asks({ stage, stages = 0, speaks }) {
  if (stage === 0) return "told";
  if (stage === stages - 1) return "actions";
  return speaks === "presenter" ? "answered" : "offered";
}

/**
 * How long a stage has run.
 * @param {Clock} clock
 * @param {number} now
 */
export const gone = ({ began, paused, lost }, now) => (began === null ? 0 : Math.max(0, (paused ?? now) - began - lost));

/**
 * Minutes that are left, upwards to the whole minute; below 0 once it is over.
 * @param {Step} step
 * @param {Clock} clock
 * @param {number} now
 */
export const minutesLeft = (step, clock, now) => Math.ceil(step.minutes + clock.extra - gone(clock, now) / MINUTE);

/**
 * The run at another stage, with the clock from the beginning; what a turn's stages took is remembered.
 * @param {Run} run
 * @param {Step} from
 * @param {Step} to
 * @param {number} now
 * @returns {Run}
 */
export function moved(run, from, to, now) {
  const used = { ...run.used, [from.id]: (run.used[from.id] ?? 0) + gone(run.clock, now) };
  return { ...run, step: to.id, used, begun: run.begun ?? now, clock: { ...still(), began: now } };
}

/**
 * @param {Run} run
 * @param {number} now
 * @returns {Run}
 */
export function pausedOrGoingOn(run, now) {
  const { clock } = run;
  if (clock.began === null) return { ...run, begun: run.begun ?? now, clock: { ...clock, began: now } };
  if (clock.paused === null) return { ...run, clock: { ...clock, paused: now } };
  return { ...run, clock: { ...clock, paused: null, lost: clock.lost + now - clock.paused } };
}

/**
 * The whole minutes that a turn took so far.
 * @param {Run} run
 * @param {number} turn
 */
export const minutesUsed = ({ used }, turn) =>
  Math.round(Object.entries(used).reduce((sum, [id, milliseconds]) => (id.startsWith(`turn/${turn}/`) ? sum + milliseconds : sum), 0) / MINUTE);

/**
 * Who speaks and who listens, in words.
 * @param {Context} context
 * @param {Step} step
 * @returns {[string, string]}
 */
export function speakers(context, { speaks, presenter }) {
  const name = presenter ? firstName(context, presenter) : "";
  if (!presenter || speaks === "all") return [_("Everyone speaks."), ""];
  if (speaks === "presenter") return [_("{name} speaks.", { name }), _("The others listen.")];
  return [_("The others speak."), _("{name} listens and says nothing.", { name })];
}

/**
 * The time that is left, in words.
 * @param {number} left
 */
export function leftInWords(left) {
  if (left === 0) return _("Time is up");
  return left > 0 ? ngettext("{n} minute left", "{n} minutes left", left) : ngettext("{n} minute over", "{n} minutes over", -left);
}

/**
 * The stem of a session's file: the day, or the day with a letter where another session of that day was published.
 * @param {Context} context
 * @param {string} date
 */
export function stemFor({ sessions }, date) {
  const letters = ["", ..."bcdefgh"].map((letter) => (letter ? `${date}-${letter}` : date));
  return letters.find((stem) => !sessions[stem] || sessions[stem].status === "draft") ?? date;
}

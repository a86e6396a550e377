/**
 * The room's screen: stage, who speaks, who listens, the question, time left. What is offered never stands on it.
 * @module
 */

import { h, render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { addStyle } from "../style.js";
import { _ } from "../words.js";
import { clock } from "./editor.js";
import { gone, leftInWords, minutesLeft, speakers } from "./plan.js";
import { firstName } from "./people.js";
import css from "./record.css";

/** What the room is told. @typedef {{title: string, of: string, who: [string, string], question?: string, next?: string, minutes: number, clock: import("./plan.js").Clock, people: {name: string, speaks: boolean}[]}} Shown */

/**
 * @param {import("./shape.js").Context} context
 * @param {import("./plan.js").Step} step
 * @param {import("./plan.js").Step | undefined} next
 * @param {import("./plan.js").Run} run
 * @param {{question?: string} | undefined} turn
 * @param {string[]} there
 * @returns {Shown}
 */
export function shown(context, step, next, run, turn, there) {
  const { presenter, speaks } = step;
  return {
    title: step.title,
    of: presenter ? _("{name}’s turn", { name: firstName(context, presenter) }) : context.set.name,
    who: speakers(context, step),
    ...(turn?.question ? { question: turn.question } : {}),
    ...(next && next.id !== "end" ? { next: _("Then: {stage}", { stage: next.presenter && next.presenter !== presenter ? `${firstName(context, next.presenter)}, ${next.title}` : next.title }) } : {}),
    minutes: step.minutes,
    clock: run.clock,
    people: there.map((id) => ({ name: firstName(context, id), speaks: !presenter || speaks === "all" || (id === presenter) === (speaks === "presenter") })),
  };
}

/** @param {{shown: Shown | null, leave?: () => void}} props */
export function Room({ shown: now, leave }) {
  const [time, setTime] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setTime(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (!now) return h("div", { class: "rec rec-room" }, h("p", { class: "rec-room-who" }, _("This screen shows the stages once the session runs in the other window.")));
  const step = /** @type {import("./plan.js").Step} */ ({ minutes: now.minutes });
  const left = minutesLeft(step, now.clock, time);
  const running = now.clock.began !== null;
  return h("div", { class: "rec rec-room" },
    h("p", { class: "rec-room-top" }, h("span", null, now.of), h("span", null, clock(new Date(time))), leave && h("button", { type: "button", class: "rec-link", onClick: leave }, _("Leave this screen"))),
    h("div", { class: "rec-room-in" },
      h("ul", { class: "rec-circle", "aria-label": _("Who speaks") }, now.people.map(({ name, speaks }) => h("li", { key: name, class: speaks ? "rec-talks" : "rec-hears" }, h("i", { "aria-hidden": "true" }), name, h("span", { class: "rec-unseen" }, speaks ? _("speaks") : _("listens"))))),
      h("div", null,
        h("h1", null, now.title),
        h("p", { class: "rec-room-who" }, now.who[0], h("br", null), now.who[1]),
        now.question && h("p", { class: "rec-said rec-room-q" }, now.question),
        running && h("p", { class: "rec-room-left", role: "timer" }, now.clock.paused === null ? leftInWords(left) : _("Paused")),
        running && h("p", { class: "rec-bars", "aria-hidden": "true" }, bars(now, time)))),
    now.next && h("p", { class: "rec-room-next" }, now.next));
}

/** The same in the window in which the session is run: over all else, until Escape or the button closes it. @param {{shown: Shown, leave: () => void}} props */
export function Over({ shown: now, leave }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => dialog.current?.showModal(), []);
  return h("dialog", { ref: dialog, class: "rec-over", "aria-label": _("In the room"), onClose: leave }, h(Room, { shown: now, leave: () => dialog.current?.close() }));
}

/**
 * One bar a minute; those to come are filled.
 * @param {{minutes: number, clock: import("./plan.js").Clock}} shown
 * @param {number} now
 */
export function bars({ minutes, clock: running }, now) {
  const all = Math.min(30, minutes + running.extra);
  const past = Math.floor((gone(running, now) / 60_000) * (all / (minutes + running.extra)));
  return Array.from({ length: all }, (_each, place) => h("i", { key: place, class: place < past ? "" : "rec-bar-left" }));
}

/**
 * The second window: it shows what the first one tells.
 * @param {HTMLElement} element
 * @param {import("./run.js").Services} services
 */
export async function room(element, services) {
  addStyle(element.ownerDocument, css);
  document.title = _("In the room");
  const show = (/** @type {Shown | null} */ now) => render(h(Room, { shown: now }), element);
  show(null);
  const channel = await services.channel("room");
  channel.onMessage((said) => said && typeof said === "object" && said.shown && show(said.shown));
  await channel.post({ asks: true });
  await stayAwake();
}

/** Keeps the screen on while this page is seen; browsers that cannot leave it be. */
export async function stayAwake() {
  const keep = async () => {
    try {
      if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen");
    } catch {
      // A battery that is low, or a setting of the reader's: the screen goes dark as it always does.
    }
  };
  document.addEventListener("visibilitychange", () => void keep());
  await keep();
}

/**
 * The run-sheet: a session in the room, from the first who arrives to the file at the end.
 * @module
 */

import { h, render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { save as download } from "../save.js";
import { addStyle } from "../style.js";
import { _, inFull, ngettext } from "../words.js";
import { Cards } from "./cards.js";
import { today } from "./day.js";
import { clock, Editor } from "./editor.js";
import { Press } from "./form.js";
import { Keeper } from "./keep.js";
import { change, load, problems, redo, save, tidy, undo } from "./model.js";
import { Panel, there } from "./panels.js";
import { firstName } from "./people.js";
import { asks, atFirst, leftInWords, minutesLeft, minutesUsed, moved, pausedOrGoingOn, speakers, stemFor, steps, turnsOf } from "./plan.js";
import { bars, Over, shown, stayAwake } from "./room.js";
import css from "./record.css";

/**
 * What the page gives: notes that are kept sealed, a channel that is, and what to do before the page goes.
 * @typedef {object} Services
 * @property {{get: (name: string) => Promise<any>, set: (name: string, value: any) => Promise<void>, onChanged: (callback: () => void) => void}} notes
 * @property {(purpose: string) => Promise<{post: (value: any) => Promise<void>, onMessage: (callback: (value: any) => void) => void}>} channel
 * @property {(callback: () => unknown) => void} onLocked
 * @property {string} [cards] the address of the guidance for hard moments
 * @property {import("./shape.js").Session} [session] what there is of the session already
 * @property {string} [room] the address of the room's screen
 * @property {string} [kept] where it is kept, in words
 * @property {(session: import("./shape.js").Session) => Promise<import("./editor.js").Answer>} [save] who keeps the record; a file otherwise
 */

/** @typedef {import("./model.js").Draft} Draft */
/** @typedef {import("./plan.js").Run} Run */
/** @typedef {import("./shape.js").Context} Context */

/**
 * @param {HTMLElement} element
 * @param {Context} context
 * @param {Services} services
 */
export async function run(element, context, services) {
  addStyle(element.ownerDocument, css);
  let told = (/** @type {boolean} */ _failed) => {};
  const keeper = new Keeper(services.notes, (failed) => told(failed));
  const kept = await keeper.kept();
  const channel = await services.channel("room");
  const paper = /** @type {HTMLElement | null} */ (element.ownerDocument.querySelector("[data-als-paper]"));
  const began = { draft: load(kept?.session ?? services.session ?? fresh(context), context), run: kept?.run ?? atFirst() };
  const discarded = kept ? null : await keeper.discarded();
  services.onLocked(() => keeper.settled());
  if (paper) paper.classList.add("als-paper--printed");
  element.hidden = false;
  render(h(RunSheet, { context, began, keeper, channel, services, again: discarded !== null, hear: (/** @type {typeof told} */ callback) => (told = callback) }), element);
}

/** @param {Context} context */
const fresh = (context) => ({ date: today(context), status: "draft" });

/**
 * @param {{context: Context, began: {draft: Draft, run: Run}, keeper: Keeper, channel: Awaited<ReturnType<Services["channel"]>>, services: Services, again: boolean, hear: (callback: (failed: boolean) => void) => void}} props
 */
function RunSheet({ context, began, keeper, channel, services, again, hear }) {
  const state = useRef(began);
  const focus = useRef({ path: /** @type {import("./shape.js").Path | null} */ (null) });
  const [, setTurn] = useState(0);
  const [now, setNow] = useState(Date.now());
  const [failed, setFailed] = useState(false);
  const [keeping, setKeeping] = useState(false);
  const [canReturn, setCanReturn] = useState(again);
  const [sameWindow, setSameWindow] = useState(false);
  const [refused, setRefused] = useState("");
  const [given, setGiven] = useState("");
  const said = useRef("");
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  const refusal = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => refusal.current?.scrollIntoView({ block: "nearest" }), [refused]);
  const { draft, run: at } = state.current;
  const all = steps(context, draft.session, at);
  const place = Math.max(0, all.findIndex(({ id }) => id === at.step));
  const step = /** @type {import("./plan.js").Step} */ (all[place]);
  const next = all[place + 1];
  const turn = step.turn === undefined ? undefined : turnsOf(context, draft.session, at)[step.turn];
  const form = { draft, act, focus: focus.current, problems: problems(draft.session, context, stemFor(context, draft.session.date)).filter(({ problem }) => problem !== _("is missing")) };
  const screen = shown(context, step, next, at, turn, there(form));
  const latest = useRef(screen);
  latest.current = screen;

  useEffect(() => {
    hear((lost) => {
      setFailed(lost);
      setKeeping(false);
    });
    const timer = setInterval(() => setNow(Date.now()), 1000);
    channel.onMessage((message) => message?.asks && void channel.post({ shown: latest.current }));
    keeper.onChanged((kept) => {
      state.current = { draft: load(kept?.session ?? services.session ?? fresh(context), context), run: kept?.run ?? atFirst() };
      setTurn((count) => count + 1);
    });
    void stayAwake();
    return () => clearInterval(timer);
  }, []);
  useEffect(() => void channel.post({ shown: screen }), [JSON.stringify(screen)]);

  /** @param {{draft?: Draft, run?: Run}} after */
  function set(after) {
    state.current = { ...state.current, ...after };
    setKeeping(true);
    void keeper.keep({ session: state.current.draft.session, run: state.current.run });
    setTurn((count) => count + 1);
  }
  /**
   * @param {(draft: Draft) => Draft} change
   * @param {import("./shape.js").Path} [path]
   */
  function act(change, path) {
    const after = change(state.current.draft);
    if (path) focus.current.path = path;
    if (after !== state.current.draft) set({ draft: after });
  }
  /** @param {(run: Run) => Run} change */
  const setRun = (change) => set({ run: change(state.current.run) });

  /** @param {import("./plan.js").Step | undefined} to */
  const go = (to) => {
    if (!to) return;
    const after = moved(state.current.run, step, to, Date.now());
    let changed = state.current.draft;
    if (step.turn !== undefined && to.turn !== step.turn) changed = change(changed, ["turns", step.turn, "minutes_used"], minutesUsed(after, step.turn) || undefined);
    set({ run: after, draft: changed });
    setNow(Date.now());
    requestAnimationFrame(() => heading.current?.focus());
  };

  const stem = stemFor(context, draft.session.date);
  const file = () => new File([save(state.current.draft.session, context)], `${stem}.yml`, { type: "application/yaml" });
  const keep = async () => {
    if (!services.save) {
      download(file(), `${stem}.yml`);
      return setGiven(clock());
    }
    await keeper.settled();
    const answer = await services.save(tidy(state.current.draft.session, context));
    setRefused(answer?.message ?? "");
    return answer;
  };
  const left = minutesLeft(step, at.clock, now);
  const running = at.clock.began !== null;
  const words = running ? leftInWords(left) : "";
  // Only thresholds are announced: a clock that speaks each minute would take the room's attention.
  if (running && [5, 1, 0].includes(left)) said.current = words;
  else if (left > 5) said.current = "";
  const [who, listens] = speakers(context, step);

  return h("div", { class: "rec rec-run" },
    sameWindow && h(Over, { shown: screen, leave: () => setSameWindow(false) }),
    h("div", { class: "rec-run-top" },
      h("p", null, h("b", null, inFull(new Date(`${draft.session.date}T12:00`))), h("span", { class: "rec-clock" }, ` ${clock(new Date(now))}`)),
      h("p", { class: "rec-quietly" },
        h(Press, { label: _("Show to the room"), quiet: true, onClick: () => window.open(services.room ?? `${location.pathname}#room`, "als-room", "popup,width=1280,height=800") || setSameWindow(true) }),
        h(Press, { label: _("Show it in this window"), quiet: true, onClick: () => setSameWindow(true) }),
        !services.save && h(Press, { label: _("Print the sheet"), quiet: true, onClick: () => print() }))),
    failed && h("p", { class: "rec-problem", role: "alert" }, _("This device does not keep what you write any more. Save the record now, and go on on another device."), " ", h(Press, { label: _("Save the record"), onClick: () => void keep() })),
    refused && h("p", { ref: refusal, class: "rec-problem", role: "alert" }, refused),
    canReturn && h("p", null, _("A session was discarded on this device."), " ", h(Press, { label: _("Bring it back"), quiet: true, onClick: async () => {
      const back = await keeper.bringBack();
      setCanReturn(false);
      if (back) set({ draft: load(back.session, context), run: back.run });
    } })),
    h("div", { class: "rec-run-in" },
      h("div", { class: "rec-stage" },
        h("header", { class: "rec-stage-top" },
          h("div", null,
            h("p", { class: "rec-hint" }, step.presenter ? _("{name}’s turn, stage {number} of {all}", { name: firstName(context, step.presenter), number: (step.stage ?? 0) + 1, all: step.stages ?? 0 }) : _("Stage {number} of {all}", { number: place + 1, all: all.length })),
            h("h2", { ref: heading, tabIndex: -1, class: "rec-stage-name" }, step.title),
            h("p", { class: "rec-speaks" }, h("b", null, who), " ", listens)),
          h("div", { class: "rec-timer", role: "timer", "aria-live": "off", "aria-label": running ? words : _("Not started") },
            h("p", { class: "rec-big" }, running ? (at.clock.paused === null ? words : _("Paused")) : ngettext("{n} minute", "{n} minutes", step.minutes)),
            h("p", { class: "rec-bars", "aria-hidden": "true" }, bars({ minutes: step.minutes, clock: at.clock }, now)))),
        h("p", { class: "rec-unseen", role: "status" }, said.current),
        turn?.question && asks(step) !== "told" && h("p", { class: "rec-theq" }, h("span", { class: "rec-hint" }, _("{name}’s question", { name: firstName(context, turn.presenter) })), h("span", { class: "rec-said" }, turn.question)),
        step.id === "end"
          ? h(End, { draft, act, focus: focus.current, stem, file, keep, own: Boolean(services.save), discard: async () => {
            if (!confirm(_("Discard this session from this device? It can be brought back for a day."))) return;
            await keeper.discard();
            state.current = { draft: load(services.session ?? fresh(context), context), run: atFirst() };
            setCanReturn(true);
            setTurn((count) => count + 1);
          } })
          : h(Panel, { form, step, run: at, setRun }),
        services.cards && h(Cards, { address: services.cards })),
      h("nav", { class: "rec-plan", "aria-label": _("The session’s stages") }, h(Plan, { context, all, place, go }))),
    h("section", { class: "rec-bar", "aria-label": _("This stage") },
      h("p", { class: "rec-given", role: "status" }, given && _("{name} was given to your browser at {time}: you find it where your downloads are.", { name: `${stem}.yml`, time: given })),
      h("p", { class: "rec-hint" }, failed ? "" : keeping ? _("Keeping…") : services.kept ?? _("Kept on this device, sealed.")),
      draft.past.length > 0 && h(Press, { label: _("Undo"), quiet: true, onClick: () => act(undo) }),
      draft.next.length > 0 && h(Press, { label: _("Redo"), quiet: true, onClick: () => act(redo) }),
      place > 0 && h(Press, { label: _("Back"), quiet: true, onClick: () => go(all[place - 1]) }),
      running && h(Press, { label: at.clock.paused === null ? _("Pause") : _("Go on"), onClick: () => setRun((before) => pausedOrGoingOn(before, Date.now())) }),
      running && h(Press, { label: _("5 more minutes"), onClick: () => setRun((before) => ({ ...before, clock: { ...before.clock, extra: before.clock.extra + 5 } })) }),
      !running && h(Press, { label: _("Start"), main: true, onClick: () => setRun((before) => pausedOrGoingOn(before, Date.now())) }),
      running && next && h(Press, { label: _("Next stage"), describe: _("Next stage: {stage}", { stage: next.title }), main: true, onClick: () => go(next) }),
      step.id === "end" && h(Press, { label: _("Save the record"), main: true, onClick: () => void keep() })));
}

/** The stages as a list to jump in. @param {{context: Context, all: import("./plan.js").Step[], place: number, go: (to: import("./plan.js").Step) => void}} props */
const Plan = ({ context, all, place, go }) =>
  h("ol", null, all.map((step, number) => h("li", { key: step.id, class: `${number < place ? "rec-past" : ""} ${step.turn === undefined ? "" : "rec-of-turn"}` },
    step.stage === 0 && h("p", { class: "rec-plan-turn" }, _("{name}’s turn", { name: firstName(context, step.presenter ?? "") })),
    h("button", { type: "button", class: "rec-link", ...(number === place ? { "aria-current": "step" } : {}), onClick: () => go(step) }, step.title, number < place && h("span", { class: "rec-unseen" }, ` (${_("past")})`)))));

/**
 * The record at the end: looked through, and saved, shared, or put into a folder.
 * @param {{draft: Draft, act: import("./form.js").Form["act"], focus: import("./form.js").Form["focus"], stem: string, file: () => File, keep: () => Promise<import("./editor.js").Answer>, own: boolean, discard: () => void}} props
 */
function End({ draft, act, focus, stem, file, keep, own, discard }) {
  const picker = /** @type {any} */ (window).showSaveFilePicker;
  const canShare = navigator.canShare?.({ files: [new File(["x"], "x.txt", { type: "text/plain" })] });
  const [problem, setProblem] = useState("");
  const tried = (/** @type {() => Promise<void>} */ act) => async () => {
    try {
      await act();
      setProblem("");
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) setProblem(_("That did not work: {reason}", { reason: String(error) }));
    }
  };
  return h("div", null,
    h("p", null, own ? _("Look it through, then save it. It is checked, and published from its own page.") : _("The record is a file, {name}. Save it, then give it to the desk under Bring in, or put it into the folder sessions of your set: there it is checked and published.", { name: `${stem}.yml` })),
    h("p", { class: "rec-quietly" },
      !own && picker && h(Press, { label: _("Put it into a folder"), onClick: tried(async () => {
        const handle = await picker({ suggestedName: `${stem}.yml`, types: [{ description: "YAML", accept: { "application/yaml": [".yml"] } }] });
        const writing = await handle.createWritable();
        await writing.write(file());
        await writing.close();
      }) }),
      !own && canShare && h(Press, { label: _("Share it"), onClick: tried(() => navigator.share({ files: [new File([file()], `${stem}.txt`, { type: "text/plain" })] })) }),
      h(Press, { label: _("Discard"), quiet: true, onClick: discard })),
    problem && h("p", { class: "rec-problem", role: "alert" }, problem),
    h(Editor, { draft, act, focus, stem, save: keep }));
}

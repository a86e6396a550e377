/**
 * What will change, for whom; and then publish.
 * @module
 */

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";

import { _, ngettext } from "../words.js";
import { ask } from "./api.js";
import { Head, Wrong, day, useData } from "./parts.js";
import { TargetForm } from "./target.js";

export function Publish() {
  const { data, error, again } = useData("publish");
  const [state, setState] = useState(/** @type {any} */ (null));
  const [wrong, setWrong] = useState(/** @type {Error | null} */ (null));
  const [left, setLeft] = useState(/** @type {string[]} */ ([]));
  const [editing, setEditing] = useState(/** @type {string | null} */ (null));
  const placed = () => {
    setEditing(null);
    again();
    document.getElementById("where-to")?.focus(); // what had the focus is gone
  };
  const running = (state ?? data?.state)?.running;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(async () => {
      try {
        const now = await ask("publish/state");
        setState(now);
        if (!now.running) again();
      } catch (refusal) {
        setWrong(/** @type {Error} */ (refusal));
      }
    }, 500);
    return () => clearInterval(timer);
  }, [running]);
  if (error) return h("main", { id: "main", class: "page wide flow" }, h(Head, { title: _("Publish") }), h(Wrong, { error }));
  if (!data) return h("main", { id: "main", class: "page wide", "aria-busy": "true" });
  const shown = state ?? data.state;
  const bad = data.sets.some((/** @type {any} */ each) => each.error);
  const waiting = data.sets.filter((/** @type {any} */ each) => each.changed !== false).length;
  /** @type {Target[]} */
  const targets = data.targets;
  const chosen = targets.filter(({ name }) => !left.includes(name)).map(({ name }) => name);
  /** @param {boolean} dry */
  const begin = async (dry) => {
    if (running || (targets.length > 0 && chosen.length === 0)) return;
    try {
      setWrong(null);
      setState({ ...shown, running: true, doing: _("Building"), places: [], lines: [] });
      setState(await ask("publish", { targets: chosen, dry }));
    } catch (refusal) {
      setState(null);
      setWrong(/** @type {Error} */ (refusal));
    }
  };
  const off = running || (targets.length > 0 && chosen.length === 0) ? "true" : "false";
  return h("main", { id: "main", class: "page wide flow" },
    h(Head, { title: _("Publish"), answer: waiting ? _("What will change, and for whom.") : _("Nothing has changed since the last time.") }),
    h(Wrong, { error: wrong }),
    h("table", { class: "table" },
      h("thead", null, h("tr", null, [_("Set"), _("What has changed"), _("Who can open it")].map((words) => h("th", { key: words, scope: "col" }, words)))),
      h("tbody", null, data.sets.map((/** @type {any} */ each) => h("tr", { key: each.id },
        h("th", { scope: "row" }, h("b", null, each.name)),
        h("td", null, each.error ? each.error.split("\n").map((/** @type {string} */ line) => h("p", { key: line, class: "warnt" }, line)) : changed(each)),
        h("td", null, !each.error && opens(each)))))),
    bad && h("p", { class: "soft" }, _("A set with mistakes stays as it was last published; the others go on.")),
    h("fieldset", { class: "flow" }, h("legend", null, h("h2", { id: "where-to", tabIndex: -1 }, _("Where to"))),
      targets.length === 0 && h("p", { class: "soft" }, _("The site is put into {folder} on this computer, and goes nowhere from there until you name a place.", { folder: data.site })),
      targets.map((each) => h("div", { key: each.name },
        h("div", { class: "tick" },
          h("input", { type: "checkbox", id: `to-${each.name}`, checked: !left.includes(each.name), onChange: (/** @type {any} */ event) => setLeft(event.currentTarget.checked ? left.filter((name) => name !== each.name) : [...left, each.name]) }),
          h("label", { for: `to-${each.name}` }, h("b", null, each.name), " ", h("span", { class: "soft" }, each.address, ", ", each.at ? _("last published on {day} at {time}", { day: day(each.at.slice(0, 10)), time: each.at.slice(11, 16) }) : _("not yet published from here"))),
          editing !== each.name && h("button", { type: "button", class: "btn second little", "aria-label": _("Change {name}", { name: each.name }), onClick: () => setEditing(each.name) }, _("Change"))),
        editing === each.name && h(TargetForm, { target: each, first: false, done: placed }))),
      editing === "" ? h(TargetForm, { target: null, first: targets.length === 0, done: placed })
        : h("p", null, h("button", { type: "button", class: "btn second little", onClick: () => setEditing("") }, targets.length ? _("Name another place") : _("Name the place")))),
    h("div", { class: "btns" },
      h("button", { type: "button", class: "btn", "aria-disabled": off, onClick: () => begin(false) }, _("Publish")),
      targets.length > 0 && h("button", { type: "button", class: "btn second", "aria-disabled": off, onClick: () => begin(true) }, _("Only look what would be sent")),
      h("span", { role: "status" }, said(shown, data.site, targets.length > 0))),
    !running && shown.places.map((/** @type {Place} */ each) => h(AtPlace, { key: each.name, place: each, dry: shown.dry })),
    shown.lines.length > 0 && h("div", { class: shown.broken ? "note warn" : "note" }, shown.lines.map((/** @type {string} */ line) => h("p", { key: line }, line))));
}

/** @typedef {import("./target.js").Target} Target */
/** @typedef {{name: string, shown: string, error: string | null, stands: string | null, published: boolean, wrong: string[], send: number, size: number, remove: number, sets: {set: string, name: string, change: string, people: string[], gone: number, elsewhere: boolean}[]}} Place */

/**
 * @param {any} state
 * @param {string} folder
 * @param {boolean} elsewhere
 */
function said(state, folder, elsewhere) {
  if (state.running) return `${state.doing}…`;
  if (!state.at) return "";
  if (state.failed) return _("Not all could be published at {time}.", { time: state.at });
  if (state.dry) return _("Looked at {time}. Nothing was sent.", { time: state.at });
  return elsewhere ? _("Published at {time}, seen on the host.", { time: state.at }) : _("Published at {time} into {folder}.", { time: state.at, folder });
}

/** What was, or would be, done at a target. @param {{place: Place, dry: boolean}} props */
function AtPlace({ place, dry }) {
  if (place.error) {
    return h("section", { class: "note warn", "aria-label": place.name }, h("h3", null, place.name), place.error.split("\n").map((line) => h("p", { key: line }, line)), place.stands && h("p", null, place.stands));
  }
  const words = { new: _("new there"), changed: _("changed"), same: _("as it stands there"), removed: _("is taken down"), left: _("another computer’s; stays as it stands there") };
  const sent = { size: Math.round(place.size / 1000), gone: place.remove };
  return h("section", { class: place.wrong.length ? "note warn flow" : "note flow", "aria-label": place.name },
    h("h3", null, place.name, " ", h("span", { class: "soft" }, place.shown)),
    h("ul", null, place.sets.map((each) => h("li", { key: each.set }, h("b", null, each.name), `: ${words[/** @type {keyof typeof words} */ (each.change)] ?? each.change}`, !["removed", "left"].includes(each.change) && ["; ", each.people.length ? _("can be opened by {names}", { names: each.people.join(", ") }) : _("nobody can open it")],
      each.gone > 0 && [" ", h("b", { class: "warnt" }, ngettext("One key opens it no longer.", "{n} keys open it no longer.", each.gone))],
      each.elsewhere && dry && [" ", h("b", { class: "warnt" }, _("What stands there was published from another computer: fetch its records first, if you have not."))]))),
    h("p", null, dry || !place.published ? ngettext("To send: {n} file ({size} kB). To remove: {gone}.", "To send: {n} files ({size} kB). To remove: {gone}.", place.send, sent) : ngettext("Sent: {n} file ({size} kB). Removed: {gone}.", "Sent: {n} files ({size} kB). Removed: {gone}.", place.send, sent)),
    place.published && h("p", null, h("b", null, _("All of it was read back from there, and is as it was signed."))),
    place.wrong.length > 0 && h("p", null, _("{path} does not stand there as it was sent. Publish once more, and ask whoever keeps the host.", { path: place.wrong.join(", ") })));
}

/** @param {any} set */
function changed(set) {
  if (set.changed === false) return _("nothing");
  if (set.changed === null) return _("all of it: it was never published from here");
  if (set.files.length) return set.files.map((/** @type {string} */ file) => h("p", { key: file }, file));
  return set.behind.length ? _("nothing here; still to reach: {names}", { names: set.behind.join(", ") }) : _("files were taken away");
}

/** @param {any} set */
function opens(set) {
  return [
    ...set.views.map((/** @type {any} */ each) => h("p", { key: each.view }, `${each.people.join(", ")}: ${each.view}`)),
    set.views.length === 0 && h("p", { key: "nobody" }, _("nobody yet, so it is not published")),
    set.without.length > 0 && h("p", { key: "without", class: "warnt" }, _("no longer: {names}", { names: set.without.join(", ") })),
  ];
}

/**
 * What will change, for whom; and then publish.
 * @module
 */

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";

import { _ } from "../words.js";
import { ask } from "./api.js";
import { Head, Wrong, useData } from "./parts.js";

export function Publish() {
  const { data, error, again } = useData("publish");
  const [state, setState] = useState(/** @type {any} */ (null));
  const [wrong, setWrong] = useState(/** @type {Error | null} */ (null));
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
  const begin = async () => {
    if (running) return;
    try {
      setWrong(null);
      setState(await ask("publish", { sets: [] }));
    } catch (refusal) {
      setWrong(/** @type {Error} */ (refusal));
    }
  };
  return h("main", { id: "main", class: "page wide flow" },
    h(Head, { title: _("Publish"), answer: waiting ? _("What will change, and for whom.") : _("Nothing has changed since the last time.") }),
    h(Wrong, { error: wrong }),
    h("table", { class: "table" },
      h("thead", null, h("tr", null, [_("Set"), _("What has changed"), _("Who can open it")].map((words) => h("th", { key: words, scope: "col" }, words)))),
      h("tbody", null, data.sets.map((/** @type {any} */ each) => h("tr", { key: each.id },
        h("th", { scope: "row" }, h("b", null, each.name)),
        h("td", null, each.error ? each.error.split("\n").map((/** @type {string} */ line) => h("p", { key: line, class: "warnt" }, line)) : changed(each)),
        h("td", null, !each.error && opens(each)))))),
    h("div", { class: "btns" }, h("button", { type: "button", class: "btn", "aria-disabled": running ? "true" : "false", onClick: begin }, _("Publish")),
      h("span", { role: "status" }, running ? _("Publishing…") : shown.at ? (shown.failed ? _("Not all could be published at {time}.", { time: shown.at }) : _("Published at {time} into {folder}.", { time: shown.at, folder: data.site })) : "")),
    bad && h("p", { class: "soft" }, _("A set with mistakes stays as it was last published; the others go on.")),
    shown.lines.length > 0 && h("div", { class: shown.failed ? "note warn" : "note" }, shown.lines.map((/** @type {string} */ line) => h("p", { key: line }, line))));
}

/** @param {any} set */
function changed(set) {
  if (set.changed === false) return _("nothing");
  if (set.changed === null) return _("all of it: it was never published from here");
  return set.files.length ? set.files.map((/** @type {string} */ file) => h("p", { key: file }, file)) : _("files were taken away");
}

/** @param {any} set */
function opens(set) {
  return [
    ...set.views.map((/** @type {any} */ each) => h("p", { key: each.view }, `${each.people.join(", ")}: ${each.view}`)),
    set.views.length === 0 && h("p", { key: "nobody" }, _("nobody yet, so it is not published")),
    set.without.length > 0 && h("p", { key: "without", class: "warnt" }, _("no longer: {names}", { names: set.without.join(", ") })),
  ];
}

/**
 * What is to be done, across sets.
 * @module
 */

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";

import { _, ngettext } from "../words.js";
import { ask } from "./api.js";
import { Head, Wrong, day } from "./parts.js";

/** @typedef {{set_id: string, name: string, when: string, what: string, why: string, to: string, act: string, urgent: boolean}} Thing */

/** @typedef {{id: string, name: string, things: number | null, next: string | null}} Line a set: how many things there are to do, null while that is not known. */

/**
 * The things of all sets: each is shown as soon as it is known.
 * @param {{id: string, name: string}[]} sets
 * @returns {{things: Thing[], sets: Line[], left: number, error: Error | null}}
 */
function useToday(sets) {
  const [state, setState] = useState({ things: /** @type {Thing[]} */ ([]), sets: sets.map(({ id, name }) => /** @type {Line} */ ({ id, name, things: null, next: null })), left: sets.length, error: /** @type {Error | null} */ (null) });
  useEffect(() => {
    let wanted = true;
    const look = async () => {
      for (const { id } of sets) {
        const found = await ask(`today/${id}`);
        if (!wanted) return;
        setState((before) => ({ things: [...before.things, ...found.things], sets: before.sets.map((each) => (each.id === id ? found.set : each)), left: before.left - 1, error: null }));
      }
    };
    look().catch((error) => wanted && setState((before) => ({ ...before, error })));
    return () => void (wanted = false);
  }, []);
  return state;
}

/** @param {{sets: {id: string, name: string}[], folder: string}} props */
export function Today({ sets, folder }) {
  const data = useToday(sets);
  if (data.error) return h("main", { id: "main", class: "page wide" }, h(Wrong, { error: data.error }));
  const { things } = data;
  const urgent = things.find((each) => each.urgent);
  const title = things.length ? ngettext("One thing to do", "{n} things to do", things.length) : _("Nothing to do");
  const answer = urgent ? _("One cannot wait: {set}, {what}.", { set: urgent.name, what: urgent.what }) : things.length ? _("Nothing that cannot wait.") : _("All is written up, agreed and published.");
  if (!sets.length) {
    return h("main", { id: "main", class: "page wide flow" },
      h(Head, { title: _("No set yet"), answer: _("A set is a group that meets: its people, its meetings, and what is written of them.") }),
      h("p", null, h("a", { class: "btn", href: "#/new" }, _("Make a set"))),
      h("p", { class: "small soft kept" }, _("The records lie in {folder} on this computer, as plain text.", { folder })));
  }
  const groups = [["now", _("Now")], ["write", _("To write up")], ["coming", _("Coming up")]];
  let first = true;
  return h("main", { id: "main", class: "page", "aria-busy": data.left > 0 ? "true" : "false" },
    h("div", { class: "text" },
      h(Head, { kicker: day(new Date().toLocaleDateString("sv-SE")), title: data.left && !things.length ? _("Looking what there is to do") : title, answer: data.left ? ngettext("Still looking: {n} set.", "Still looking: {n} sets.", data.left) : answer }),
      groups.map(([when, words]) => {
        const here = things.filter((each) => each.when === when).sort((one, other) => Number(other.urgent) - Number(one.urgent));
        return here.length > 0 && h("section", { key: when, "aria-label": words }, h("h2", null, words),
          h("ul", { class: "rows todo" }, here.map((each) => {
            const filled = first;
            first = false;
            return h("li", { key: each.to + each.what, class: each.urgent ? "urgent" : undefined },
              h("div", null, h("p", { class: "setname" }, each.name), h("h3", null, each.what), h("p", null, each.why)),
              h("a", { class: filled ? "btn little" : "btn second little", href: each.to, "aria-label": `${each.act}: ${each.name}, ${each.what}` }, each.act));
          })));
      })),
    h("aside", { class: "rail", "aria-label": _("Your sets") },
      h("h2", null, _("Your sets")),
      h("ul", { class: "rows sets" }, data.sets.map((each) => h("li", { key: each.id },
        h("a", { href: `#/set/${each.id}` }, each.name),
        each.things !== null && h("span", { class: "small soft" }, [each.things ? ngettext("one thing", "{n} things", each.things) : _("nothing to do"), each.next && _("next {day}", { day: day(each.next) })].filter(Boolean).join(" · "))))),
      h("p", { class: "small" }, h("a", { href: "#/new" }, _("Make another set"))),
      h("p", { class: "small soft kept" }, _("The records lie in {folder} on this computer, as plain text.", { folder }))));
}

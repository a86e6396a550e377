/**
 * What several of the desk's pages are made of.
 * @module
 */

import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { _, inFull } from "../words.js";
import { ask } from "./api.js";

/** @param {string} iso */
export const day = (iso) => inFull(new Date(`${iso}T12:00:00`));

/**
 * A page's head: where it belongs, what it is, its one sentence.
 * @param {{kicker?: any, title: string, answer?: string}} props
 */
export function Head({ kicker, title, answer }) {
  useEffect(() => {
    document.title = `${title} · ${_("Desk")}`;
  }, [title]);
  return h("header", { class: "head flow" }, kicker && h("p", { class: "kicker" }, kicker), h("h1", { tabIndex: -1 }, title), answer && h("p", { class: "answer" }, answer));
}

/**
 * What went wrong, in its own lines; whoever pressed something further down the page is shown it.
 * @param {{error: Error & {theirs?: string} | null}} props
 */
export function Wrong({ error }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => place.current?.scrollIntoView({ block: "nearest" }), [error]);
  return error && h("div", { ref: place, class: "note warn", role: "alert" },
    error.message.split("\n").map((line) => h("p", { key: line }, line)),
    error.theirs !== undefined && h("details", null, h("summary", null, _("The file as it is now")), h("pre", { tabIndex: 0 }, error.theirs)));
}

/**
 * Data of the desk's, and a way to ask for it again.
 * @param {string} path
 * @returns {{data: any, error: Error | null, again: () => void}}
 */
export function useData(path) {
  const [state, setState] = useState(/** @type {{path: string, data: any, error: Error | null}} */ ({ path: "", data: null, error: null }));
  const [number, setNumber] = useState(0);
  useEffect(() => {
    let wanted = true;
    ask(path).then(
      (data) => wanted && setState({ path, data, error: null }),
      (error) => wanted && setState({ path, data: null, error }),
    );
    return () => void (wanted = false);
  }, [path, number]);
  const { data, error } = state.path === path ? state : { data: null, error: null };
  return { data, error, again: () => setNumber((before) => before + 1) };
}

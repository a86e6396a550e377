/**
 * Puts the session editor into a page.
 * @module
 */

import { h, render } from "preact";
import { useRef, useState } from "preact/hooks";

import { addStyle } from "../style.js";
import { speak } from "../words.js";
import { Editor } from "./editor.js";
import { load } from "./model.js";
import css from "./record.css";

/** @typedef {import("./shape.js").Session} Session */

/**
 * What is given: the session as plain JSON; what it is judged by; its file's stem, where it has one; who keeps it, and says
 * what is wrong; the words of another language than English; who hears of each change.
 * @typedef {object} Given
 * @property {Session} session
 * @property {import("./shape.js").Context} context
 * @property {string} [stem]
 * @property {(session: Session) => Promise<import("./editor.js").Answer> | import("./editor.js").Answer} save
 * @property {import("../words.js").Words} [words]
 * @property {(session: Session) => void} [changed]
 */

/**
 * @param {HTMLElement} element
 * @param {Given} given
 * @returns {{session: () => Session, unmount: () => void}}
 */
export function mount(element, { session, context, stem, save, words, changed }) {
  if (words) speak(words);
  addStyle(element.ownerDocument, css);
  let held = load(session, context);
  function Whole() {
    const [draft, setDraft] = useState(held);
    const focus = useRef({ path: /** @type {import("./shape.js").Path | null} */ (null) });
    /** @type {import("./form.js").Form["act"]} */
    const act = (next, path) => {
      const after = next(held);
      if (path) focus.current.path = path;
      if (after.session !== held.session) changed?.(after.session);
      held = after;
      setDraft(after);
    };
    return h(Editor, { draft, act, focus: focus.current, stem, save });
  }
  render(h(Whole, {}), element);
  return { session: () => held.session, unmount: () => render(null, element) };
}

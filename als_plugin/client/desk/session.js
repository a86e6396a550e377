/**
 * A session, to be written up.
 * @module
 */

import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { mount } from "../record/mount.js";
import { _ } from "../words.js";
import { Refused, ask } from "./api.js";
import { Head, Wrong, day, useData } from "./parts.js";

/** @param {{set: string, stem: string}} props */
export function Session({ set, stem }) {
  const path = `session/${set}/${stem}`;
  const { data, error, again } = useData(path);
  const [refused, setRefused] = useState(/** @type {Error | null} */ (null));
  const [kept, setKept] = useState(/** @type {any} */ (null));
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const editor = useRef(/** @type {{session: () => any, unmount: () => void} | null} */ (null));
  const now = useRef(/** @type {any} */ (null));
  const dirty = useRef(false);

  /** @param {any} session */
  const save = async (session) => {
    try {
      const answer = await ask(path, { data: session, digest: now.current.digest });
      now.current = answer;
      dirty.current = false;
      setKept(answer);
      setRefused(null);
    } catch (wrong) {
      if (wrong instanceof Refused && wrong.theirs !== undefined) setRefused(wrong);
      return { message: wrong instanceof Error ? wrong.message : String(wrong) };
    }
  };

  useEffect(() => {
    if (!data || !place.current) return;
    now.current = data;
    dirty.current = false;
    setKept(data);
    editor.current = mount(place.current, { session: data.data, context: data.context, stem, save, changed: () => void (dirty.current = true) });
    /** @param {Event} event */
    const leaving = (event) => dirty.current && event.preventDefault();
    addEventListener("beforeunload", leaving);
    return () => {
      removeEventListener("beforeunload", leaving);
      editor.current?.unmount();
    };
  }, [data]);

  const publish = async () => {
    const answer = await save({ ...editor.current?.session(), status: "published" });
    if (answer) setRefused(new Refused(answer.message));
    else location.hash = "#/publish";
  };
  const undo = async () => {
    try {
      await ask(`${path}/undo`, { digest: now.current.digest });
      again();
    } catch (wrong) {
      setRefused(/** @type {Error} */ (wrong));
    }
  };

  if (error) return h("main", { id: "main", class: "page wide flow" }, h(Head, { kicker: h("a", { href: `#/set/${set}` }, set), title: stem }), h(Wrong, { error }));
  if (!data) return h("main", { id: "main", class: "page wide", "aria-busy": "true" });
  const draft = kept?.status === "draft";
  return h("main", { id: "main", class: "page wide flow" },
    h(Head, { kicker: [h("a", { href: `#/set/${set}` }, data.name), ` · ${draft ? _("Draft") : _("Published")}`], title: day(data.data.date ?? stem.slice(0, 10)) }),
    h(Wrong, { error: refused }),
    refused && h("p", null, h("button", { type: "button", class: "btn second little", onClick: again }, _("Open the file anew, without what was typed here"))),
    h("div", { ref: place }),
    h("div", { class: "btns" },
      h("button", { type: "button", class: "btn", onClick: publish }, _("Publish")),
      kept?.undo && h("button", { type: "button", class: "btn second", onClick: undo }, _("Undo the last save"))));
}

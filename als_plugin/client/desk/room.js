/**
 * A session in the room: the run-sheet over the record itself, and the screen that the room sees.
 * @module
 */

import { h, render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { room as screen } from "../record/room.js";
import { run } from "../record/run.js";
import { _ } from "../words.js";
import { Refused, ask } from "./api.js";
import { Drafts } from "./drafts.js";
import { Head, Wrong, day, useData } from "./parts.js";

/** @param {string} set @param {string} stem */
const channel = (set, stem) => async (/** @type {string} */ purpose) => {
  const line = new BroadcastChannel(`als-${set}-${stem}-${purpose}`);
  return {
    post: async (/** @type {any} */ value) => line.postMessage(value),
    onMessage: (/** @type {(value: any) => void} */ callback) => line.addEventListener("message", ({ data }) => callback(data)),
  };
};

/** @param {{set: string, stem: string}} props */
export function Room({ set, stem }) {
  const { data, error } = useData(`session/${set}/${stem}`);
  const [refused, setRefused] = useState(/** @type {Error | null} */ (null));
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  /** What was to be saved, and the file's state that it was begun from. */
  const last = useRef({ session: /** @type {any} */ (null), digest: "" });
  const drafts = useRef(/** @type {Drafts | null} */ (null));

  /** @param {any} session @param {string} digest */
  const save = async (session, digest) => {
    last.current = { session, digest };
    try {
      await ask(`session/${set}/${stem}`, { data: session, digest });
      await drafts.current?.set("run", undefined);
      location.hash = `#/session/${set}/${stem}`;
    } catch (wrong) {
      if (wrong instanceof Refused && wrong.theirs !== undefined) setRefused(wrong);
      return { message: wrong instanceof Error ? wrong.message : String(wrong) };
    }
  };
  const over = async () => {
    const now = await ask(`session/${set}/${stem}`);
    const answer = await save(last.current.session, now.digest);
    setRefused(answer ? new Error(answer.message) : null);
  };

  useEffect(() => {
    if (!data || !place.current) return;
    const element = place.current;
    const notes = (drafts.current = new Drafts(set, stem));
    last.current.digest = data.digest;
    void run(element, data.context, {
      notes, channel: channel(set, stem), onLocked: () => undefined, session: data.data, room: `#/screen/${set}/${stem}`,
      kept: _("Kept on this computer."), save: (session) => save(session, data.digest),
    });
    return () => {
      render(null, element);
      notes.close();
    };
  }, [data]);

  if (error) return h("main", { id: "main", class: "page wide flow" }, h(Head, { kicker: h("a", { href: `#/set/${set}` }, set), title: stem }), h(Wrong, { error }));
  if (!data) return h("main", { id: "main", class: "page wide", "aria-busy": "true" });
  return h("main", { id: "main", class: "page wide flow" },
    h(Head, { kicker: [h("a", { href: `#/set/${set}` }, data.name), " · ", h("a", { href: `#/session/${set}/${stem}` }, day(data.data.date ?? stem.slice(0, 10)))], title: _("In the room") }),
    h(Wrong, { error: refused }),
    refused && h("p", null, h("button", { type: "button", class: "btn second little", onClick: () => void over() }, _("Save this over it; the file before is kept to undo"))),
    h("div", { ref: place }));
}

/** What the room sees, in a window of its own. @param {{set: string, stem: string}} props */
export function Screen({ set, stem }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    if (place.current) void screen(place.current, /** @type {any} */ ({ channel: channel(set, stem) }));
  }, []);
  return h("div", { ref: place });
}

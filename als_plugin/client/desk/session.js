/**
 * A session, to be written up.
 * @module
 */

import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { today } from "../record/day.js";
import { mount } from "../record/mount.js";
import { nameOf } from "../record/people.js";
import { _ } from "../words.js";
import { Refused, ask } from "./api.js";
import { Drafts } from "./drafts.js";
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
  const drafts = useRef(/** @type {Drafts | null} */ (null));
  const [back, setBack] = useState(/** @type {{session: any, same: boolean} | null} */ (null));

  /** @param {any} session */
  const save = async (session) => {
    try {
      const answer = await ask(path, { data: session, digest: now.current.digest });
      now.current = answer;
      dirty.current = false;
      await drafts.current?.set("form", undefined).catch(() => undefined); // else it would come back as not saved
      setKept(answer);
      setRefused(null);
      setBack(null);
    } catch (wrong) {
      if (wrong instanceof Refused && wrong.theirs !== undefined) setRefused(wrong);
      return { message: wrong instanceof Error ? wrong.message : String(wrong) };
    }
  };

  /** @param {any} session what stands in the form @param {Drafts} keeping */
  const show = (session, keeping) => {
    editor.current?.unmount();
    if (!place.current) return;
    editor.current = mount(place.current, {
      session, context: data.context, stem, save,
      changed: (changed) => {
        dirty.current = true;
        keeping.set("form", { session: changed, digest: now.current.digest }).then(() => (dirty.current = false), () => undefined);
      },
    });
  };

  useEffect(() => {
    if (!data || !place.current) return;
    now.current = data;
    dirty.current = false;
    setKept(data);
    const keeping = (drafts.current = new Drafts(set, stem));
    show(data.data, keeping);
    keeping.get("form").then((draft) => {
      if (!draft || drafts.current !== keeping) return;
      // What somebody has begun to type meanwhile is not taken from them.
      const same = draft.digest === data.digest && !dirty.current;
      if (same) show(draft.session, keeping);
      setBack({ session: draft.session, same });
    }, () => undefined);
    /** @param {Event} event */
    const leaving = (event) => dirty.current && event.preventDefault();
    addEventListener("beforeunload", leaving);
    return () => {
      removeEventListener("beforeunload", leaving);
      editor.current?.unmount();
      editor.current = null;
      drafts.current = null;
      keeping.close();
    };
  }, [data]);

  const discard = async () => {
    await drafts.current?.set("form", undefined);
    setBack(null);
    again();
  };
  const agreed = async (/** @type {number} */ turn) => {
    const session = structuredClone(editor.current?.session());
    session.turns[turn].agreed_on = today(data.context);
    const answer = await save(session);
    if (answer) setRefused(new Refused(answer.message));
    else if (drafts.current) show(now.current.data, drafts.current); // what is pressed next begins from this
  };
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
  /** @type {{turn: number, name: string}[]} */
  const toAgree = draft || !data.context.agreement.presenter_agrees ? [] : (kept?.data?.turns ?? []).flatMap((/** @type {any} */ each, /** @type {number} */ turn) =>
    each.agreed_on ? [] : [{ turn, name: `${nameOf(data.context, each.presenter)}${each.topic ? `: ${each.topic}` : ""}` }]);
  return h("main", { id: "main", class: "page wide flow" },
    h(Head, { kicker: [h("a", { href: `#/set/${set}` }, data.name), ` · ${draft ? _("Draft") : _("Published")}`], title: day(data.data.date ?? stem.slice(0, 10)) }),
    h(Wrong, { error: refused }),
    refused && h("p", null, h("button", { type: "button", class: "btn second little", onClick: again }, _("Open the file anew, without what was typed here"))),
    back && h("div", { class: back.same ? "note flow" : "note warn flow", role: "status" },
      h("p", null, back.same ? _("What was typed here and not saved is back.") : _("Something was typed here and not saved, and the file has changed since.")),
      h("div", { class: "btns" },
        !back.same && drafts.current && h("button", { type: "button", class: "btn second little", onClick: () => { show(back.session, /** @type {Drafts} */ (drafts.current)); setBack(null); } }, _("Show what was typed")),
        h("button", { type: "button", class: "btn second little", onClick: () => void discard() }, _("Discard it")))),
    h("div", { class: "btns" },
      draft && h("a", { class: "btn second", href: `#/room/${set}/${stem}` }, _("In the room")),
      h(Preview, { set, stem, draft, people: data.context.people.filter((/** @type {{left?: string}} */ { left }) => !left || left >= today(data.context)) })),
    toAgree.length > 0 && h("section", { class: "note flow", "aria-label": _("Not agreed yet") },
      h("h3", null, _("Not agreed yet")),
      h("p", null, _("Members read only that a topic was worked on until its presenter has agreed the record.")),
      h("ul", { class: "rows todo" }, toAgree.map(({ turn, name }) => h("li", { key: turn }, h("div", null, h("h3", null, name)),
        h("button", { type: "button", class: "btn second little", "aria-label": `${_("Agreed")}: ${name}`, onClick: () => void agreed(turn) }, _("Agreed")))))),
    h("div", { ref: place }),
    h("div", { class: "btns" },
      h("button", { type: "button", class: "btn", onClick: publish }, _("Publish")),
      kept?.undo && h("button", { type: "button", class: "btn second", onClick: undo }, _("Undo the last save"))));
}

/**
 * The session as one of the set's people reads it; a draft as they will read it once it is published.
 * @param {{set: string, stem: string, draft: boolean, people: {id: string, name: string}[]}} props
 */
function Preview({ set, stem, draft, people }) {
  const [person, setPerson] = useState(people[0]?.id ?? "");
  const [state, setState] = useState({ busy: false, url: "", wrong: "" });
  const open = async () => {
    if (state.busy) return;
    setState({ busy: true, url: "", wrong: "" });
    try {
      const { url } = await ask(`preview/${set}`, { person, ahead: draft });
      const address = `${url}sessions/${stem}/`;
      window.open(address, "als-preview");
      setState({ busy: false, url: address, wrong: "" });
    } catch (error) {
      setState({ busy: false, url: "", wrong: error instanceof Error ? error.message : String(error) });
    }
  };
  return h("div", { class: "btns" },
    h("label", { for: "as", class: "soft" }, _("As saved, read by")),
    h("select", { id: "as", class: "in short", value: person, onChange: (/** @type {any} */ event) => { setPerson(event.currentTarget.value); setState({ busy: false, url: "", wrong: "" }); } }, people.map(({ id, name }) => h("option", { key: id, value: id }, name))),
    h("button", { type: "button", class: "btn second", "aria-disabled": state.busy, onClick: () => void open() }, state.busy ? _("Preparing…") : _("Preview")),
    h("span", { role: "status" }, state.wrong || (state.url && h("a", { href: state.url, target: "als-preview" }, _("Open the preview")))));
}

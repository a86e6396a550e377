/**
 * A place to which the site goes: asked for in plain words, and checked while it is filled in.
 * @module
 */

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";

import { _ } from "../words.js";
import { ask } from "./api.js";
import { Wrong } from "./parts.js";

/** @typedef {{name: string, kind: string, address: string, port: string, branch: string, at: string | null}} Target */
/** @typedef {"name" | "kind" | "address" | "port" | "branch"} Field */

/** Each kind: what it is, what its address is called, and what one has to know of it. @type {() => Record<string, [string, string, string]>} */
const kinds = () => ({
  folder: [_("A folder on this computer, or a drive that it sees"), _("The folder"), _("Such as /srv/sets, or ../host beside the handbook’s own folder. Not inside that folder.")],
  rsync: [_("A server, over ssh"), _("The server and the folder there"), _("Such as me@host.example.org:/srv/sets. ssh has to know the server and your key already; rsync has to be installed on both.")],
  s3: [_("A store that speaks S3"), _("The bucket, and a folder in it"), _("Such as s3://sets.example.org. Its keys stand where its program looks for them, never here.")],
  git: [_("A branch for pages, in Git"), _("The repository"), _("Such as git@git.example.org:us/pages.git. Git has to be let in already. A host of Git may keep old versions reachable.")],
});

/**
 * The form for a new place (`target` null), or to change one.
 * @param {{target: Target | null, first: boolean, done: () => void}} props
 */
export function TargetForm({ target, first, done }) {
  const [value, setValue] = useState({ kind: target?.kind || "folder", name: target?.name ?? (first ? "live" : ""), address: target?.address ?? "", port: target?.port ?? "", branch: target?.branch ?? "" });
  const [wrong, setWrong] = useState(/** @type {Partial<Record<Field, string>>} */ ({}));
  const [refusal, setRefusal] = useState(/** @type {Error | null} */ (null));
  const id = `to-${target?.name ?? "new"}`;
  useEffect(() => document.getElementById(`${id}-kind`)?.focus(), []);
  const [, called, about] = kinds()[value.kind] ?? ["", "", ""];
  const say = async (/** @type {"check" | "keep" | "remove"} */ what) => {
    try {
      setRefusal(null);
      const { name, kind, address } = value;
      return await ask("target", { do: what, new: !target, name, kind, address, ...(kind === "rsync" && { port: value.port }), ...(kind === "git" && { branch: value.branch }) });
    } catch (error) {
      setRefusal(/** @type {Error} */ (error));
      return null;
    }
  };
  /** What is said of a field that has been left; that others are still empty is no mistake yet. @param {Field} field */
  const left = async (field) => {
    if (!value[field]) return;
    const said = await say("check");
    if (said) setWrong((now) => ({ ...now, [field]: said.wrong[field] }));
  };
  const keep = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const said = await say("keep");
    if (!said) return;
    const [first] = Object.keys(said.wrong);
    setWrong(said.wrong);
    if (first) document.getElementById(`${id}-${first}`)?.focus();
    else done();
  };
  const remove = async () => {
    if (await say("remove")) done();
  };
  /** @param {Field} name @param {string} label @param {string} hint @param {object} [more] */
  const field = (name, label, hint, more) => {
    const mine = wrong[name];
    return h("div", { class: "field" }, h("label", { for: `${id}-${name}` }, label), h("p", { class: "hint", id: `${id}-${name}-hint` }, hint),
      h("input", { id: `${id}-${name}`, class: "in", type: "text", spellcheck: false, autocomplete: "off", autocapitalize: "none", value: value[name], "aria-invalid": mine ? "true" : undefined, "aria-describedby": `${id}-${name}-hint${mine ? ` ${id}-${name}-wrong` : ""}`, onInput: (/** @type {any} */ event) => setValue({ ...value, [name]: event.currentTarget.value }), onBlur: () => left(name), ...more }),
      h("p", { id: `${id}-${name}-wrong`, class: "small warnt", role: "status" }, mine));
  };
  return h("form", { class: "entry place flow", onSubmit: keep, noValidate: true },
    h(Wrong, { error: refusal }),
    h("div", { class: "field" }, h("label", { for: `${id}-kind` }, _("What kind of place")),
      h("select", { id: `${id}-kind`, class: "in", value: value.kind, onChange: (/** @type {any} */ event) => { setWrong({}); setValue({ ...value, kind: event.currentTarget.value }); } },
        Object.entries(kinds()).map(([kind, [words]]) => h("option", { key: kind, value: kind }, words)))),
    field("address", called, about, { inputMode: "url" }),
    value.kind === "rsync" && field("port", _("The port"), _("Empty: 22, as usual."), { inputMode: "numeric" }),
    value.kind === "git" && field("branch", _("The branch"), _("Empty: gh-pages. Publishing replaces all that is in it.")),
    !target && field("name", _("What you call it"), _("A word of small letters, such as live.")),
    h("div", { class: "btns" },
      h("button", { type: "submit", class: "btn little" }, _("Save the place")),
      h("button", { type: "button", class: "btn second little", onClick: done }, _("Cancel")),
      target && h("button", { type: "button", class: "btn second little", onClick: remove }, _("Publish there no more"))),
    target && h("p", { class: "small soft" }, _("What stands there stays there when the desk does not publish to it any more.")));
}

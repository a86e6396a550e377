/**
 * Bring in: a table or records from another program, shown as a draft before anything is written.
 * @module
 */

import { Fragment, h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { _, ngettext } from "../words.js";
import { ask } from "./api.js";
import { Head, Wrong, day } from "./parts.js";

/** @typedef {{place: string, file: string, words: string}} Row */
/** @typedef {{place: string, why: string}} Left */
/** @typedef {{sheet: string, kind: string, columns: Record<string, string>, fields: string[], headings: string[]}} Table */

const KINDS = /** @type {Record<string, () => string>} */ ({
  actions: () => _("Actions"), sessions: () => _("Sessions"), attendance: () => _("Attendance"), members: () => _("Members"),
});
const FIELDS = /** @type {Record<string, () => string>} */ ({
  do: () => _("What will be done"), owner: () => _("Who will do it"), due: () => _("By when"), session: () => _("Of which session"), with: () => _("With whom"),
  outcome_wanted: () => _("What is hoped for"), status: () => _("Whether it is done"), on: () => _("When it was closed"), did: () => _("What came of it"), id: () => _("Id"),
  present: () => _("Present"), part: () => _("There for a part"), apologies: () => _("Apologies"), absent: () => _("Absent"), guests: () => _("Guests"), topics: () => _("Topics"),
  facilitator: () => _("Facilitator"), start: () => _("Starts"), end: () => _("Ends"), where: () => _("Where"), link: () => _("Link"),
  name: () => _("Name"), contact: () => _("E-mail"), joined: () => _("Joined"), left: () => _("Left"), role: () => _("Part in the set"),
});

/** @param {Blob} file */
async function inBase64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** @param {{set: string, name: string}} props */
export function BringIn({ set, name }) {
  const [file, setFile] = useState(/** @type {{name: string, data: string} | null} */ (null));
  const [wish, setWish] = useState(/** @type {Record<string, any>} */ ({}));
  const [draft, setDraft] = useState(/** @type {any} */ (null));
  const [wrong, setWrong] = useState(/** @type {Error | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const result = useRef(/** @type {HTMLElement | null} */ (null));
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    if (draft) result.current?.focus();
  }, [draft?.mark, draft?.written]);

  /** @param {{name: string, data: string}} of @param {object} wished @param {string} [agreed] */
  const look = async (of, wished, agreed) => {
    if (busy) return;
    setBusy(true);
    try {
      setDraft(await ask(`bring/${set}`, { ...of, ...wished, ...(agreed !== undefined && { agreed }) }));
      setWrong(null);
    } catch (refusal) {
      setDraft(null);
      setWrong(/** @type {Error} */ (refusal));
    } finally {
      setBusy(false);
    }
  };
  /** @param {File | undefined | null} given */
  const chosen = async (given) => {
    if (!given) return;
    const read = { name: given.name, data: await inBase64(given) };
    setFile(read);
    setWish({});
    await look(read, {});
  };
  // The same file can be chosen again, once it was put right.
  const empty = () => {
    if (field.current) field.current.value = "";
  };
  /** @param {FileList | undefined} files */
  const dropped = (files) => {
    if (field.current && files) field.current.files = files;
    void chosen(files?.[0]);
  };
  /** @param {object} more */
  const correct = (more) => {
    const wished = { ...wish, ...more };
    setWish(wished);
    if (file) void look(file, wished);
  };
  return h("main", { id: "main", class: "page wide flow" },
    h(Head, { kicker: h("a", { href: `#/set/${set}` }, name), title: _("Bring in"), answer: _("A session that was saved in the room; actions, sessions, attendance or members from Excel or CSV; records that were taken out as JSON. Nothing is written before you have seen it.") }),
    h("div", { class: over ? "drop over" : "drop",
      onDragOver: (/** @type {DragEvent} */ event) => { event.preventDefault(); setOver(true); },
      onDragLeave: () => setOver(false),
      onDrop: (/** @type {DragEvent} */ event) => { event.preventDefault(); setOver(false); dropped(event.dataTransfer?.files); } },
      h("div", { class: "field" }, h("label", { for: "file" }, _("The file")), h("p", { class: "hint", id: "file-hint" }, _("Choose it, or drop it here. It is read on this computer.")),
        h("input", { ref: field, id: "file", type: "file", accept: ".yml,.xlsx,.csv,.tsv,.txt,.json", "aria-describedby": "file-hint", onClick: empty, onChange: (/** @type {any} */ event) => chosen(event.currentTarget.files[0]) })),
      h("p", { role: "status" }, busy ? _("Reading…") : "")),
    h(Wrong, { error: wrong }),
    (draft ? !draft.written && draft.tables.length > 0 : wrong && !/\.(ya?ml|json)$/i.test(file?.name ?? "")) && file && h(Correction, { key: `${file.name}-${Boolean(wrong)}`, draft, wish, correct }),
    draft && h("div", { ref: result, tabIndex: -1, class: "flow" },
      draft.there_is ? h("div", { class: "note flow" },
        h("p", null, _("There is a draft of that day already: {name}.", { name: draft.there_is })),
        h("div", { class: "btns" },
          h("button", { type: "button", class: "btn", "aria-disabled": busy, onClick: () => correct({ place: "replace" }) }, _("Put the file in its place")),
          h("button", { type: "button", class: "btn second", "aria-disabled": busy, onClick: () => correct({ place: "beside" }) }, _("Keep both, as two sessions of that day"))))
        : draft.written ? h("div", { class: "note flow", role: "status" },
        h("p", null, h("b", null, _("Written."))),
        h("ul", null, draft.files.map((/** @type {any} */ each) => h("li", { key: each.file }, each.stem ? [h("a", { href: `#/session/${set}/${each.stem}` }, _("The session of {day}", { day: day(each.stem.slice(0, 10)) })), " ", h("span", { class: "small soft" }, each.file)] : each.file))))
        : h(Fragment, null,
          h("h2", null, draft.tables.length === 0 ? _("What would be written") : ngettext("One row is understood", "{n} rows are understood", draft.rows.length)),
          draft.told.map((/** @type {string} */ line) => h("p", { key: line, class: "small soft" }, line)),
          [...new Set(draft.rows.map((/** @type {Row} */ row) => row.file))].map((name) => h("section", { key: name, "aria-label": String(name) }, h("h3", null, String(name)),
            h("ul", { class: "rows" }, draft.rows.filter((/** @type {Row} */ row) => row.file === name).map((/** @type {Row} */ row) => h("li", { key: row.place + row.words }, h("p", { class: "setname" }, row.place), h("p", null, row.words)))))),
          h(Others, { title: _("Not understood, and left out"), several: draft.left, warn: true }),
          h(Others, { title: _("There already"), several: draft.there, warn: false }),
          draft.files.length > 0 && h("div", { class: "btns" },
            h("button", { type: "button", class: "btn", "aria-disabled": busy, onClick: () => file && look(file, wish, draft.mark) }, _("Write these")),
            h("button", { type: "button", class: "btn second", onClick: () => { setDraft(null); setFile(null); empty(); } }, _("Write nothing"))))));
}

/** @param {{title: string, several: Left[], warn: boolean}} props */
const Others = ({ title, several, warn }) =>
  several.length > 0 && h("section", { "aria-label": title }, h("h3", null, title),
    h("ul", { class: "rows" }, several.map((each) => h("li", { key: each.place + each.why }, h("p", { class: "setname" }, each.place), h("p", { class: warn ? "warnt" : undefined }, each.why)))));

/** @param {{draft: any, wish: Record<string, any>, correct: (more: object) => void}} props */
function Correction({ draft, wish, correct }) {
  /** @type {Table | undefined} */
  const table = draft?.tables[0];
  const choice = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string} */ value, /** @type {[string, string][]} */ several, /** @type {(value: string) => void} */ put) =>
    h("div", { class: "field", key: id }, h("label", { for: id }, label), h("select", { id, class: "in", value, onChange: (/** @type {any} */ event) => put(event.currentTarget.value) }, several.map(([each, words]) => h("option", { key: each, value: each }, words))));
  const kinds = Object.entries(KINDS).map(([kind, words]) => /** @type {[string, string]} */ ([kind, words()]));
  return h("details", { class: "flow", open: !table }, h("summary", null, _("Correct how it is read")),
    h("div", { class: "fields" },
      draft?.sheets.length > 1 && choice("sheet", _("Sheet"), wish.sheet ?? "", [["", _("All sheets")], ...draft.sheets.map((/** @type {string} */ name) => /** @type {[string, string]} */ ([name, name]))], (sheet) => correct({ sheet, columns: {} })),
      choice("kind", _("What it is about"), wish.kind ?? table?.kind ?? "", table ? kinds : [["", _("as guessed")], ...kinds], (kind) => correct({ kind, columns: {} })),
      table && draft.tables.length === 1 && table.fields.map((name) => choice(`column-${name}`, FIELDS[name]?.() ?? name, table.columns[name] ?? "", [["", _("no column")], ...table.headings.map((each) => /** @type {[string, string]} */ ([each, each]))], (heading) => correct({ kind: table.kind, columns: { ...table.columns, ...wish.columns, [name]: heading } }))),
      choice("first", _("03/04/2026 is"), wish.first ?? "", [["", _("as the column tells")], ["day", _("3 April")], ["month", _("4 March")]], (first) => correct({ first })),
      table?.kind === "actions" && h("div", { class: "field" }, h("label", { for: "of" }, _("Session of rows that name none")),
        h("input", { id: "of", class: "in", type: "date", value: wish.session ?? "", onChange: (/** @type {any} */ event) => correct({ session: event.currentTarget.value }) }))));
}

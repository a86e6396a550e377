/**
 * No organisation lies on the desk yet: one is opened, or made.
 * @module
 */

import { h } from "preact";
import { useState } from "preact/hooks";

import { _ } from "../words.js";
import { ask } from "./api.js";
import { Head, Wrong, useData } from "./parts.js";

/** The desk is another now: all of it is asked for anew. */
const anew = () => {
  location.hash = "";
  location.reload();
};

export function Begin() {
  const { data, error } = useData("begin");
  const [wrong, setWrong] = useState(/** @type {Error | null} */ (null));
  const [made, setMade] = useState(/** @type {{folder: string, key: string | null} | null} */ (null));
  const [other, setOther] = useState("");
  const [place, setPlace] = useState(/** @type {string | null} */ (null));
  const [busy, setBusy] = useState(false);
  if (error) return h("main", { id: "main", class: "page wide flow" }, h(Head, { title: _("Begin") }), h(Wrong, { error }));
  if (!data) return h("main", { id: "main", class: "page wide", "aria-busy": "true" });
  if (made) return h(Made, { folder: made.folder, file: made.key });

  /** @param {"open" | "make"} what @param {string} folder */
  const act = async (what, folder) => {
    if (busy) return;
    setBusy(true);
    try {
      const answer = await ask(`begin/${what}`, { folder });
      setWrong(null);
      if (what === "make") setMade(answer);
      else if (answer.address) location.href = answer.address;
      else anew();
    } catch (refusal) {
      setWrong(/** @type {Error} */ (refusal));
    } finally {
      setBusy(false);
    }
  };
  const sent = (/** @type {() => void} */ does) => (/** @type {Event} */ event) => {
    event.preventDefault();
    does();
  };
  const target = place ?? data.place;
  return h("main", { id: "main", class: "page wide" }, h("div", { class: "text" },
    h(Head, { title: _("Where are your records?"), answer: _("All that you write lies in one folder on this computer, with the guidance that your sets read.") }),
    h(Wrong, { error: wrong }),
    data.found.length > 0 && h("section", { "aria-label": _("Found on this computer") }, h("h2", null, _("Found on this computer")),
      h("ul", { class: "rows todo" }, data.found.map((/** @type {{name: string, folder: string}} */ each) => h("li", { key: each.folder },
        h("div", null, h("h3", null, each.name), h("p", { class: "small soft" }, each.folder)),
        h("button", { type: "button", class: "btn second little", "aria-label": `${_("Open")}: ${each.folder}`, "aria-disabled": busy, onClick: () => act("open", each.folder) }, _("Open")))))),
    h("section", { "aria-label": _("Make a new one") }, h("h2", null, _("Make a new one")),
      h("form", { class: "flow", onSubmit: sent(() => act("make", target)) },
        h("div", { class: "field" }, h("label", { for: "place" }, _("Folder")), h("p", { class: "hint" }, _("It does not exist yet. Choose a place that is backed up, and that nobody else looks into.")),
          h("input", { id: "place", class: "in", value: target, spellcheck: false, onInput: (/** @type {any} */ event) => setPlace(event.currentTarget.value) })),
        h("p", null, h("button", { type: "submit", class: "btn", "aria-disabled": busy }, _("Make it"))))),
    h("section", { "aria-label": _("Open another one") }, h("h2", null, _("Open another one")),
      h("form", { class: "flow", onSubmit: sent(() => act("open", other)) },
        h("div", { class: "field" }, h("label", { for: "other" }, _("Folder")), h("p", { class: "hint" }, _("The one that has a file mkdocs.yml in it.")),
          h("input", { id: "other", class: "in", value: other, spellcheck: false, onInput: (/** @type {any} */ event) => setOther(event.currentTarget.value) })),
        h("p", null, h("button", { type: "submit", class: "btn second", "aria-disabled": busy || !other.trim() }, _("Open")))))));
}

/** What was made, and what to keep safe. @param {{folder: string, file: string | null}} props */
function Made({ folder, file }) {
  return h("main", { id: "main", class: "page wide" }, h("div", { class: "text flow" },
    h(Head, { title: _("Made"), answer: _("Your records lie in {folder}.", { folder }) }),
    h("div", { class: "note warn flow" },
      h("h2", null, _("Keep a copy of the signing key")),
      file ? h("p", null, _("It is this file:"), " ", h("code", null, file)) : h("p", null, _("It is the one in ALS_PUBLISHER_KEY.")),
      h("p", null, _("A copy belongs where only you and your deputy get at it (a password manager will do), never into the folder above. Without it nobody can publish, and everyone needs a new passphrase."))),
    h("p", null, h("button", { type: "button", class: "btn", onClick: anew }, _("Go on")))));
}

/**
 * The desk: which page is shown, and the bar above it.
 * @module
 */

import { Fragment, h, render } from "preact";
import { useEffect, useState } from "preact/hooks";

import { _ } from "../words.js";
import { Access } from "./access.js";
import { ask, enter, stay } from "./api.js";
import { Begin } from "./begin.js";
import { BringIn } from "./bring.js";
import { Inbox } from "./inbox.js";
import { NewSet } from "./new.js";
import { Wrong } from "./parts.js";
import { Publish } from "./publish.js";
import { Room, Screen } from "./room.js";
import { Session } from "./session.js";
import { TheSet } from "./set.js";
import { TakeOut } from "./take.js";
import { Today } from "./today.js";

const MARK = '<g class="people"><circle cx="32" cy="7" r="5"/><circle cx="53.7" cy="19.5" r="5"/><circle cx="53.7" cy="44.5" r="5"/><circle cx="32" cy="57" r="5"/><circle cx="10.3" cy="44.5" r="5"/><circle cx="10.3" cy="19.5" r="5"/></g><path class="key" d="M32 22a7 7 0 0 0-3.6 13L26.5 43h11L35.6 35A7 7 0 0 0 32 22z"/>';

/** @param {{known: {id: string, name: string}[], folder: string}} props */
function Whole({ known, folder }) {
  const [place, setPlace] = useState(location.hash);
  const [sets, setSets] = useState(known);
  useEffect(() => {
    const moved = () => {
      setPlace(location.hash);
      scrollTo(0, 0);
    };
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  useEffect(() => {
    // Whoever reads by ear hears where they are once the new page stands.
    if (place) document.querySelector("h1")?.focus({ preventScroll: true });
  }, [place]);
  const [what = "", set = "", part = ""] = place.replace(/^#\//, "").split("/").map(decodeURIComponent);
  if (what === "screen") return h(Screen, { set, stem: part });
  const made = async (/** @type {string} */ id) => {
    setSets((await ask("sets")).sets);
    location.hash = `#/set/${id}`;
  };
  const link = (/** @type {string} */ to, /** @type {string} */ words, /** @type {boolean} */ here) => h("li", { key: to }, h("a", { href: to, "aria-current": here ? "page" : undefined }, words));
  const page = what === "set" && part === "access" ? h(Access, { key: set, set })
    : what === "set" && part === "inbox" ? h(Inbox, { key: `inbox-${set}`, set })
    : what === "set" && part === "bring" ? h(BringIn, { key: `bring-${set}`, set, name: sets.find((each) => each.id === set)?.name ?? set })
    : what === "set" && part === "take" ? h(TakeOut, { key: `take-${set}`, set })
    : what === "set" ? h(TheSet, { key: set, set, part })
      : what === "session" ? h(Session, { key: place, set, stem: part })
      : what === "room" ? h(Room, { key: place, set, stem: part })
        : what === "new" ? h(NewSet, { made })
          : what === "publish" ? h(Publish, {}) : h(Today, { sets, folder });
  return h(Fragment, null,
    h("a", { class: "skip", href: "#main", onClick: (/** @type {Event} */ event) => { event.preventDefault(); document.querySelector("h1")?.focus(); } }, _("Skip to the page")),
    h("header", { class: "top" }, h("div", { class: "top-in" },
      h("a", { class: "us", href: "#/today" }, h("svg", { class: "mark", viewBox: "5 2 54 60", width: 28, height: 31, "aria-hidden": "true", dangerouslySetInnerHTML: { __html: MARK } }), h("span", null, _("Desk"), " ", h("span", { class: "of" }, _("on this computer only")))),
      h("nav", { class: "places", "aria-label": _("Desk") }, h("ul", null,
        link("#/today", _("Today"), !["set", "session", "room", "publish"].includes(what)),
        sets.map((each) => link(`#/set/${each.id}`, each.name, set === each.id)),
        link("#/publish", _("Publish"), what === "publish"))))),
    page);
}

try {
  await enter();
  void stay();
  const { sets, folder } = await ask("sets");
  render(folder === null ? h(Begin, {}) : h(Whole, { known: sets, folder }), document.body);
} catch (error) {
  render(h("main", { class: "page wide" }, h(Wrong, { error: /** @type {Error} */ (error) })), document.body);
}

/**
 * The caretaker's cards: what the guidance says of moments that are hard, one tap away.
 * @module
 */

import { h } from "preact";
import { useState } from "preact/hooks";

import { _ } from "../words.js";

/**
 * The sections of the guidance's page: each heading, and the paragraphs below it.
 * @param {Document} page
 * @returns {{title: string, words: string[]}[]}
 */
export function sections(page) {
  return [...page.querySelectorAll("article h2[id]")].map((heading) => {
    const words = [];
    for (let next = heading.nextElementSibling; next && next.tagName !== "H2"; next = next.nextElementSibling)
      if (next.textContent?.trim()) words.push(next.textContent.trim());
    // The theme puts a sign for the link behind a heading.
    const title = [...heading.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join("").trim();
    return { title, words };
  });
}

/** @param {{address: string}} props */
export function Cards({ address }) {
  const [cards, setCards] = useState(/** @type {{title: string, words: string[]}[] | null} */ (null));
  const [failed, setFailed] = useState(false);
  const bring = async () => {
    if (cards) return;
    try {
      const answer = await fetch(address);
      setCards(sections(new DOMParser().parseFromString(await answer.text(), "text/html")));
    } catch {
      setFailed(true);
    }
  };
  return h("details", { class: "rec-fold rec-cards", onToggle: () => void bring() },
    h("summary", null, _("When it is hard")),
    failed && h("p", { class: "rec-hint" }, _("The guidance could not be read just now.")),
    cards?.map(({ title, words }) => h("details", { key: title, class: "rec-card" }, h("summary", null, title), words.map((text) => h("p", { key: text }, text)))));
}

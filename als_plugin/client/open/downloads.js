/**
 * Downloads: a link with `download` passes the service worker by and would ask the host for a file that it does not have,
 * so the file is fetched through the worker and saved from memory.
 * @module
 */

import { save } from "../save.js";
import { _ } from "../words.js";
import { announce } from "./notice.js";
import { inCharge } from "./tab.js";

/** @param {MouseEvent} event */
async function fetchAndSave(event) {
  const charge = inCharge();
  const link = event.target instanceof Element ? event.target.closest("a[download]") : null;
  if (!charge || !(link instanceof HTMLAnchorElement) || !link.href.startsWith(charge.folder)) return;
  event.preventDefault();
  // Instant navigation must not take the link for a page.
  event.stopImmediatePropagation();
  try {
    const response = await fetch(link.href);
    if (!response.ok) throw new Error(String(response.status));
    save(await response.blob(), link.download || decodeURIComponent(new URL(link.href).pathname.split("/").pop() ?? ""));
  } catch {
    announce(_("The file could not be fetched. Please check your connection and try again."));
  }
}

export const saveDownloads = () => addEventListener("click", (event) => void fetchAndSave(event), { capture: true });

/**
 * How the desk's pages ask for data: with a secret that stays in this tab.
 * @module
 */

import { _ } from "../words.js";

const KEPT = "als-desk";

/** What could not be done, in a line; with the file's text now, where another hand has changed it. */
export class Refused extends Error {
  /** @param {string} message @param {string} [theirs] */
  constructor(message, theirs) {
    super(message);
    this.theirs = theirs;
  }
}

/** Takes the token out of the address, and exchanges it for the secret. */
export async function enter() {
  const token = /^#t=(.+)$/.exec(location.hash)?.[1];
  if (!token) return;
  history.replaceState(null, "", "/");
  const answer = await fetch("/api/open", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token }) });
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.error);
  sessionStorage.setItem(KEPT, said.secret);
}

/**
 * @param {string} path below /api/
 * @param {object} [data] to be sent
 * @returns {Promise<any>}
 */
export async function ask(path, data) {
  const headers = { "X-Als-Desk": sessionStorage.getItem(KEPT) ?? "", ...(data && { "Content-Type": "application/json" }) };
  /** @type {Response} */
  let answer;
  try {
    answer = await fetch(`/api/${path}`, data ? { method: "POST", headers, body: JSON.stringify(data) } : { headers });
  } catch {
    throw new Refused(_("The desk has ended. Run als desk again."));
  }
  if (answer.status === 401) throw new Refused(_("This page was not let in. Run als desk again, and use the address that it prints."));
  const said = await answer.json().catch(() => ({ error: _("The desk could not do this.") }));
  if (!answer.ok) throw new Refused(said.error, said.theirs);
  return said;
}

/** Tells the desk as long as this page is open. */
export async function stay() {
  for (;;) {
    try {
      const answer = await fetch("/api/here", { headers: { "X-Als-Desk": sessionStorage.getItem(KEPT) ?? "" } });
      if (!answer.ok) return;
      const reader = answer.body?.getReader();
      while (reader && !(await reader.read()).done);
    } catch {
      // The computer slept, or the desk has ended: the next request says which.
    }
    await new Promise((done) => setTimeout(done, 5000));
  }
}

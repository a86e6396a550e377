/**
 * The frame in which pages are shown. It is sandboxed without scripts; the lock screen's own policy, which it inherits, and
 * one of its own forbid them once more, and let nothing be loaded.
 *
 * It keeps this origin, so that the lock screen may fill, style and scroll it: with no script inside, that gives a page nothing.
 * Links need no script either: they point at the lock screen's address with a page in the fragment and open at the top, where
 * they load nothing and are heard. (A listener inside the frame would not do: Safari runs none where scripts are forbidden.)
 * @module
 */

/** @typedef {import("./page.js").Prepared} Prepared */
/** @typedef {Window & typeof globalThis} Inside */

const SANDBOX = "allow-same-origin allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox";
const EMPTY = `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'">`;

export class Frame {
  #place;
  #used;
  #frame = document.createElement("iframe");
  /** @type {Promise<unknown> | null} */
  #loaded = null;

  /**
   * @param {HTMLElement} place
   * @param {() => void} used called when somebody reads on, in browsers that tell
   */
  constructor(place, used) {
    this.#place = place;
    this.#used = used;
  }

  /**
   * @param {Prepared} page
   * @param {string} hash
   */
  async show(page, hash) {
    await (this.#loaded ??= this.#begin());
    const window = /** @type {Inside | null} */ (this.#frame.contentWindow);
    if (!window) return;
    const { document } = window;
    // The document stays, and its policy with it: a frame that loads pages would leave steps of its own in the browser's history.
    document.replaceChild(document.adoptNode(page.document.documentElement), document.documentElement);
    dress(window, page);
    this.#frame.title = page.title;
    this.#frame.focus();
    window.scrollTo(0, 0);
    this.goTo(hash);
  }

  async #begin() {
    this.#frame.setAttribute("sandbox", SANDBOX);
    this.#frame.setAttribute("referrerpolicy", "no-referrer");
    this.#frame.srcdoc = EMPTY;
    const loaded = new Promise((resolve) => this.#frame.addEventListener("load", resolve, { once: true }));
    this.#place.append(this.#frame);
    this.#place.hidden = false;
    document.documentElement.setAttribute("data-reading", "");
    await loaded;
    for (const event of ["pointerdown", "keydown", "wheel", "touchstart", "scroll"]) {
      this.#frame.contentWindow?.addEventListener(event, this.#used, { passive: true, capture: true });
    }
  }

  /** @param {string} hash */
  goTo(hash) {
    const found = hash && this.#frame.contentDocument?.getElementById(decodeURIComponent(hash.slice(1)));
    if (!found) return;
    for (let around = found.closest("details"); around; around = around.parentElement?.closest("details") ?? null) around.open = true;
    found.scrollIntoView();
  }

  /** Takes the handbook away. */
  clear() {
    this.#frame.remove();
  }
}

/**
 * Style sheets are made by script, so that the lock screen's policy need not allow styles written in a page.
 * @param {Inside} window
 * @param {Prepared} page
 */
function dress(window, page) {
  window.document.adoptedStyleSheets = page.sheets.map(({ media, css }) => {
    const sheet = new window.CSSStyleSheet({ media });
    sheet.replaceSync(css);
    return sheet;
  });
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (window.document.querySelectorAll("[data-als-style]"))) {
    element.style.cssText = element.dataset.alsStyle ?? "";
  }
}

/**
 * Locks the handbook when nobody has used any of its tabs for long.
 * @module
 */

const LOOK = 15_000;

/**
 * @param {() => unknown} lock
 * @param {number} limit in milliseconds
 * @param {() => Promise<number>} [anywhere] when any tab of this handbook was last used, in milliseconds since 1970
 * @returns {{used: () => void, last: () => number}} to be called for whatever else counts as using it; when this tab was last
 *   known to be used
 */
export function lockWhenIdle(lock, limit, anywhere = async () => 0) {
  let last = Date.now();
  let pending = false;

  const idle = () => Date.now() - last >= limit;

  const used = () => {
    // The first touch after a long absence comes too late: it must not open what should have been locked.
    if (idle()) void look();
    else last = Date.now();
  };

  const look = async () => {
    if (!idle() || pending) return;
    pending = true;
    last = Math.max(last, Math.min(await anywhere(), Date.now()));
    pending = false;
    if (idle()) void lock();
  };

  for (const event of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"]) {
    addEventListener(event, used, { passive: true, capture: true });
  }
  for (const event of ["focus", "pageshow"]) addEventListener(event, look);
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOK);
  return { used, last: () => last };
}

/**
 * Locks the handbook when nobody has used any of its tabs for half an hour.
 * @module
 */

export const IDLE = 30 * 60_000;
const LOOK = 15_000;
/** Tabs that wake up together first hear of each other: one of them may have been used a moment ago. */
const GRACE = 500;

/**
 * @param {() => unknown} lock
 * @param {BroadcastChannel | null} channel to further tabs of this handbook
 * @param {number} limit in milliseconds
 * @returns {() => void} to be called for whatever else counts as using it
 */
export function lockWhenIdle(lock, channel, limit = IDLE) {
  let last = Date.now();
  let told = last;
  let pending = false;

  const idle = () => Date.now() - last >= limit;

  const used = () => {
    // The first touch after a long absence comes too late: it must not open what should have been locked.
    if (idle()) return look();
    last = Date.now();
    if (last - told > LOOK) {
      told = last;
      channel?.postMessage(last);
    }
  };

  const look = () => {
    if (!idle() || pending) return;
    pending = true;
    channel?.postMessage(null);
    setTimeout(() => {
      pending = false;
      if (idle()) void lock();
    }, GRACE);
  };

  channel?.addEventListener("message", ({ data }) => {
    if (data === null) channel.postMessage(last);
    else if (typeof data === "number") last = Math.max(last, Math.min(data, Date.now()));
  });
  for (const event of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"]) {
    addEventListener(event, used, { passive: true, capture: true });
  }
  for (const event of ["focus", "pageshow"]) addEventListener(event, look);
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOK);
  return used;
}

/**
 * Notes in a preview: they are the author's own and lie open.
 * @module
 */

const KEY = "als-preview";

/** @returns {import("./notes.js").Kept} */
export function previewNotes() {
  /** @returns {import("./notes.js").Notes} */
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "{}");
    } catch {
      return {};
    }
  };
  return {
    get: async (note) => {
      const notes = read();
      return Object.hasOwn(notes, note) ? notes[note] : undefined;
    },
    set: async (note, value) => localStorage.setItem(KEY, JSON.stringify({ ...read(), [note]: value })),
    onChanged: (callback) => addEventListener("storage", (event) => event.key === KEY && callback()),
  };
}

/** Removes what a preview left at this address: nothing lies open beside a locked handbook. */
export const dropPreviewNotes = () => localStorage.removeItem(KEY);

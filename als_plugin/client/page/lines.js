/**
 * Counting lines, as on a sheet of paper: the field asks for at most ten lines, not for so many characters.
 * @module
 */

/** How much fits on a line of paper. */
const WIDTH = 80;

/**
 * How many lines a text takes. A line that is too long for the paper counts as the lines it would take; empty ones count for
 * nothing.
 * @param {string} text
 * @returns {number}
 */
export function countLines(text) {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter(Boolean)
    .reduce((sum, line) => sum + Math.ceil([...line].length / WIDTH), 0);
}

/**
 * JSON from somebody else, read as FORMAT.md has it (section 8): one meaning, or none.
 * @module
 */

/** Lists and objects in one another. */
const DEEP = 32;
const WHOLE = 2 ** 53;

/**
 * What the JSON says; throws an Error for what readers could take for different things.
 * @param {string} json
 * @returns {any}
 */
export function strictJson(json) {
  const value = JSON.parse(json);
  if (!sound(value, DEEP)) throw new Error("a number that is too large, half a character, or nested too deeply");
  if (namedTwice(json)) throw new Error("a name stands twice in one object");
  return value;
}

/**
 * @param {unknown} value
 * @param {number} deep
 * @returns {boolean}
 */
function sound(value, deep) {
  if (typeof value === "string") return !/\p{Surrogate}/u.test(value);
  if (typeof value === "number") return Math.abs(value) < WHOLE;
  if (typeof value !== "object" || value === null) return true;
  return deep > 0 && Object.entries(value).every(([name, each]) => sound(name, 0) && sound(each, deep - 1));
}

/**
 * Whether an object in this JSON, which is well formed, names a member twice: the language's own reader takes the last.
 * @param {string} json
 */
function namedTwice(json) {
  /** @type {Set<string>[]} */
  const open = [];
  for (let at = 0; at < json.length; at++) {
    const letter = json[at];
    if (letter === "{" || letter === "[") open.push(new Set());
    else if (letter === "}" || letter === "]") open.pop();
    else if (letter === '"') {
      const begun = at;
      for (at++; json[at] !== '"'; at++) if (json[at] === "\\") at++;
      let after = at + 1;
      while (/[ \t\r\n]/.test(json[after] ?? "")) after++;
      if (json[after] !== ":") continue;
      const name = JSON.parse(json.slice(begun, at + 1));
      if (open.at(-1)?.has(name)) return true;
      open.at(-1)?.add(name);
    }
  }
  return false;
}

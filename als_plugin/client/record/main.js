/**
 * All that the run-sheet's page and the desk load.
 * @module
 */

export { mount } from "./mount.js";
export { room } from "./room.js";
export { run } from "./run.js";

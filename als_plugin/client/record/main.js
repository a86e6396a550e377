/**
 * All that the run-sheet's page and the desk load.
 * @module
 */

export { mount } from "./mount.js";

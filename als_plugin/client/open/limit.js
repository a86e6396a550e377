/**
 * How long an open handbook waits for somebody to use it before it locks itself, in milliseconds, from the minutes that its host has
 * set. A page can be newer than the worker that serves it and tells the minutes: then it is half an hour.
 * @module
 */

/** @param {number | undefined} minutes */
export const idleLimit = (minutes) => (minutes || 30) * 60_000;

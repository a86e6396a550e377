/**
 * How long an open handbook waits for somebody to use it before it locks itself, in milliseconds.
 * @module
 */

export const IDLE = 30 * 60_000;

import assert from "node:assert/strict";
import { test } from "node:test";

import { daysBetween, dueKind, expired, firstToCome, inWords, otherClock, today } from "../../../als_plugin/client/page/dates.js";

test("today is a day in the set's timezone", () => {
  const late = new Date("2026-01-14T23:30:00Z");
  assert.equal(today(late, "Europe/London"), "2026-01-14");
  assert.equal(today(late, "Europe/Berlin"), "2026-01-15");
  assert.equal(today(new Date("2026-01-14T05:00:00Z"), "America/Los_Angeles"), "2026-01-13");
});

test("days between dates, summer time or not", () => {
  assert.equal(daysBetween("2026-03-28", "2026-03-30"), 2);
  assert.equal(daysBetween("2026-10-26", "2026-10-24"), -2);
  assert.equal(daysBetween("2024-02-28", "2024-03-01"), 2);
});

test("days in words", () => {
  const said = [0, 1, -1, 17, -5, 59, 60, 92, -365, 900].map((days) => inWords(days, "en"));
  assert.deepEqual(said, [
    "today", "tomorrow", "yesterday", "in 17 days", "5 days ago", "in 59 days", "in 2 months", "in 3 months", "12 months ago", "in 2 years",
  ]);
  assert.equal(inWords(17, "de"), "in 17 Tagen");
});

test("late is said to whom it concerns; due today is not late", () => {
  assert.equal(dueKind(0, true), "ahead");
  assert.equal(dueKind(3, false), "ahead");
  assert.equal(dueKind(-1, true), "late");
  assert.equal(dueKind(-1, false), "open");
});

test("the last day is still a day", () => {
  assert.equal(expired("2026-05-01", "2026-05-01"), false);
  assert.equal(expired("2026-05-01", "2026-05-02"), true);
});

test("the next meeting is the first that has not ended", () => {
  const ends = ["2026-04-15", "2026-05-14"];
  assert.equal(firstToCome(ends, "2026-04-15"), 0);
  assert.equal(firstToCome(ends, "2026-04-16"), 1);
  assert.equal(firstToCome(ends, "2026-06-01"), -1);
});

test("another clock is named only where it differs that day", () => {
  assert.equal(otherClock("2026-01-14", "Europe/London", "Europe/Lisbon", "en-GB"), null);
  assert.equal(otherClock("2026-07-14", "Europe/London", "UTC", "en-GB"), "British Summer Time");
  assert.equal(otherClock("2026-01-14", "Europe/London", "UTC", "en-GB"), null);
});

import { assertEquals } from "@std/assert";
import { logChanges } from "../../src/check/changes.ts";
import type { Outcome } from "../../src/check/report.ts";
import { at, OK, REFUSED, report, WARNED } from "../support/reports.ts";

const TIMED_OUT: Outcome = {
  ok: false,
  status: null,
  failure: "timeout",
  reason: "timed out after 5 s",
};
const EIGHT_DAYS: Outcome = { ...OK, warning: "certificate expires in 8 d" };
const A = "http://a/";

/** A result that arrives: of which endpoint, with what, and the second in which its check began. */
type Arrival = readonly [endpoint: string, outcome: Outcome, second: number];

/** What is logged of results that arrive in this order. */
async function logged(arrivals: readonly Arrival[]): Promise<string[]> {
  const lines: string[] = [];
  const logChange = logChanges(
    (level, event, fields) => void lines.push(`${level} ${event} ${JSON.stringify(fields)}`),
  );
  for (const [endpoint, outcome, second] of arrivals) {
    const { results } = await report({ [endpoint]: outcome });
    for (const result of results) logChange({ ...result, startedAt: at(second) });
  }
  return lines;
}

const A_OK = 'info endpoint ok {"endpoint":"a"}';
const A_WARNED = 'warn endpoint ok {"endpoint":"a","warning":"certificate expires in 9 d"}';
const A_REFUSED =
  'warn endpoint failing {"endpoint":"a","failure":"refused","reason":"connection refused"}';
const A_TIMED_OUT =
  'warn endpoint failing {"endpoint":"a","failure":"timeout","reason":"timed out after 5 s"}';

for (
  const [when, arrivals, lines] of [
    ["is ok at first", [[A, OK, 0]], [A_OK]],
    ["fails at first", [[A, REFUSED, 0]], [A_REFUSED]],
    ["stays ok", [[A, OK, 0], [A, OK, 1], [A, OK, 2]], [A_OK]],
    ["stays failing", [[A, REFUSED, 0], [A, REFUSED, 1]], [A_REFUSED]],
    [
      "changes",
      [[A, OK, 0], [A, REFUSED, 1], [A, OK, 2], [A, REFUSED, 3]],
      [A_OK, A_REFUSED, A_OK, A_REFUSED],
    ],
    ["is ok with another status", [[A, OK, 0], [
      A,
      { ok: true, status: 204, found: "status 204" },
      1,
    ]], [A_OK]],
    [
      "fails for another reason",
      [[A, REFUSED, 0], [A, TIMED_OUT, 1], [A, TIMED_OUT, 2], [A, REFUSED, 3], [A, OK, 4]],
      [A_REFUSED, A_TIMED_OUT, A_REFUSED, A_OK],
    ],
    ["has an older check that fails late", [[A, OK, 0], [A, OK, 2], [A, REFUSED, 1], [A, OK, 3]], [
      A_OK,
    ]],
    [
      "has an older check that fails late and a newer one that fails",
      [[A, OK, 2], [A, REFUSED, 1], [A, REFUSED, 3]],
      [A_OK, A_REFUSED],
    ],
    ["has an older check that succeeds late", [[A, REFUSED, 2], [A, OK, 1], [A, REFUSED, 3]], [
      A_REFUSED,
    ]],
    [
      "has a warning that begins, tells other days and ends",
      [[A, OK, 0], [A, WARNED, 1], [A, EIGHT_DAYS, 2], [A, OK, 3]],
      [A_OK, A_WARNED, A_OK],
    ],
    [
      "fails between two checks with a warning",
      [[A, WARNED, 0], [A, REFUSED, 1], [A, WARNED, 2]],
      [A_WARNED, A_REFUSED, A_WARNED],
    ],
    ["changes within a millisecond", [[A, OK, 1], [A, REFUSED, 1]], [A_OK, A_REFUSED]],
    [
      "is optional",
      [["http://a/#optional", REFUSED, 0], ["http://a/#optional", OK, 1]],
      [
        'warn endpoint failing {"endpoint":"a","failure":"refused","reason":"connection refused","optional":true}',
        A_OK,
      ],
    ],
    [
      "is not the one that changes",
      [[A, OK, 5], ["http://b/", REFUSED, 1], [A, OK, 6]],
      [
        A_OK,
        'warn endpoint failing {"endpoint":"b","failure":"refused","reason":"connection refused"}',
      ],
    ],
  ] as readonly (readonly [string, readonly Arrival[], readonly string[]])[]
) {
  Deno.test(`logChanges() logs each change once when an endpoint ${when}`, async () => {
    assertEquals(await logged(arrivals), lines);
  });
}

Deno.test("logChanges() logs a change when the wall clock was set back before it", async () => {
  const events: string[] = [];
  const logChange = logChanges((_level, event) => void events.push(event));
  const [ok] = (await report({ "http://a/": OK })).results;
  const [refused] = (await report({ "http://a/": REFUSED })).results;
  if (ok === undefined || refused === undefined) throw new Error("no results");
  logChange({ ...ok, startedAt: { date: new Date(3_600_000), ms: 1 } });
  logChange({ ...refused, startedAt: { date: new Date(0), ms: 2 } });
  assertEquals(events, ["endpoint ok", "endpoint failing"]);
});

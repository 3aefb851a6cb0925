import { assert, assertEquals } from "@std/assert";
import { type Done, ProgressState } from "../../../../src/probes/body/metrics/progress.ts";
import { random } from "../../../support/random.ts";

/** What a page shows. */
interface Work {
  readonly progress: number;
  readonly busy: number;
}

/** A check that has ended: when its page was read, and what it shows. */
type Check = readonly [ms: number, work: Work | null];

const STALL_MS = 120_000;

function verdictsOf(checks: readonly Check[], stallMs = STALL_MS): (string | null)[] {
  const state = new ProgressState(stallMs / 1000, "done");
  return checks.map(([ms, work]) => state.judge(ms, work === null ? null : workOf({ "": work })));
}

/** What a page shows, by the values of the labels of `each`. */
function workOf(values: Readonly<Record<string, Work>>): Map<string, Done> {
  return new Map(
    Object.entries(values).map(([key, { progress, busy }]) => [
      key,
      { progress, busy: busy > 0 ? { name: "running", value: busy } : null },
    ]),
  );
}

/** A check at a second that shows the counter, and how many are running. */
function at(seconds: number, progress: number, busy = 3): Check {
  return [seconds * 1000, { progress, busy }];
}

function unreadable(seconds: number): Check {
  return [seconds * 1000, null];
}

const CASES: readonly [string, readonly Check[], string | null][] = [
  ["there is one check", [at(0, 5)], null],
  [
    "nothing moves",
    [at(0, 5), at(60, 5), at(120, 5)],
    "no progress of done for 120 s while running is 3",
  ],
  ["nothing moves while 1 is running", [
    at(0, 5),
    at(60, 5),
    at(130.9, 5, 1),
  ], "no progress of done for 130 s while running is 1"],
  ["it is one second too early", [at(0, 5), at(60, 5), at(119, 5)], null],
  ["it began to stand still later", [at(0, 5), at(60, 6), at(120, 6)], null],
  ["the last check shows progress", [at(0, 5), at(60, 5), at(120, 6)], null],
  ["the counter fell", [at(0, 5), at(60, 5), at(119, 0), at(180, 0)], null],
  [
    "the counter fell and then stands still",
    [at(0, 5), at(60, 0), at(120, 0), at(180, 0)],
    "no progress of done for 120 s while running is 3",
  ],
  ["nothing is running", [at(0, 5, 0), at(60, 5, 0), at(120, 5, 0)], null],
  ["nothing was running once", [at(0, 5), at(60, 5, 0), at(120, 5), at(180, 5)], null],
  ["nothing is running any more", [at(0, 5), at(60, 5), at(120, 5, 0)], null],
  ["a page could not be read", [at(0, 5), unreadable(60), at(61, 5), at(120, 5)], null],
  [
    "a gap is as long as stall",
    [at(0, 5), at(120, 5)],
    "no progress of done for 120 s while running is 3",
  ],
  ["a gap is longer than stall", [at(0, 5), at(120.001, 5)], null],
  [
    "a gap is longer than stall, but what follows is enough",
    [at(0, 5), at(130, 5), at(250, 5)],
    "no progress of done for 120 s while running is 3",
  ],
  [
    "it stands still for long",
    [at(0, 5), at(100, 5), at(200, 5), at(300, 5)],
    "no progress of done for 300 s while running is 3",
  ],
  [
    "an overlapping check ends late",
    [at(0, 5), at(120, 5), at(119, 5, 2)],
    "no progress of done for 120 s while running is 2",
  ],
  ["an overlapping check ends late and shows another counter", [
    at(0, 5),
    at(60, 5),
    at(59, 4),
    at(120, 5),
  ], null],
  ["an overlapping check from before nothing was running ends late", [
    at(0, 5),
    at(100, 5, 0),
    at(99, 5),
    at(219, 5),
  ], null],
];
for (const [when, checks, expected] of CASES) {
  Deno.test(`ProgressState.judge() returns ${expected} when ${when}`, () => {
    assertEquals(verdictsOf(checks).at(-1), expected);
  });
}

Deno.test("ProgressState.judge() shows tenths of a second when stall is short", () => {
  const work = { progress: 5, busy: 0.5 };
  assertEquals(
    verdictsOf([[0, work], [300, work], [560, work]], 500).at(-1),
    "no progress of done for 0.6 s while running is 0.5",
  );
});

/** The definition: the checks, back to one at least `stall` old, all show the same. */
function standsStill(checks: readonly Check[], stallMs: number): boolean {
  const [newestMs, newest] = checks.at(-1) ?? [0, null];
  let laterMs = newestMs;
  for (const [ms, work] of checks.toReversed()) {
    if (work === null || work.busy <= 0 || work.progress !== newest?.progress) return false;
    if (laterMs - ms > stallMs) return false;
    if (newestMs - ms >= stallMs) return true;
    laterMs = ms;
  }
  return false;
}

/** The checks of a neighbour that works, hangs, idles, restarts and goes away. */
function history(next: () => number): Check[] {
  const pick = (...of: readonly string[]): string => of[Math.floor(next() * of.length)] ?? "";
  const checks: Check[] = [];
  let ms = Math.floor(next() * 1000);
  let progress = Math.floor(next() * 3);
  let state = "hangs";
  const restless = next() * 0.3;
  for (let count = 2 + Math.floor(next() * 40); count > 0; count--) {
    ms += next() < 0.05 ? 8 + Math.floor(next() * 6) : Math.floor(next() * 4);
    if (next() < restless) state = pick("works", "hangs", "hangs", "idles", "restarts", "away");
    if (state === "works") progress += 1;
    if (state === "restarts") progress = 0;
    const busy = state === "idles" ? 0 : 1 + Math.floor(next() * 3);
    checks.push([ms, state === "away" ? null : { progress, busy }]);
    if (state !== "works" && state !== "idles") state = "hangs";
  }
  return checks;
}

Deno.test("ProgressState.judge() fails exactly when the definition does when histories are random", () => {
  const next = random(14);
  const counts = { stalled: 0, fine: 0 };
  for (let seed = 0; seed < 20_000; seed++) {
    const checks = history(next);
    verdictsOf(checks, 10).forEach((verdict, index) => {
      const expected = standsStill(checks.slice(0, index + 1), 10);
      assertEquals(verdict !== null, expected, JSON.stringify(checks.slice(0, index + 1)));
      counts[expected ? "stalled" : "fine"]++;
    });
  }
  assert(Math.min(counts.stalled, counts.fine) > 50_000, JSON.stringify(counts));
});

/** Puts checks in the order in which they end: some read a page for longer. */
function overlapping(checks: readonly Check[], next: () => number): Check[] {
  return checks.map((check) => ({ check, endMs: check[0] + (next() < 0.2 ? next() * 15 : 0) }))
    .toSorted((a, b) => a.endMs - b.endMs)
    .map(({ check }) => check);
}

/** Replaces checks that end after a newer one: by nothing, or by what breaks the chain. */
function inOrder(checks: readonly Check[]): Check[] {
  const known: Check[] = [];
  for (const check of checks) {
    const [newestMs, newest] = known.at(-1) ?? [-Infinity, null];
    const [ms, work] = check;
    if (ms >= newestMs) known.push(check);
    else if (work === null || work.busy <= 0 || work.progress !== newest?.progress) {
      known.push([newestMs, null]);
    }
  }
  return known;
}

Deno.test("ProgressState.judge() fails no more than the definition does when checks overlap", () => {
  const next = random(15);
  const counts = { stalled: 0, fine: 0, late: 0 };
  for (let seed = 0; seed < 20_000; seed++) {
    const checks = overlapping(history(next), next);
    verdictsOf(checks, 10).forEach((verdict, index) => {
      const known = checks.slice(0, index + 1);
      const expected = standsStill(inOrder(known), 10);
      assertEquals(verdict !== null, expected, JSON.stringify(known));
      const sorted = known.toSorted(([a], [b]) => a - b);
      assert(!expected || standsStill(sorted, 10), JSON.stringify(known));
      counts[expected ? "stalled" : "fine"]++;
      if (known.at(-1) !== sorted.at(-1)) counts.late++;
    });
  }
  assert(Math.min(...Object.values(counts)) > 20_000, JSON.stringify(counts));
});

const ENGINE = (n: number): string => `engine="${n}"`;

/** The verdicts of checks a minute apart, each of which shows the counters of some engines. */
function verdictsOfEngines(pages: readonly Readonly<Record<number, number>>[]): (string | null)[] {
  const state = new ProgressState(120, "done");
  return pages.map((page, minute) => {
    const engines = Object.entries(page)
      .map(([engine, progress]) => [ENGINE(Number(engine)), { progress, busy: 4 }] as const);
    return state.judge(minute * 60_000, workOf(Object.fromEntries(engines)));
  });
}

Deno.test("ProgressState.judge() names the value that stands still when others do not", () => {
  const pages = [{ 0: 1, 1: 5 }, { 0: 2, 1: 5 }, { 0: 3, 1: 5 }];
  const reason = 'no progress of done for 120 s while running is 4 (engine="1")';
  assertEquals(verdictsOfEngines(pages), [null, null, reason]);
});

Deno.test("ProgressState.judge() counts the others when several values stand still", () => {
  const reason = 'no progress of done for 120 s while running is 4 (engine="0", and 2 more)';
  const pages = Array.from({ length: 3 }, () => ({ 0: 1, 1: 5, 2: 7 }));
  assertEquals(verdictsOfEngines(pages), [null, null, reason]);
});

Deno.test("ProgressState.judge() keeps the clock of a value when a page lacks it", () => {
  const reason = 'no progress of done for 120 s while running is 4 (engine="1")';
  assertEquals(verdictsOfEngines([{ 1: 5 }, {}, { 1: 5 }]), [null, null, reason]);
});

Deno.test("ProgressState.judge() forgets a value when it was unseen for longer than stall", () => {
  assertEquals(verdictsOfEngines([{ 1: 5 }, {}, {}, { 1: 5 }]).at(-1), null);
});

Deno.test("ProgressState.judge() starts every clock anew when a page could not be read", () => {
  const state = new ProgressState(120, "done");
  const work = (): Map<string, Done> => workOf({ [ENGINE(1)]: { progress: 5, busy: 1 } });
  assertEquals(state.judge(0, work()), null);
  assertEquals(state.judge(60_000, null), null);
  assertEquals(state.judge(120_000, work()), null);
  assert(state.judge(240_000, work()) !== null);
});

Deno.test("ProgressState.judge() remembers 256 values, and first forgets those unseen for longest", () => {
  const state = new ProgressState(120, "done");
  const page = (from: number, to: number): Map<string, Done> =>
    workOf(Object.fromEntries(
      Array.from({ length: to - from }, (_, i) => [ENGINE(from + i), { progress: 5, busy: 1 }]),
    ));
  state.judge(0, page(0, 256));
  state.judge(60_000, page(10, 266));
  const reason = state.judge(120_000, page(0, 20));
  assertEquals(
    reason,
    'no progress of done for 120 s while running is 1 (engine="10", and 9 more)',
  );
});

Deno.test("ProgressState.judge() first forgets those unseen for longest when others came again", () => {
  const state = new ProgressState(120, "done");
  const page = (...engines: readonly number[]): Map<string, Done> =>
    workOf(Object.fromEntries(engines.map((i) => [ENGINE(i), { progress: 5, busy: 1 }])));
  const engines = Array.from({ length: 256 }, (_, i) => i);
  state.judge(0, page(...engines));
  state.judge(60_000, page(0, 256));
  assertEquals(
    state.judge(120_000, page(0, 1)),
    'no progress of done for 120 s while running is 1 (engine="0")',
  );
});

Deno.test("ProgressState.judge() keeps the clock of a value when its counter alone is missing", () => {
  const state = new ProgressState(120, "done");
  const busy = { name: "running", value: 4 };
  const reasons = [5, null, 5].map((progress, minute) =>
    state.judge(minute * 60_000, new Map([[ENGINE(1), { progress, busy }]]))
  );
  const reason = 'no progress of done for 120 s while running is 4 (engine="1")';
  assertEquals(reasons, [null, null, reason]);
});

/** The reasons of checks a minute apart; a gauge that is `undefined` is missing. */
function reasonsOf(pages: readonly (readonly [progress: number, busy?: number])[]): unknown[] {
  const state = new ProgressState(120, "done");
  return pages.map(([progress, value], minute) => {
    const busy = value === undefined ? undefined : value === 0 ? null : { name: "running", value };
    return state.judge(minute * 60_000, new Map([[ENGINE(1), { progress, busy }]]));
  });
}

Deno.test("ProgressState.judge() keeps the clock of a value when its gauge alone is missing", () => {
  const reason = 'no progress of done for 120 s while running is 4 (engine="1")';
  assertEquals(reasonsOf([[5, 4], [5], [5, 4]]), [null, null, reason]);
});

for (
  const [when, pages] of [
    ["its counter has risen without its gauge", [[5, 4], [6], [6, 4]]],
    ["its gauge is 0", [[5, 4], [5, 0], [5, 4]]],
    ["its gauge is missing for longer than stall", [[5, 4], [5], [5], [5, 4]]],
    ["its gauge was never there", [[5], [5], [5]]],
  ] as const
) {
  Deno.test(`ProgressState.judge() starts the clock of a value anew when ${when}`, () => {
    assertEquals(reasonsOf(pages), pages.map(() => null));
  });
}

for (
  const [name, shown] of [
    ["n".repeat(60), "n".repeat(60)],
    [`x${"n".repeat(60)}`, `...${"n".repeat(57)}`],
  ] as const
) {
  Deno.test(`ProgressState.judge() shows the last 60 characters of a name when it has ${name.length}`, () => {
    const state = new ProgressState(120, name);
    const [, , reason] = [0, 60_000, 120_000].map((ms) =>
      state.judge(ms, workOf({ "": { progress: 5, busy: 1 } }))
    );
    assertEquals(reason, `no progress of ${shown} for 120 s while running is 1`);
  });
}

import { assertEquals } from "@std/assert";
import type { Outcome } from "../../../src/check/report.ts";
import { noteFreeze } from "../../../src/process/time/freeze.ts";
import { createProgressProbe } from "../../../src/probes/http/progress.ts";
import { verdicts } from "../../support/progress.ts";
import { CERTIFICATE, OK, REFUSED } from "../../support/reports.ts";

const OPTIONS = "progress=done_total&busy=running&stall=100s";

function page(done: number, running: number): string {
  return `done_total ${done}\nrunning ${running}\n`;
}

Deno.test("createProgressProbe() fails when a busy neighbour makes no progress for `stall`", async () => {
  assertEquals(await verdicts([page(7, 3), page(7, 2), page(7, 3), page(7, 4)], OPTIONS), [
    "ok",
    "ok",
    "no progress of done_total for 120 s while running is 3 (status 200)",
    "no progress of done_total for 180 s while running is 4 (status 200)",
  ]);
});

Deno.test("createProgressProbe() starts anew when this process was frozen between two checks", async () => {
  const pages = Array.from({ length: 5 }, () => page(7, 3));
  assertEquals(await verdicts(pages, OPTIONS, (round) => round === 2 && noteFreeze()), [
    "ok",
    "ok",
    "ok",
    "ok",
    "no progress of done_total for 120 s while running is 3 (status 200)",
  ]);
});

Deno.test("createProgressProbe() succeeds when the counter rises, falls, or nothing runs", async () => {
  const pages = [page(7, 3), page(8, 3), page(8, 3), page(2, 3), page(2, 0), page(2, 1)];
  assertEquals(await verdicts(pages, OPTIONS), pages.map(() => "ok"));
});

Deno.test("createProgressProbe() starts anew when a check could not read the page", async () => {
  const pages = [page(7, 3), page(7, 3), null, page(7, 3), page(7, 3)];
  assertEquals(await verdicts(pages, OPTIONS), ["ok", "ok", "status 500", "ok", "ok"]);
});

Deno.test("createProgressProbe() keeps the certificate when there is no progress", async () => {
  const work = new Map([["", { progress: 7, busy: { name: "running", value: 3 } }]]);
  const found = { ...OK, certificate: CERTIFICATE };
  const probe = createProgressProbe(1, "done", (_signal, onWork) => {
    onWork(work, ms);
    return Promise.resolve(found);
  });
  let ms = 0;
  const { signal } = new AbortController();
  assertEquals(await probe(signal), { ...found, progress: { isBusy: true, age: 0 } });
  ms = 1000;
  const { ok, certificate } = await probe(signal);
  assertEquals({ ok, certificate }, { ok: false, certificate: CERTIFICATE });
});

/** The outcomes of checks of a neighbour whose counter stands still, by second and how many run. */
async function outcomesAt(
  checks: readonly (readonly [second: number, running: number])[],
): Promise<Outcome[]> {
  const left = [...checks];
  const probe = createProgressProbe(100, "done", (_signal, onWork) => {
    const [second, value] = left.shift() ?? [0, 0];
    const busy = value === 0 ? null : { name: "running", value };
    onWork(new Map([["", { progress: 7, busy }]]), second * 1000);
    return Promise.resolve(OK);
  });
  const outcomes: Outcome[] = [];
  for (const _ of checks) outcomes.push(await probe(new AbortController().signal));
  return outcomes;
}

Deno.test("createProgressProbe() says when the last change was if the neighbour has work", async () => {
  const outcomes = await outcomesAt([[0, 1], [26, 1], [40, 0], [50, 1]]);
  assertEquals(outcomes.map((outcome) => outcome.ok && outcome.found), [
    "status 200",
    "status 200, last change 26 s ago",
    "status 200",
    "status 200",
  ]);
});

Deno.test("createProgressProbe() gives the oldest age and whether there is work", async () => {
  const outcomes = await outcomesAt([[0, 1], [26, 1], [40, 0], [50, 1], [150, 2]]);
  assertEquals(outcomes.map(({ progress }) => progress), [
    { isBusy: true, age: 0 },
    { isBusy: true, age: 26 },
    { isBusy: false, age: 0 },
    { isBusy: true, age: 0 },
    { isBusy: true, age: 100 },
  ]);
});

Deno.test("createProgressProbe() gives no progress when the page could not be read", async () => {
  const probe = createProgressProbe(1, "done", () => Promise.resolve(REFUSED));
  assertEquals(await probe(new AbortController().signal), REFUSED);
});

import { assert, assertEquals } from "@std/assert";
import type { Result } from "../../../src/check/report.ts";
import { ResponseMeter } from "../../../src/watch/record/response_meter.ts";
import { at, OK, REFUSED, report } from "../../support/reports.ts";

/** Adds a round at a second, in which the check of `a` took so long. */
async function add(
  meter: ResponseMeter,
  second: number,
  duration: number,
  more: Partial<Result> = {},
): Promise<void> {
  const { ready, results } = await report({ "http://a/": OK });
  const startedAt = at(second);
  meter.add({ ready, startedAt, results: results.map((r) => ({ ...r, duration, ...more })) });
}

/** What was taken: when it began, the median in whole milliseconds, and the longest. */
function taken(meter: ResponseMeter): unknown[] {
  return meter.take().map(({ begin, p50, worst }) => [+begin / 1000, Math.round(p50 * 1e3), worst]);
}

Deno.test("ResponseMeter.take() says when the longest check started when there are several", async () => {
  const meter = new ResponseMeter();
  for (const [second, duration] of [[900, 1], [910, 3], [920, 3], [930, 2]] as const) {
    await add(meter, second, duration, { startedAt: at(second) });
  }
  await add(meter, 1900, 1);
  assertEquals(meter.take().map(({ worst, worstAt }) => [worst, worstAt])[0], [3, at(910).date]);
});

Deno.test("ResponseMeter.take() returns the median and the longest of a quarter of an hour", async () => {
  const meter = new ResponseMeter();
  for (let index = 0; index < 80; index++) await add(meter, 900 + index * 10, index < 41 ? 0.1 : 2);
  const [first] = meter.take();
  assertEquals([first?.endpoint, first?.begin, first?.worst], ["a", at(900).date, 2]);
  assert(Math.abs((first?.p50 ?? 0) - 0.1) < 0.005, `${first?.p50}`);
});

Deno.test("ResponseMeter.take() returns a change once a minute, and the rest of a quarter with the next", async () => {
  const meter = new ResponseMeter();
  await add(meter, 0, 0.01);
  assertEquals(taken(meter), [[0, 10, 0.01]]);
  await add(meter, 50, 0.02);
  assertEquals(taken(meter), []);
  await add(meter, 60, 0.02);
  assertEquals(taken(meter), [[0, 20, 0.02]]);
  await add(meter, 890, 5);
  taken(meter);
  await add(meter, 899, 6);
  await add(meter, 901, 0.03);
  assertEquals(taken(meter).map((times) => (times as number[])[2]), [6]);
  await add(meter, 962, 0.03);
  assertEquals(taken(meter), [[901, 30, 0.03]]);
  await add(meter, 1030, 0, { outcome: REFUSED });
  assertEquals(taken(meter), []);
});

Deno.test("ResponseMeter.add() leaves out a check that failed and a kept success", async () => {
  const meter = new ResponseMeter();
  await add(meter, 0, 5, { outcome: REFUSED });
  await add(meter, 60, 5, { age: 12 });
  assertEquals(taken(meter), []);
});

Deno.test("ResponseMeter.putBack() keeps what is newer", async () => {
  const meter = new ResponseMeter();
  await add(meter, 0, 0.01);
  const first = meter.take();
  await add(meter, 60, 0.03);
  meter.putBack(first);
  assertEquals(taken(meter).map((times) => (times as number[])[2]), [0.03]);
  meter.putBack(Array.from({ length: 20_000 }, (_, second) => ({
    endpoint: "a",
    begin: at(second).date,
    p50: 1,
    worst: 1,
    worstAt: at(0).date,
  })));
  const kept = meter.take();
  assertEquals([kept.length, kept.at(-1)?.begin], [10_000, at(19_999).date]);
});

Deno.test("ResponseMeter.take() returns the lower median when the number of checks is even", async () => {
  const meter = new ResponseMeter();
  await add(meter, 0, 0.01);
  taken(meter);
  await add(meter, 60, 1);
  assertEquals(taken(meter), [[0, 10, 1]]);
});

Deno.test("ResponseMeter.take() gives no median above the longest, and tells 0 s from 10 us", async () => {
  const meter = new ResponseMeter();
  await add(meter, 0, 0);
  assertEquals(meter.take().map(({ p50, worst }) => [p50, worst]), [[0, 0]]);
  await add(meter, 60, 1.01);
  const [times] = meter.take();
  assert(times !== undefined && times.p50 < 1.1e-5 && times.worst === 1.01);
});

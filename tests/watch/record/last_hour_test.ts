import { assertEquals } from "@std/assert";
import { LastHour } from "../../../src/watch/record/last_hour.ts";
import { at, OK, REFUSED, report } from "../../support/reports.ts";

/** Returns the last minutes of `a` after rounds at these seconds, with what was found. */
async function minutes(
  rounds: readonly (readonly [second: number, ok: boolean])[],
  now: number,
  maxGap = 35,
): Promise<(number | undefined)[]> {
  const hour = new LastHour(["a", "b"], maxGap);
  for (const [second, ok] of rounds) {
    const found = await report({ "http://a/": ok ? OK : REFUSED, "http://b/": OK });
    hour.observe({ ...found, startedAt: at(second) });
  }
  assertEquals(hour.of("b", now * 1000).filter((share) => share), []);
  return hour.of("a", now * 1000);
}

Deno.test("LastHour.of() has no minute watched when there was no round", async () => {
  assertEquals(await minutes([], 5), Array(60).fill(undefined));
});

Deno.test("LastHour.of() gives the share of failed rounds of each minute when there were some", async () => {
  const rounds = [[0, true], [30, true], [60, true], [70, false], [80, false], [90, true], [
    120,
    false,
  ]] as const;
  assertEquals((await minutes(rounds, 121)).slice(-4), [undefined, 0, 0.5, 1]);
});

Deno.test("LastHour.of() goes on with the last state when the present minute has no round yet", async () => {
  assertEquals((await minutes([[59, false]], 61)).slice(-2), [1, 1]);
});

Deno.test("LastHour.of() has minutes not watched when the gap between two rounds was too long", async () => {
  const received = await minutes([[0, false], [150, true]], 151);
  assertEquals(received.slice(-3), [1, undefined, 0]);
  assertEquals((await minutes([[0, false]], 200)).slice(-4), [1, undefined, undefined, undefined]);
});

Deno.test("LastHour.of() forgets a minute when it is an hour old", async () => {
  assertEquals((await minutes([[0, false], [3600, true]], 3601)).at(0), undefined);
  assertEquals(await minutes([[0, false]], 7200), Array(60).fill(undefined));
});

Deno.test("LastHour.of() counts the minutes between two rounds when the gap is as long as it may be", async () => {
  const between = async (second: number): Promise<(number | undefined)[]> =>
    (await minutes([[30, false], [second, true]], second, 120)).slice(-3);
  assertEquals(await between(150), [1, 1, 0]);
  assertEquals(await between(150.001), [1, undefined, 0]);
  assertEquals((await minutes([[30, true], [150, false]], 150, 120)).slice(-3), [0, 0, 1]);
});

Deno.test("LastHour.of() goes on with the last state for as long as a gap may be", async () => {
  assertEquals((await minutes([[30, false]], 150, 120)).slice(-3), [1, 1, 1]);
  assertEquals((await minutes([[30, false]], 150.001, 120)).slice(-3), [1, undefined, undefined]);
});

Deno.test("LastHour.of() has no failure when each round since an hour has succeeded", async () => {
  const rounds = Array.from({ length: 61 }, (_, minute) => [60 * minute, minute > 0] as const);
  assertEquals(await minutes(rounds, 3600, 61), Array(60).fill(0));
});

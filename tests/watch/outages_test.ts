import { assertEquals } from "@std/assert";
import type { Outcome } from "../../src/check/report.ts";
import { type Outage, Outages, type OutagesOptions } from "../../src/watch/outages.ts";
import { OK, report } from "../support/reports.ts";

const START = new Date(0);

/** Observes rounds a second apart: `.` is ok, any other letter a reason. Gives what each one changed. */
async function observe(
  pattern: string,
  options: Partial<OutagesOptions> = {},
  url = "http://a/",
): Promise<string[]> {
  const outages = new Outages({ after: 1, startup: 0, startedAt: START, open: [], ...options });
  const changes: string[] = [];
  for (const [index, letter] of [...pattern].entries()) {
    const outcome: Outcome = letter === "." ? OK : { ok: false, status: null, reason: letter };
    const round = await report({ [url]: outcome });
    const results = round.results.map((result) => ({
      ...result,
      startedAt: new Date(index * 1000),
    }));
    const { begun, going, resolved } = outages.observe({ ...round, results });
    const tell = (kind: string) => ({ begin, end, firstReason, lastReason }: Outage): string =>
      `${kind} ${begin.getTime() / 1000}-${end === null ? "" : end.getTime() / 1000} ` +
      `${firstReason}${lastReason}`;
    changes.push(
      [...begun.map(tell("begun")), ...going.map(tell("going")), ...resolved.map(tell("resolved"))]
        .join(),
    );
  }
  return changes;
}

Deno.test("Outages.observe() begins and resolves an outage when an endpoint fails and recovers", async () => {
  assertEquals(await observe(".xy.."), ["", "begun 1- xx", "going 1- xy", "resolved 1-3 xy", ""]);
});

Deno.test("Outages.observe() begins an outage when so many rounds in a row have failed", async () => {
  assertEquals(await observe(".xx.xyz.", { after: 3 }), [
    "",
    "",
    "",
    "",
    "",
    "",
    "begun 4- xz",
    "resolved 4-7 xz",
  ]);
});

Deno.test("Outages.observe() waits for the start when an endpoint was never up", async () => {
  assertEquals(await observe("xxxx.", { startup: 2 }), [
    "",
    "",
    "begun 0- xx",
    "going 0- xx",
    "resolved 0-4 xx",
  ]);
  assertEquals(await observe("x.x", { startup: 60 }), ["", "", "begun 2- xx"]);
});

Deno.test("Outages.observe() goes on with an outage when it was open at the start", async () => {
  const open = [{
    endpoint: "a",
    begin: new Date(-5000),
    end: null,
    firstReason: "o",
    lastReason: "o",
  }];
  assertEquals(await observe("x.", { open, startup: 60 }), ["going -5- ox", "resolved -5-1 ox"]);
  assertEquals(await observe(".", { open }), ["resolved -5-0 oo"]);
});

Deno.test("Outages.observe() has no outage when an endpoint is optional", async () => {
  assertEquals(await observe(".xx.", {}, "http://a/#optional"), ["", "", "", ""]);
});

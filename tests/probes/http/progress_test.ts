import { assertEquals } from "@std/assert";
import { runRound } from "../../../src/check/check.ts";
import { loadProbes } from "../../../src/probes/kinds.ts";
import { parseEndpoints } from "../../../src/endpoint/parse.ts";
import { noteFreeze } from "../../../src/process/time/freeze.ts";
import { createLookUp } from "../../../src/net/names/look_up.ts";
import { SocketLimit } from "../../../src/net/sockets/limit.ts";
import { createProgressProbe } from "../../../src/probes/http/progress.ts";
import { CERTIFICATE, OK } from "../../support/reports.ts";
import { StoppedClock } from "../../support/time.ts";
import { answer, listen } from "../../servers/misbehaving.ts";

/**
 * Checks an endpoint once a minute, with a `stall` of 100 s. The pages are what its neighbour answers.
 *
 * @param between Called before each check with its index.
 */
async function verdicts(
  pages: readonly (string | null)[],
  between = (_round: number): unknown => undefined,
): Promise<string[]> {
  using clock = new StoppedClock();
  const left = [...pages];
  await using server = listen(async (conn) => {
    const page = left.shift() ?? null;
    const head = page === null ? "HTTP/1.1 500 X" : "HTTP/1.1 200 OK";
    await answer(`${head}\r\nContent-Length: ${page?.length ?? 0}\r\n\r\n${page ?? ""}`)(conn);
  });
  const url = `http://127.0.0.1:${server.port}/#progress=done_total&busy=running&stall=100s`;
  const targets = await loadProbes(await parseEndpoints([url], 5), {
    authorities: [],
    sockets: new SocketLimit(),
    lookUp: createLookUp(),
  });
  const found: string[] = [];
  for (const round of pages.keys()) {
    between(round);
    const { results: [result] } = await runRound(targets);
    found.push(result?.outcome.ok === false ? result.outcome.reason : "ok");
    clock.ms += 60_000;
  }
  return found;
}

function page(done: number, running: number): string {
  return `done_total ${done}\nrunning ${running}\n`;
}

Deno.test("createProgressProbe() fails when a busy neighbour makes no progress for `stall`", async () => {
  assertEquals(await verdicts([page(7, 3), page(7, 2), page(7, 3), page(7, 4)]), [
    "ok",
    "ok",
    "no progress of done_total for 120 s while running is 3 (status 200)",
    "no progress of done_total for 180 s while running is 4 (status 200)",
  ]);
});

Deno.test("createProgressProbe() starts anew when this process was frozen between two checks", async () => {
  const pages = Array.from({ length: 5 }, () => page(7, 3));
  assertEquals(await verdicts(pages, (round) => round === 2 && noteFreeze()), [
    "ok",
    "ok",
    "ok",
    "ok",
    "no progress of done_total for 120 s while running is 3 (status 200)",
  ]);
});

Deno.test("createProgressProbe() succeeds when the counter rises, falls, or nothing runs", async () => {
  const pages = [page(7, 3), page(8, 3), page(8, 3), page(2, 3), page(2, 0), page(2, 1)];
  assertEquals(await verdicts(pages), pages.map(() => "ok"));
});

Deno.test("createProgressProbe() starts anew when a check could not read the page", async () => {
  const pages = [page(7, 3), page(7, 3), null, page(7, 3), page(7, 3)];
  assertEquals(await verdicts(pages), ["ok", "ok", "status 500", "ok", "ok"]);
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
  assertEquals(await probe(signal), found);
  ms = 1000;
  const { ok, certificate } = await probe(signal);
  assertEquals({ ok, certificate }, { ok: false, certificate: CERTIFICATE });
});

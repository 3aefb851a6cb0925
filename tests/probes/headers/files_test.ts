import { assertEquals } from "@std/assert";
import { runRound } from "../../../src/check/check.ts";
import { loadProbes } from "../../../src/probes/kinds.ts";
import { parseEndpoints } from "../../../src/endpoint/parse.ts";
import { createBlockingLimit } from "../../../src/net/blocking_limit.ts";
import { FileReads } from "../../../src/net/files/reads.ts";
import { createLookUp } from "../../../src/net/names/look_up.ts";
import { SocketLimit } from "../../../src/net/sockets/limit.ts";
import { answer, head, listen } from "../../servers/misbehaving.ts";

Deno.test("runRound() gives the right result for each endpoint when the files of 40 others hang", async () => {
  await using server = listen(answer(head("HTTP/1.1 200 OK")));
  const blocking = createBlockingLimit();
  const files = new FileReads(
    blocking,
    (path) =>
      path.startsWith("/hangs/") ? new Promise(() => {}) : Promise.resolve(new Uint8Array()),
  );
  const lookUp = createLookUp({ blocking, system: () => Promise.resolve(["127.0.0.1"]) });
  const hanging = Array.from(
    { length: 40 },
    (_, i) => `http://127.0.0.1:${server.port}/#timeout=200ms&header-file=X:/hangs/${i}`,
  );
  const endpoints = await parseEndpoints([
    ...hanging,
    `http://named.test:${server.port}/#name=named`,
    `http://named.test:${server.port}/#name=named-optional&optional`,
    `http://127.0.0.1:${server.port}/#name=file&body-file=/volume/body&method=POST`,
  ], 5);
  const sockets = new SocketLimit();
  const targets = await loadProbes(endpoints, { authorities: [], sockets, lookUp, files });
  // In the second round, the reads of the first still hang.
  for (const _ of [1, 2]) {
    const { results } = await runRound(targets);
    const found = results.map(({ outcome }) => outcome.ok ? "ok" : outcome.reason);
    assertEquals(found, [
      ...hanging.map((_, i) => `timed out after 0.2 s: waited to read /hangs/${i}`),
      ...["ok", "ok", "ok"],
    ]);
  }
});

import { assertEquals, assertThrows } from "@std/assert";
import { parseWrk, wrkCommand } from "../../bench/support/wrk.ts";

const OUTPUT = `Running 1s test @ http://127.0.0.1:8081/all
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.21ms  301.00us   6.04ms   93.49%
  7204 requests in 1.10s, 1.52MB read
  Non-2xx or 3xx responses: 204
Requests/sec:   6549.45
Transfer/sec:      1.38MB
right 7000 of 7204 in 1099935 us, p99 6040 us
`;

Deno.test("parseWrk() returns the counts of the script when wrk has printed them", () => {
  assertEquals(parseWrk(OUTPUT), { right: 7000, all: 7204, seconds: 1.099935, p99Ms: 6.04 });
});

Deno.test("parseWrk() throws what wrk printed when there are no counts", () => {
  const output = "unable to connect to 127.0.0.1:1 Connection refused\n";
  assertThrows(() => parseWrk(output), Error, "wrk must count, got unable to connect");
});

Deno.test("wrkCommand() passes the right answer to a script that exists when it is run", () => {
  const right = { status: 503, text: "All: Health check failed" };
  const url = "http://127.0.0.1:8081/all";
  const words = wrkCommand({ url, connections: 16, seconds: 2, right });
  assertEquals(words.slice(0, 5), ["wrk", "-t1", "-c16", "-d2s", "-s"]);
  assertEquals(words.slice(6), [url, "--", "503", "All: Health check failed"]);
  assertEquals(Deno.statSync(words[5] ?? "").isFile, true);
});

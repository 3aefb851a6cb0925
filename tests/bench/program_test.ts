import { assertEquals, assertThrows } from "@std/assert";
import {
  floorProgram,
  isExporter,
  parseProgram,
  takesPart,
  targetOf,
} from "../../bench/peers/program.ts";
import { goalOf, rightOf, type Scenario, SCENARIOS, urlsOf } from "../../bench/peers/scenarios.ts";
import { filled } from "../../bench/support/listening.ts";
import { compiledFlags } from "../../bench/support/compiled_flags.ts";

const GO = parseProgram("good=/opt/peer {port} 5 {urls}");
const EXPORTER = parseProgram("blackbox=exporter --web.listen-address=127.0.0.1:{port}");

function scenario(change: Partial<Scenario>): Scenario {
  const one = { endpoints: 1, speech: "http", host: "localhost", clients: 1 } as const;
  const base = { ...one, down: false, path: "/all", goal: 2, floorGoal: 0.85 } as const;
  return { name: "test", ...base, ...change };
}

Deno.test("parseProgram() returns a name and a command when both are given", () => {
  assertEquals([GO.name, GO.shown, GO.ours], ["good", "peer {port} 5 {urls}", false]);
  assertEquals([isExporter(GO), isExporter(EXPORTER)], [false, true]);
  assertEquals(
    filled(GO.words, { port: 81, urls: ["http://a", "http://b"] }).join(" "),
    "/opt/peer 81 5 http://a http://b",
  );
});

Deno.test("parseProgram() throws when the name or {port} is missing", () => {
  for (const text of ["peer {port}", "go=peer {urls}", "=peer {port}"]) {
    assertThrows(() => parseProgram(text), Error, `NAME=COMMAND with {port}, got ${text}`);
  }
});

Deno.test("floorProgram() has the flags of V8 when they are compiled in", () => {
  const flags = compiledFlags().filter((flag) => flag.startsWith("--v8-flags="));
  assertEquals(flags.length, 1);
  assertEquals(floorProgram().words.filter((word) => word.startsWith("--v8-flags=")), flags);
});

Deno.test("takesPart() leaves blackbox_exporter out when a scenario has more than one endpoint", () => {
  const part = SCENARIOS.map((scenario) => takesPart(EXPORTER, scenario));
  assertEquals(part.slice(0, 7), [true, false, false, true, false, true, true]);
  assertEquals(SCENARIOS.every((scenario) => takesPart(GO, scenario)), true);
});

Deno.test("takesPart() leaves all but good out when the endpoint does not speak plain HTTP", () => {
  for (const speech of ["https", "https, own CA", "grpc", "metric"] as const) {
    const part = [GO, floorProgram(), EXPORTER].map((it) => takesPart(it, scenario({ speech })));
    assertEquals(part, [true, false, false], speech);
  }
});

Deno.test("urlsOf() returns the endpoints of each kind when a scenario is given", () => {
  const upstream = { http: 80, https: 443, grpc: 50, ca: "/ca.pem" };
  const urls = SCENARIOS.filter(({ endpoints }) => endpoints < 10).map((it) =>
    urlsOf(it, upstream)
  );
  assertEquals(urls, [
    ["http://localhost:80/e0"],
    ["http://localhost:80/e0", "http://localhost:80/e1"],
    ["http://localhost:80/e0"],
    ["http://localhost:80/e0"],
    ["http://localhost:1/e0"],
    ["http://127.0.0.1:1/e0"],
    ["https://localhost:443/#insecure"],
    ["https://localhost:443/#ca=/ca.pem"],
    ["grpc://localhost:50"],
    ["http://localhost:80/metrics#metric=jobs_done_total>0"],
  ]);
});

Deno.test("targetOf() names the endpoint when the program is blackbox_exporter", () => {
  const urls = ["http://localhost:80/e0"];
  assertEquals(targetOf(GO, scenario({}), urls), "/all");
  assertEquals(
    targetOf(EXPORTER, scenario({}), urls),
    "/probe?module=http_2xx&target=http%3A%2F%2Flocalhost%3A80%2Fe0",
  );
});

Deno.test("rightOf() expects the failure when the endpoint is down", () => {
  assertEquals(rightOf(scenario({}), false), { status: 200, text: "All: Ready 200" });
  const failed = { status: 503, text: "All: Health check failed" };
  assertEquals(rightOf(scenario({ down: true }), false), failed);
  assertEquals(rightOf(scenario({}), true), { status: 200, text: "probe_success 1" });
  assertEquals(rightOf(scenario({ down: true }), true), { status: 200, text: "probe_success 0" });
  const self = { status: 200, text: "Self: Ready 200" };
  assertEquals(rightOf(scenario({ path: "/self" }), false), self);
});

Deno.test("goalOf() depends on the other program when a scenario is given", () => {
  const goals = ["good", "floor", "blackbox"].map((other) => goalOf(scenario({}), other));
  assertEquals(goals, [2, 0.85, 1]);
});

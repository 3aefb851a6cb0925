import { assertEquals, assertThrows } from "@std/assert";
import {
  floorProgram,
  isExporter,
  parseProgram,
  takesPart,
  targetOf,
} from "../../bench/peers/program.ts";
import { goalOf, rightOf, type Scenario, SCENARIOS } from "../../bench/peers/scenarios.ts";
import { filled } from "../../bench/support/listening.ts";
import { compiledFlags } from "../../bench/support/compiled_flags.ts";

const GO = parseProgram("go=/opt/peer {port} 5 {urls}");
const EXPORTER = parseProgram("blackbox=exporter --web.listen-address=127.0.0.1:{port}");

function scenario(change: Partial<Scenario>): Scenario {
  const base = { endpoints: 1, down: false, path: "/all", clients: 1, goal: 2 } as const;
  return { name: "test", ...base, ...change };
}

Deno.test("parseProgram() returns a name and a command when both are given", () => {
  assertEquals([GO.name, GO.shown, GO.ours], ["go", "peer {port} 5 {urls}", false]);
  assertEquals([isExporter(GO), isExporter(EXPORTER)], [false, true]);
  assertEquals(
    filled(GO.words, 81, ["http://a", "http://b"]).join(" "),
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
  assertEquals(part, [true, false, false, true, false, true]);
  assertEquals(SCENARIOS.every((scenario) => takesPart(GO, scenario)), true);
});

Deno.test("takesPart() leaves the floor out when the endpoint is down, which it does not judge", () => {
  const part = SCENARIOS.map((scenario) => takesPart(floorProgram(), scenario));
  assertEquals(part, [true, true, true, true, true, false]);
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
  const goals = ["go", "floor", "blackbox"].map((other) => goalOf(scenario({}), other));
  assertEquals(goals, [2, 0.85, 1]);
});

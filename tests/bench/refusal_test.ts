import { assertEquals, assertThrows } from "@std/assert";
import { Process } from "../../bench/support/process.ts";

const BENCH = new URL("../../bench/", import.meta.url).pathname;

for (
  const [script, args, env, line] of [
    [
      "peers.ts",
      ["--rounds", "0"],
      {},
      "cannot measure: --rounds must be a whole number from 1, got 0",
    ],
    [
      "peers.ts",
      ["--help"],
      {},
      "cannot compare: an option must be --rounds, --seconds, --upstream or --json, got --help",
    ],
    [
      "peers.ts",
      ["peer"],
      {},
      "cannot compare: a program must be NAME=COMMAND with {port}, got peer",
    ],
    [
      "peers.ts",
      ["--json", "/no/results.json"],
      {},
      "cannot measure: --json must be a file that can be written, got /no/results.json",
    ],
    [
      "main.ts",
      [],
      { BENCH_RUNS: "x" },
      "cannot measure: BENCH_RUNS must be a whole number from 1, got x",
    ],
    [
      "main.ts",
      [],
      { HEALTHCHECK_BIN: "/no/binary" },
      "cannot measure: HEALTHCHECK_BIN must be a file, got /no/binary",
    ],
  ] as readonly (readonly [string, string[], Record<string, string>, string])[]
) {
  Deno.test(`bench/${script} writes one line and fails when it is given ${[...args, ...Object.keys(env)].join(" ")}`, async () => {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", BENCH + script, ...args],
      env: { ...env, NO_COLOR: "1" },
      stdout: "null",
    }).output();
    assertEquals([code, new TextDecoder().decode(stderr)], [2, `${line}\n`]);
  });
}

Deno.test("Process throws what must be in PATH when there is no such command", () => {
  assertThrows(() => new Process(["no-such-peer"]), Error, "measure: no-such-peer must be in PATH");
});

import { assertEquals, assertThrows } from "@std/assert";
import { parseNumbers, SEED } from "./arguments.ts";

const OPTIONS = { seed: SEED, hours: { default: 24 }, lives: { default: 1, from: 1 } };
const TESTS = new URL("../../", import.meta.url).pathname;
const RUN = ["run", "--quiet", "--no-check", "--allow-all", "--lock", `${TESTS}deno.lock`];

Deno.test("parseNumbers() returns the numbers and the other arguments when they suit", () => {
  const words = ["a", "--seed", "0", "--hours=0.5", "b"];
  assertEquals(parseNumbers(words, OPTIONS), {
    numbers: { seed: 0, hours: 0.5, lives: 1 },
    paths: ["a", "b"],
  });
  const seed = 2 ** 31 - 1;
  assertEquals(parseNumbers(["--seed", `${seed}`], OPTIONS).numbers.seed, seed);
  assertEquals(parseNumbers([], OPTIONS).numbers, { seed: SEED.default, hours: 24, lives: 1 });
});

for (
  const [words, message] of [
    [["--hours", "abc"], "--hours must be a number above 0, got abc"],
    [["--hours", "0"], "--hours must be a number above 0, got 0"],
    [["--hours", "1e3"], "--hours must be a number above 0, got 1e3"],
    [["--hours"], "--hours must be a number above 0, got nothing"],
    [["--hours", "--seed", "1"], "--hours must be a number above 0, got nothing"],
    [["--seed", "-1"], "--seed must be a whole number from 0 to 2147483647, got -1"],
    [
      ["--seed", "2147483648"],
      "--seed must be a whole number from 0 to 2147483647, got 2147483648",
    ],
    [["--seed="], "--seed must be a whole number from 0 to 2147483647, got nothing"],
    [["--lives", "0"], "--lives must be a whole number from 1 to 2147483647, got 0"],
    [["--lives", "1.5"], "--lives must be a whole number from 1 to 2147483647, got 1.5"],
    [["--sede", "1"], "an option must be --seed or --hours or --lives, got --sede"],
    [["-h"], "an option must be --seed or --hours or --lives, got -h"],
  ] as const
) {
  Deno.test(`parseNumbers() throws when it is given ${words.join(" ")}`, () => {
    assertThrows(() => parseNumbers(words, OPTIONS), RangeError, message);
  });
}

/** Runs the main.ts of a folder of tests/. */
async function run(folder: string, args: readonly string[]): Promise<[number, string, string]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...RUN, `${TESTS}${folder}/main.ts`, ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return [code, decoder.decode(stdout), decoder.decode(stderr)];
}

for (
  const [folder, args, line] of [
    ["torture", ["--seconds", "0"], "torture: --seconds must be a number above 0, got 0"],
    ["simulate", ["--hours", "abc"], "simulate: --hours must be a number above 0, got abc"],
    ["simulate", ["5"], "simulate: every argument must be an option, got 5"],
    [
      "soak",
      ["--minutes", "1"],
      "soak: --minutes must be a whole number from 10 to 2147483647, got 1",
    ],
    [
      "mutants",
      ["src/net", "README.md"],
      "mutate: PATH must be a file or a folder of src/ with sources, got README.md",
    ],
  ] as const
) {
  Deno.test(`tests/${folder}/main.ts writes one line and fails when it is given ${args.join(" ")}`, async () => {
    assertEquals(await run(folder, args), [2, "", `cannot ${line}\n`]);
  });
}

for (const folder of ["torture", "simulate", "soak", "mutants"]) {
  Deno.test(`tests/${folder}/main.ts prints its usage when it is given --help`, async () => {
    const [code, stdout, stderr] = await run(folder, ["--help"]);
    assertEquals([code, /^Usage: deno task \w+ \[.+\n$/.test(stdout), stderr], [0, true, ""]);
  });
}

import { assertEquals } from "@std/assert";
import { compareDecimals, parseDecimal } from "../../src/probes/decimal.ts";

function compare(a: string, b: string): number {
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  if (left === undefined || right === undefined) throw new TypeError("no decimal");
  return Math.sign(compareDecimals(left, right));
}

/** Numbers in ascending order; those of one row are equal. */
const ASCENDING: readonly (readonly string[])[] = [
  ["-1e500"],
  ["-1e400"],
  ["-12345678901234567891"],
  ["-12345678901234567890", "-1234567890123456789e1"],
  ["-1.5e3", "-1500", "-15E+2"],
  ["-1"],
  ["-0.1", "-1e-1"],
  ["-1e-400"],
  ["0", "-0", "0.0", "0e5", "-0.00e-7", `0e${"9".repeat(2000)}`],
  ["1e-500"],
  ["1e-400", `0.${"0".repeat(399)}1`],
  ["0.1", "0.10", "1e-1", "100e-3"],
  ["0.30000000000000004"],
  ["0.300000000000000040000000000000000000000001"],
  ["1", "1.0", "10e-1", "0.1e1", "1e0", "1e-0", "1e00"],
  ["3", "3.000", "0.0003e4"],
  ["9"],
  ["10", "1e1", "1.0E1"],
  ["9007199254740992"],
  ["9007199254740993"],
  ["999999999999999999999"],
  ["1e21", "1000000000000000000000", "1E+21", "0.001e24"],
  ["1e400", `1${"0".repeat(400)}`],
  ["1e500"],
  ["1e9999999999999999999", "10e9999999999999999998"],
  ["1e10000000000000000000"],
  [`1e${"9".repeat(1000)}`],
];

Deno.test("compareDecimals() orders numbers by their value when given every pair of a list", () => {
  for (const [i, row] of ASCENDING.entries()) {
    for (const [j, other] of ASCENDING.entries()) {
      for (const a of row) {
        for (const b of other) {
          const names = `${a.slice(0, 40)} and ${b.slice(0, 40)}`;
          assertEquals(compare(a, b), Math.sign(i - j), names);
        }
      }
    }
  }
});

Deno.test("parseDecimal() returns undefined when the exponent is longer than 1,000 characters", () => {
  assertEquals(parseDecimal(`1e${"9".repeat(1001)}`), undefined);
});

Deno.test("parseDecimal() takes time in proportion when it has a million digits", () => {
  // Not one of them may be tried again for each of the others.
  for (const source of [`1${"0".repeat(1e6)}1`, `0.${"0".repeat(1e6)}1`, `1e${"9".repeat(1e6)}`]) {
    const startMs = performance.now();
    parseDecimal(source);
    assertEquals(performance.now() - startMs < 1000, true);
  }
});

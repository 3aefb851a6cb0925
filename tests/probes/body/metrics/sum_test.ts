import { assertEquals } from "@std/assert";
import { Sum } from "../../../../src/probes/body/metrics/sum.ts";

for (
  const [values, expected] of [
    [[1e16, 1, 1, 1], 10_000_000_000_000_004],
    [[1, 1, 1, 1e16], 10_000_000_000_000_004],
    [[1e100, 1, -1e100], 1],
    [[-1e100, 1, 1e100], 1],
    [[1, 1e100, -1e100], 1],
  ] as const
) {
  Deno.test(`Sum.value keeps what rounding loses when the values are ${values}`, () => {
    const sum = new Sum();
    for (const value of values) sum.add(value);
    assertEquals(sum.value, expected);
  });
}

import { assertEquals } from "@std/assert";
import { amountRead } from "../../../../src/probes/body/text/amount_read.ts";

const MIB = 1024 * 1024;

for (
  const [length, max, expected] of [
    [0, MIB, "0 bytes"],
    [1, MIB, "1 byte"],
    [1023, MIB, "1023 bytes"],
    [1024, MIB, "1 KiB"],
    [MIB - 1, MIB, "1023.9 KiB"],
    [MIB, MIB, "the first 1 MiB"],
    [9000, 8192, "the first 8 KiB"],
  ] as const
) {
  Deno.test(`amountRead() returns ${expected} when ${length} of ${max} bytes were read`, () => {
    assertEquals(amountRead(length, max), expected);
  });
}

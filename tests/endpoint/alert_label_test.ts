import { assertEquals } from "@std/assert";
import { addAlertLabel } from "../../src/endpoint/alert_label.ts";

for (
  const [text, expected] of [
    ["severity=page", { team: "ml", severity: "page" }],
    ["a_1=x=y z", { team: "ml", a_1: "x=y z" }],
    ["team=web", undefined],
    ["pod=x", undefined],
    ["alertname=x", undefined],
    ["__meta=x", undefined],
    ["1a=x", undefined],
    ["a-b=x", undefined],
    ["a=", undefined],
    ["a", undefined],
    ["=x", undefined],
    ["a=x\ny", undefined],
    ["a=x\u0000", undefined],
  ] as const
) {
  Deno.test(`addAlertLabel() returns ${JSON.stringify(expected)} when the text is ${JSON.stringify(text)}`, () => {
    assertEquals(addAlertLabel(text, { team: "ml" }), expected);
  });
}

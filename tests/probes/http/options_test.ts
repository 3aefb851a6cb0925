import { assertEquals, assertRejects } from "@std/assert";
import type { Endpoint } from "../../../src/check/endpoint.ts";
import { parseEndpoint } from "../../../src/endpoint/parse.ts";
import { ArgumentError } from "../../../src/process/argument_error.ts";

function parse(options: string): Promise<Endpoint> {
  return parseEndpoint(`http://a/#${options}`, { label: "endpoint", timeout: 5 });
}

for (
  const [options, message] of [
    ["each=engine", "option each must be given together with metric or progress"],
    ["each=engine&json=a<1", "option each must be given together with metric or progress"],
    [
      "if-missing=0",
      "option if-missing must be given together with metric, progress or a comparison of json",
    ],
    [
      "if-missing=0&json=a:1",
      "option if-missing must be given together with metric, progress or a comparison of json",
    ],
  ] as const
) {
  Deno.test(`HTTP_OPTIONS refuses ${options} when nothing is judged by it`, async () => {
    await assertRejects(() => parse(options), ArgumentError, message);
  });
}

for (
  const [options, message] of [
    ["progress=a", 'progress, busy and stall must be given together, got "progress"'],
    ["busy=b&stall=9", 'progress, busy and stall must be given together, got "busy and stall"'],
    [
      "progress=a&busy=b&stall=9&every=5",
      'every must not be combined with progress, which needs every check, got "progress"',
    ],
  ] as const
) {
  Deno.test(`HTTP_OPTIONS refuses ${options} when it does not suffice to judge progress`, async () => {
    await assertRejects(() => parse(options), ArgumentError, message);
  });
}

for (
  const options of [
    "metric=a<1&each=engine",
    "progress=a&busy=b&stall=9&each=engine",
    "metric=a<1&if-missing=0",
    "progress=a&busy=b&stall=9&if-missing=0",
    "json=a<1&if-missing=0",
  ]
) {
  Deno.test(`HTTP_OPTIONS accepts ${options} when something is judged by it`, async () => {
    assertEquals((await parse(options)).shownUrl, "http://a/");
  });
}

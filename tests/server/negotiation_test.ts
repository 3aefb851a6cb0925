import { assertEquals, assertInstanceOf } from "@std/assert";
import { METRICS_FORMATS } from "../../src/exposition/exposition.ts";
import { chooseFormat } from "../../src/server/response.ts";

const TEXT = "text/plain";
const JSON = "application/json";
const HEALTH = "application/health+json";
const HTML = "text/html";

const FORMATS = new Map(
  [TEXT, JSON, HEALTH, HTML].map((contentType) => [contentType, {
    load: () => Promise.resolve({ contentType }),
  }]),
);

for (
  const [accept, expected] of [
    // Absent, any, none of them.
    [undefined, TEXT],
    ["*/*", TEXT],
    ["", TEXT],
    ["image/png", TEXT],
    ["image/*", TEXT],
    // Weights, with the white space that the grammar allows.
    ["text/plain;q=0.4, application/json;q=0.5", JSON],
    ["text/plain; q=0.4, application/json; q=0.5", JSON],
    ["text/plain ;\tq=0.4 ,application/json\t; q=0.5 ", JSON],
    ["text/plain;Q=0.4,application/json;Q=0.5", JSON],
    ["application/json;q=0.9, application/health+json", HEALTH],
    ["application/json;q=0.001, text/html;q=0.002", HTML],
    ["text/html;q=.2, application/json;q=.3", JSON],
    ["text/html;q=1., application/json;q=0.9", HTML],
    ["text/html;q=1.000, application/json;q=2", JSON],
    // Not acceptable.
    ["application/json; q=0", TEXT],
    ["application/json;q=0.000", TEXT],
    ["*/*;q=0", TEXT],
    ["text/plain;q=0", TEXT],
    ["text/plain;q=0, */*", JSON],
    ["text/*;q=0, */*;q=0.1", JSON],
    ["application/json;q=0, application/*", HEALTH],
    ["*/*;q=0, text/html;q=0.1", HTML],
    // The most specific range decides.
    ["text/*", TEXT],
    ["application/*", JSON],
    ["text/*;q=0.9, text/plain;q=0.1, application/json;q=0.5", HTML],
    ["*/*;q=0.9, text/plain;q=0.1, application/json;q=0.2", HEALTH],
    ["*/*, application/json", JSON],
    ["*/*;q=0.8, application/xml;q=0.9, text/html", HTML],
    // Of equal weight and rank, the first in the table.
    ["text/html, application/json", JSON],
    ["application/json, text/plain, */*", TEXT],
    // Duplicates: the highest weight.
    ["application/json;q=0, application/json", JSON],
    ["application/json, text/html;q=0.5, application/json;q=0.1", JSON],
    // Case, parameters, quoted strings.
    ["APPLICATION/Json", JSON],
    ["application/json; charset=utf-8", JSON],
    ["application/json;charset=utf-8;q=0.1, text/html;q=0.2", HTML],
    ['application/json;a="b, text/html";q=0.1, application/health+json;q=0.2', HEALTH],
    ['application/json;a="\\", text/html;q=1";q=0.5', JSON],
    ['application/json;a=";q=0"', JSON],
    ["application/json;q=0.5;q=0", JSON],
    // What browsers send.
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML],
    [
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng," +
      "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
      HTML,
    ],
    // What Java's HttpURLConnection sends.
    ["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", HTML],
    // Garbage.
    ["application/json;q=x", TEXT],
    ["application/json;q=", JSON],
    ["application/json;q=-1", TEXT],
    ["application/json;q=0.5x, text/html;q=0.1", JSON],
    ["text/plain; q = 0.4, application/json; q = 0.5", TEXT],
    ["application/json;", JSON],
    ["application/json;;=;", JSON],
    ["application", TEXT],
    ["application/", TEXT],
    ["/json", TEXT],
    ["a/b/c", TEXT],
    [',, ;,"', TEXT],
    ['"application/json', TEXT],
    ["__proto__, constructor/prototype", TEXT],
    // 64 KiB of one thing.
    [",".repeat(65_536) + JSON, JSON],
    ["a/b,".repeat(16_384) + JSON, JSON],
    [";".repeat(65_536), TEXT],
    ['"\\'.repeat(32_768), TEXT],
    ["application/json;q=" + "1".repeat(65_536) + "x", JSON],
    ["application/json;q=" + " ".repeat(65_536) + "1", JSON],
  ] as const
) {
  Deno.test(`chooseFormat() chooses ${expected} when Accept is ${accept?.slice(0, 72)}`, async () => {
    const { contentType } = await chooseFormat(FORMATS, accept);
    assertEquals(contentType, expected);
  });
}

Deno.test("chooseFormat() returns no promise when the renderer needs no loading", async () => {
  const text = { contentType: TEXT };
  const formats = new Map([
    [TEXT, { load: (): typeof text | Promise<typeof text> => text }],
    [JSON, { load: (): Promise<typeof text> => Promise.resolve(text) }],
  ]);
  for (const accept of [undefined, "*/*", "text/*;q=0.5"]) {
    assertEquals(chooseFormat(formats, accept), text);
  }
  assertInstanceOf(chooseFormat(formats, JSON), Promise);
  await chooseFormat(formats, JSON);
});

for (
  const [accept, expected] of [
    [undefined, "text/plain"],
    ["*/*", "text/plain"],
    ["text/plain;version=0.0.4", "text/plain"],
    ["text/plain;version=0.0.4;q=0.5, application/openmetrics-text;q=0.4", "text/plain"],
    ["application/openmetrics-text", "application/openmetrics-text"],
    ["application/openmetrics-text; version=1.0.0; charset=utf-8", "application/openmetrics-text"],
    // What Prometheus 2 and 3 send, without protobuf and with it.
    [
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;" +
      "q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
      "application/openmetrics-text",
    ],
    [
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6," +
      "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;" +
      "escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
      "application/openmetrics-text",
    ],
    [
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;" +
      "encoding=delimited;q=0.7,application/openmetrics-text;version=1.0.0;" +
      "escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
      "application/openmetrics-text",
    ],
  ] as const
) {
  Deno.test(`chooseFormat() chooses ${expected} of the metrics when Accept is ${accept}`, async () => {
    const { contentType } = await chooseFormat(METRICS_FORMATS, accept);
    assertEquals(contentType.split(";")[0], expected);
  });
}

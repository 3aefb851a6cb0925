import { assert, assertEquals } from "@std/assert";
import { chooseFormat } from "../../src/server/negotiation.ts";

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
    // Weights, with the white space that the grammar allows, and more.
    ["text/plain;q=0.4, application/json;q=0.5", JSON],
    ["text/plain; q=0.4, application/json; q=0.5", JSON],
    ["text/plain ;\tq=0.4 ,application/json\t; q=0.5 ", JSON],
    ["text/plain; q = 0.4, application/json; q = 0.5", JSON],
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
    // What Java's HttpURLConnection sends.
    ["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", HTML],
    // Garbage.
    ["application/json;q=x", TEXT],
    ["application/json;q=", TEXT],
    ["application/json;q=-1", TEXT],
    ["application/json;q=0.5x, text/html;q=0.1", HTML],
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
    ["application/json;q=" + "1".repeat(65_536) + "x", TEXT],
    ["application/json;q=" + " ".repeat(65_536) + "1", JSON],
  ] as const
) {
  Deno.test(`chooseFormat() chooses ${expected} when Accept is ${accept?.slice(0, 72)}`, async () => {
    const { contentType } = await chooseFormat(FORMATS, accept);
    assertEquals(contentType, expected);
  });
}

Deno.test("chooseFormat() returns no promise when the field has chosen before", async () => {
  const formats = new Map([[TEXT, { load: () => Promise.resolve({ contentType: TEXT }) }]]);
  assert(chooseFormat(formats, "text/*") instanceof Promise);
  await chooseFormat(formats, "text/*");
  assertEquals(chooseFormat(formats, "text/*"), { contentType: TEXT });
});

Deno.test("chooseFormat() keeps no choice when the fields are many or long", async () => {
  const formats = new Map([[TEXT, { load: () => Promise.resolve({ contentType: TEXT }) }]]);
  const long = `text/plain${" ".repeat(300)}`;
  await chooseFormat(formats, long);
  assert(chooseFormat(formats, long) instanceof Promise);
  const isKept = [];
  for (let i = 0; i < 100; i++) {
    await chooseFormat(formats, `text/${i}`);
    isKept.push(!(chooseFormat(formats, `text/${i}`) instanceof Promise));
  }
  assertEquals([isKept.at(0), isKept.at(-1)], [true, false]);
});

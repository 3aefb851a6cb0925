import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { chooseFormat } from "../../src/server/response.ts";

const TYPES = ["text/plain", "application/json", "application/health+json", "text/html"];
const FORMATS = new Map(
  TYPES.map((
    contentType,
  ) => [contentType, { load: (): { contentType: string } => ({ contentType }) }]),
);

/** An element of `Accept`: what it means, and how it is written. */
interface Element {
  readonly range: string;
  /** The weight; 1 where none is written. */
  readonly quality: number;
  readonly text: string;
}

/** Optional white space (RFC 9110, section 5.6.3). */
const OWS = fc.constantFrom("", "", " ", "\t", "  ");
const QUOTED = fc.stringMatching(/^"(?:[\t !#-\[\]-~]|\\[\t !-~])*"$/);
const TOKEN = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,6}$/);
/** A parameter that is no weight: a name, or none between two semicolons. */
const PARAMETER = fc.oneof(
  fc.constant(""),
  fc.constantFrom("charset=utf-8", "version=1.0.0", 'a="b, text/html"', 'a="\\", text/html;q=1"'),
  fc.tuple(TOKEN, fc.oneof(TOKEN, QUOTED)).filter(([name]) => name.toLowerCase() !== "q")
    .map((parts) => parts.join("=")),
);
/** A weight (section 12.4.2). */
const WEIGHT = fc.tuple(
  fc.constantFrom("q", "Q"),
  fc.stringMatching(/^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/),
);
const RANGE = fc.constantFrom(
  ...[...TYPES, ...TYPES, "*/*", "text/*", "application/*", "image/*", "image/png", "text/htm"],
);
const CASE = fc.constantFrom("toLowerCase", "toUpperCase", "trim");

const ELEMENT = fc.record({
  range: RANGE,
  inCase: CASE,
  before: fc.array(PARAMETER, { maxLength: 2 }),
  weight: fc.option(WEIGHT, { nil: undefined }),
  after: fc.array(PARAMETER, { maxLength: 1 }),
  spaces: fc.tuple(OWS, OWS, OWS),
}).map(({ range, inCase, before, weight, after, spaces: [left, right, end] }): Element => {
  const parameters = [...before, ...weight === undefined ? [] : [weight.join("="), ...after]];
  const text = [range[inCase](), ...parameters].join(`${left};${right}`);
  return { range, quality: Number(weight?.[1] ?? 1), text: `${left}${text}${end}` };
});

/** How exactly a range names a type: 0 if it does not. */
function precision(range: string, type: string): number {
  if (range === type) return 3;
  if (range === `${type.split("/")[0]}/*`) return 2;
  return range === "*/*" ? 1 : 0;
}

/** A second reading of section 12.5.1: the most precise range that matches a type has its weight. */
function preferred(elements: readonly Element[]): string {
  let [best, bestQuality, bestPrecision] = [TYPES[0] ?? "", 0, 0];
  for (const type of TYPES) {
    const most = Math.max(...elements.map(({ range }) => precision(range, type)), 0);
    const own = elements.filter(({ range }) => most > 0 && precision(range, type) === most);
    const quality = Math.max(...own.map(({ quality }) => quality), 0);
    if (quality < bestQuality || quality === 0) continue;
    if (quality === bestQuality && most <= bestPrecision) continue;
    [best, bestQuality, bestPrecision] = [type, quality, most];
  }
  return best;
}

async function chosen(accept: string): Promise<string> {
  return (await chooseFormat(FORMATS, accept)).contentType;
}

Deno.test("chooseFormat() chooses what a second reading of RFC 9110 prefers when Accept is valid", async () => {
  // A list may have empty elements (section 5.6.1).
  const list = fc.array(fc.oneof({ weight: 6, arbitrary: ELEMENT }, OWS), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(list, async (list) => {
      const accept = list.map((one) => typeof one === "string" ? one : one.text).join(",");
      const expected = preferred(list.filter((one) => typeof one !== "string"));
      assertEquals(await chosen(accept), expected, accept);
    }),
    { numRuns: 500 },
  );
});

Deno.test("chooseFormat() chooses a format of the table when Accept is any text", async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...TYPES,
      "*",
      "/",
      ";",
      ",",
      "q=",
      '"',
      "\\",
      "=",
      " ",
      "\t",
      "0.5",
      "-1",
      "q=x",
    ),
    fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
  );
  // What no server lets pass.
  const accept = fc.array(piece, { maxLength: 30 }).map((pieces) =>
    pieces.join("").replaceAll(/[\r\n]/g, "")
  );
  await fc.assert(
    fc.asyncProperty(accept, async (accept) => {
      const contentType = await chosen(accept);
      assert(TYPES.includes(contentType), contentType);
    }),
    { numRuns: 500 },
  );
});

Deno.test("chooseFormat() chooses the format of the name when there is one, whatever Accept is", async () => {
  const formats = new Map(TYPES.map((contentType, index) => [contentType, {
    name: `format${index}`,
    load: (): { contentType: string } => ({ contentType }),
  }]));
  const accept = fc.array(ELEMENT).map((elements) => elements.map(({ text }) => text).join());
  await fc.assert(fc.asyncProperty(accept, fc.nat(3), async (accept, index) => {
    const { contentType } = await chooseFormat(formats, accept, `format${index}`);
    assertEquals(contentType, TYPES[index]);
  }));
});

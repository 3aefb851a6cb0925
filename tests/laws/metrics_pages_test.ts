import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { MetricsPage, type PageReading } from "../../src/probes/body/metrics/page.ts";
import type { MetricSelector } from "../../src/probes/body/metrics/selector.ts";
import type { Label } from "../../src/probes/body/metrics/series.ts";
import { mutatedText } from "./mutated.ts";
import { readNumber, readSeries } from "./second_reader.ts";
import { BLANKS, LABELS, METRIC_NAME, writtenSeries } from "./written/series.ts";

const VLLM = Deno.readTextFileSync(new URL("../servers/vllm.prom", import.meta.url));
const NUMERIC = ["le", "quantile"];

const VALUE = fc.oneof(
  fc.integer({ min: -9, max: 9999 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom("1e3", "+2.5E-3", ".5", "7.", "NaN", "+Inf", "-Inf", "inf", "Infinity"),
  fc.constantFrom("0x1", "5#", "1_0", "+NaN"),
);
const EXTRA = fc.constantFrom(
  "",
  "",
  " 1395066363000",
  " -1.5e3",
  ' # {trace="a b"} 0.67',
  " 1 # {}",
);
const OTHER_LINE = fc.constantFrom(
  ...["", "  ", "\t", "#", "# HELP queue \\n it\\\\s", "# TYPE queue counter", "# TYPE q:9 gauge"],
  ...["# UNIT queue s", "# queue 5", "# EOF of a part", "# EOF", '{""} 1', 'queue{a="1",a="1"} 5'],
  ...['queue{a="1"b="2"} 5', "queue{,} 5", "queue"],
);
const NEWLINE = fc.constantFrom("\n", "\n", "\r\n");
const SERIES = fc.tuple(METRIC_NAME, LABELS);

/** A page, and what selects some of its series or others. */
const PAGE = fc.array(SERIES, { maxLength: 10 }).chain((all) =>
  fc.record({
    page: fc.tuple(fc.tuple(...all.map(writtenSample)), fc.array(OTHER_LINE), fc.nat(), NEWLINE)
      .map(([samples, others, at, newline]) =>
        samples.toSpliced(at % (samples.length + 1), 0, ...others).join(newline)
      ),
    selector: fc.oneof(SERIES, fc.constantFrom(...all, ["queue", []] as const)).chain(
      ([name, labels]) => fc.record({ name: fc.constant(name), labels: fc.subarray([...labels]) }),
    ),
  })
);

function writtenSample([name, labels]: readonly [string, readonly Label[]]): fc.Arbitrary<string> {
  return fc.tuple(BLANKS, writtenSeries(name, labels), VALUE, EXTRA, BLANKS)
    .map(([start, series, value, extra, end]) => `${start}${series} ${value}${extra}${end}`);
}

/** Changes that make a page malformed, or another one. */
const SIGNS = fc.constantFrom(...'{}"\\=,#_:. \t\n\r+-e19E\u00a0', "NaN", "queue", "# EOF\n");

/** What a second reading finds: the line that is wrong, or the sums by the values of a label. */
function read(
  page: string,
  { name, labels }: MetricSelector,
  each: string | undefined,
): { wrong: number } | { sums: Map<string, { sum: number; scale: number }> } {
  const sums = new Map<string, { sum: number; scale: number }>();
  let hasEnd = false;
  for (const [index, line] of page.split("\n").entries()) {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    const series = readSeries(text);
    const words = text.replace(/[ \t\r]+$/, "").split(/[ \t]+/).filter((word) => word !== "");
    if (["# EOF", "#EOF"].includes(words.join(" "))) hasEnd = true;
    if (series?.name !== name) continue;
    const { sample } = series;
    if (hasEnd || sample === undefined) return { wrong: index + 1 };
    if (!labels.every(([label, value]) => isSame(label, sample.labels.get(label) ?? "", value))) {
      continue;
    }
    const key = each === undefined ? "" : sample.labels.get(each);
    if (key === undefined || sample.value === undefined) return { wrong: index + 1 };
    const { sum, scale } = sums.get(key) ?? { sum: 0, scale: 0 };
    sums.set(key, { sum: sum + sample.value, scale: scale + Math.abs(sample.value) });
  }
  return { sums };
}

function isSame(label: string, a: string, b: string): boolean {
  const [x, y] = [a, b].map(readNumber);
  return a === b || (NUMERIC.includes(label) && x !== undefined && x === y);
}

function readingOf(
  page: string,
  selector: MetricSelector,
  { each, size }: { each: string | undefined; size: number },
): PageReading {
  const labels = each === undefined ? [] : [each];
  const reader = new MetricsPage([{ selector, option: "metric" }], {
    each: labels,
    ifMissing: false,
  });
  const bytes = new TextEncoder().encode(page);
  for (let at = 0; at < bytes.length; at += size) reader.read(bytes.subarray(at, at + size));
  return reader.end();
}

/** Asserts that both readings of a page are the same, and returns whether it has a sum. */
function assertSame(page: string, selector: MetricSelector, each?: string, size = 4096): boolean {
  const expected = read(page, selector, each);
  const found = readingOf(page, selector, { each, size });
  const reason = found.ok ? "" : found.reason;
  if ("wrong" in expected) {
    assert(reason.endsWith(` on line ${expected.wrong}`), `line ${expected.wrong}: ${reason}`);
    return false;
  }
  const sums = [...expected.sums.values()];
  if (sums.length === 0) {
    assertMatch(reason, /^metric [^"]+ (?:is missing|has no series)/);
    return false;
  }
  if (sums.some(({ sum }) => Number.isNaN(sum))) {
    assertEquals(reason, `metric ${selector.name} is NaN`);
    return false;
  }
  assertEquals(reason, "");
  const values = found.ok ? [...found.sums[0]?.values() ?? []] : [];
  assertEquals(values.length, sums.length);
  for (const [index, { sum, scale }] of sums.entries()) {
    const value = values[index] ?? NaN;
    assert(value === sum || Math.abs(value - sum) <= scale * 1e-12, `${value}, not ${sum}`);
  }
  return true;
}

const EACH = fc.constantFrom(undefined, undefined, "a");
const SIZE = fc.integer({ min: 1, max: 50 });

Deno.test("MetricsPage reads what a second reader reads when a page is written in any way and pieces", () => {
  let found = 0;
  fc.assert(
    fc.property(PAGE, EACH, SIZE, ({ page, selector }, each, size) => {
      if (assertSame(page, selector, each, size)) found++;
    }),
    { numRuns: 1000 },
  );
  assert(found > 80, `${found} of 1000 pages had a sum`);
});

Deno.test("MetricsPage reads what a second reader reads when a page is changed", () => {
  const changed = PAGE.chain(({ page, selector }) =>
    fc.record({ page: mutatedText(page, SIGNS), selector: fc.constant(selector) })
  );
  fc.assert(
    fc.property(changed, EACH, SIZE, ({ page, selector }, each, size) => {
      assertSame(page, selector, each, size);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("MetricsPage reads what a second reader reads when the page of a server is changed", () => {
  const name = fc.constantFrom(...VLLM.matchAll(/^[\w:]+(?=\{)/gm).map(([name]) => name));
  const engine = fc.constantFrom<MetricSelector["labels"]>([], [["engine", "1"]], [["le", "1"]]);
  const selector = fc.record({ name, labels: engine });
  fc.assert(fc.property(mutatedText(VLLM, SIGNS), selector, (page, selector) => {
    assertSame(page, selector);
  }));
});

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { OPENMETRICS, PROMETHEUS } from "../../src/exposition/exposition.ts";
import type { Family, Sample } from "../../src/exposition/family.ts";
import { MetricsPage } from "../../src/probes/body/metrics/page.ts";
import { parseSeries, parseTypeName, parseValue } from "../../src/probes/body/metrics/series.ts";
import { readSeries } from "./second_reader.ts";
import { LABELS } from "./written/series.ts";

const SUFFIXES = { gauge: [""], counter: ["_total"], histogram: ["_bucket", "_sum", "_count"] };
const VALUE = fc.oneof(
  fc.integer({ min: 0, max: 9 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(NaN, Infinity, -Infinity),
).map((value) => value + 0);

const TYPE = fc.constantFrom<Family["type"]>("gauge", "counter", "histogram");
const FAMILIES = fc.uniqueArray(
  fc.tuple(fc.stringMatching(/^[a-z]{3}$/), TYPE).chain(([name, type]) =>
    fc.record({
      name: fc.constant(name),
      type: fc.constant(type),
      help: fc.constant("What it is."),
      samples: fc.array(fc.tuple(fc.constantFrom(...SUFFIXES[type]), plainLabels(), VALUE)),
    })
  ),
  { selector: ({ name }) => name, maxLength: 3 },
);

function plainLabels(): fc.Arbitrary<Sample[1]> {
  return LABELS.map((labels) => Object.fromEntries(labels.filter(([name]) => /^\w+$/.test(name))));
}

/** What a page must hold: each series and its value. */
function written(
  families: readonly { name: string; samples: Sample[] }[],
  isOpen: boolean,
): unknown[] {
  return families.flatMap(({ name, samples }) =>
    samples.map(([suffix, labels, value]) => {
      const pairs = Object.entries(labels).map(([label, text]) =>
        isOpen && label === "le" && /^\d+$/.test(text) ? [label, `${text}.0`] : [label, text]
      );
      return [`${name}${suffix}`, pairs, value];
    })
  );
}

for (const [format, { renderMetrics }] of Object.entries({ PROMETHEUS, OPENMETRICS })) {
  Deno.test(`parseSeries() and a second reader read the names, labels and values that ${format} writes`, () => {
    fc.assert(fc.property(FAMILIES, (families) => {
      const expected = written(families, format === "OPENMETRICS");
      const lines = renderMetrics(families).split("\n").filter((line) => /^[^#]/.test(line));
      const read = lines.map((line) => {
        const series = parseSeries(line);
        return [series?.name, series?.labels, parseValue(series?.rest ?? "")];
      });
      assertEquals(read, expected);
      const second = lines.map((line) => {
        const { name, sample } = readSeries(line) ?? {};
        return [name, [...sample?.labels ?? []], sample?.value];
      });
      assertEquals(second, expected);
    }));
  });

  Deno.test(`MetricsPage adds up what ${format} writes, and finds its types`, () => {
    fc.assert(fc.property(FAMILIES, (families) => {
      const text = renderMetrics(families);
      const types = text.split("\n").map(parseTypeName).filter((name) => name !== undefined);
      assertEquals(types.length, families.filter(({ samples }) => samples.length > 0).length);
      assertEquals(text.endsWith("# EOF\n"), format === "OPENMETRICS");
      for (const { name, samples } of families) {
        const [[suffix]] = samples[0] === undefined ? [[undefined]] : [samples[0]];
        if (suffix === undefined) continue;
        const own = samples.filter((sample) => sample[0] === suffix).map(([, , value]) => value);
        const selector = { name: `${name}${suffix}`, labels: [] };
        const page = new MetricsPage([{ selector, option: "metric" }], {
          each: [],
          ifMissing: false,
        });
        page.read(new TextEncoder().encode(text));
        const reading = page.end(true);
        const sum = own.reduce((sum, value) => sum + value, 0);
        if (Number.isNaN(sum)) {
          assertEquals(reading, { ok: false, reason: `metric ${selector.name} is NaN` });
          continue;
        }
        assert(reading.ok, reading.ok ? "" : reading.reason);
        const found = reading.sums[0]?.get("") ?? NaN;
        const scale = own.reduce((scale, value) => scale + Math.abs(value), 0);
        assert(found === sum || Math.abs(found - sum) <= scale * 1e-12, `${found}, not ${sum}`);
      }
    }));
  });
}

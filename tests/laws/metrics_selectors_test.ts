import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { renderLabels } from "../../src/exposition/exposition.ts";
import { parseBusy, parseMetricExpectation } from "../../src/probes/body/metrics/expectation.ts";
import {
  type MetricSelector,
  parseLabels,
  parseMetricSelector,
  parseProgress,
} from "../../src/probes/body/metrics/selector.ts";
import { mutatedText } from "./mutated.ts";
import { readSeries } from "./second_reader.ts";
import { PATH } from "./written/paths.ts";
import { LABELS, METRIC_NAME, writtenSeries } from "./written/series.ts";

const OPERATOR = fc.constantFrom("<", "<=", ">", ">=", "==", "!=");
const NUMBER = fc.constantFrom("0", "5", "+2.5", ".5", "7.", "1e3", "2E-3");

/** A selector, and how it is written. */
const SELECTOR = fc.tuple(METRIC_NAME, LABELS).chain(([name, labels]) =>
  fc.tuple(fc.constant<MetricSelector>({ name, labels }), writtenSeries(name, labels))
);
/** Likewise, with paths of JSON that begin with a dot. */
const PROGRESS = fc.oneof(
  SELECTOR,
  PATH.filter(({ text }) => text.startsWith(".")).map(({ meant, text, shown }) =>
    [{ name: shown, labels: [], path: meant }, text] as const
  ),
);

Deno.test("parseMetricSelector() gives the name and the labels when they are written in any way", () => {
  fc.assert(
    fc.property(SELECTOR, ([selector, text]) => {
      assertEquals(parseMetricSelector(text), selector);
    }),
    { numRuns: 300 },
  );
});

Deno.test("parseMetricSelector() gives the labels again when renderLabels() wrote them", () => {
  const labels = LABELS.map((labels) => labels.filter(([name]) => /^\w+$/.test(name)));
  fc.assert(fc.property(labels, (labels) => {
    const text = `queue${renderLabels(Object.fromEntries(labels))}`;
    assertEquals(parseMetricSelector(text), { name: "queue", labels });
  }));
});

Deno.test("parseMetricSelector() accepts what a second reader accepts when a selector is changed", () => {
  const signs = fc.constantFrom(...'{}"\\=,:. \t\n9q\u00a0', '{""}', 'a="1",');
  const text = fc.oneof(SELECTOR.map(([, text]) => text), fc.constant('{"",a="1"}'));
  const changed = text.chain((text) => mutatedText(text, signs)).filter((text) =>
    !/[ \t]$/.test(text)
  );
  fc.assert(
    fc.property(changed, (text) => {
      // The value shows that nothing stands behind the labels.
      const { name = "", sample } = readSeries(`${text} 77`) ?? {};
      const isWhole = name !== "" && sample?.value === 77;
      const expected = isWhole ? { name, labels: [...sample.labels] } : undefined;
      assertEquals(parseMetricSelector(text), expected, text);
    }),
    { numRuns: 500 },
  );
});

Deno.test("parseMetricExpectation() gives selector and comparison when labels hold operators too", () => {
  fc.assert(fc.property(SELECTOR, OPERATOR, NUMBER, ([selector, text], operator, digits) => {
    const comparison = { operator, number: Number(digits) } as const;
    assertEquals(parseMetricExpectation(text + operator + digits), { selector, comparison });
  }));
});

Deno.test("parseProgress() and parseBusy() give the selector, and above 0, when there is no more", () => {
  fc.assert(fc.property(PROGRESS, ([selector, text]) => {
    assertEquals(parseProgress(text), selector);
    const expected = { selector, comparison: { operator: ">", number: 0 } } as const;
    assertEquals(parseBusy(text), expected);
    assertEquals(parseBusy(`${text}>0`), expected);
  }));
});

Deno.test("parseBusy() gives selector and comparison, but none below 0, when it is written", () => {
  const minus = fc.constantFrom("", "-");
  fc.assert(
    fc.property(PROGRESS, OPERATOR, minus, NUMBER, ([selector, text], operator, minus, digits) => {
      const number = Number(minus + digits.replace("+", ""));
      const busy = parseBusy(`${text}${operator}${minus}${digits.replace("+", "")}`);
      const expected = number < 0 ? undefined : { selector, comparison: { operator, number } };
      assertEquals<unknown>(busy, expected);
    }),
  );
});

Deno.test("parseLabels() gives the labels when each stands once", () => {
  const label = fc.constantFrom("a", "b", "_c9", "", "9", ":", " a");
  fc.assert(fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
    const isRight = labels.every((label) => ["a", "b", "_c9"].includes(label)) &&
      labels.every((label, index) => labels.indexOf(label) === index);
    assertEquals(parseLabels(labels.join(",")), isRight ? labels : undefined);
  }));
});

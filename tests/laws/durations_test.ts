import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatDuration, MAX_DURATION, parseDuration } from "../../src/process/time/duration.ts";
import { mutatedText } from "./mutated.ts";

const SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const;
const UNIT = fc.constantFrom("ms", "s", "m", "h", "d");
/** The units from the largest down. */
const FALLING = ["d", "h", "m", "s", "ms"] as const;

/** A second reading: a number, or numbers with units that fall; `undefined` if the text is neither. */
function read(text: string): number | undefined {
  if (/^(?=\.?\d)\d*\.?\d*$/.test(text)) return within(Number(text));
  let [sum, rest, last] = [0, text, -1];
  while (rest !== "") {
    const [whole = "", number = "", unit] = /^(\d+\.?\d*|\.\d+)(ms|[smhd])/.exec(rest) ?? [];
    const rank = FALLING.findIndex((name) => name === unit);
    if (rank <= last) return undefined;
    sum += Number(number) * SECONDS[FALLING[rank] ?? "s"];
    [rest, last] = [rest.slice(whole.length), rank];
  }
  return text === "" ? undefined : within(sum);
}

function within(seconds: number): number | undefined {
  return seconds > 0 && seconds <= MAX_DURATION ? seconds : undefined;
}

function assertSame(text: string): void {
  const [found, expected] = [parseDuration(text), read(text)];
  assertEquals(found === undefined, expected === undefined, `${text}: ${found}, not ${expected}`);
  if (found === undefined || expected === undefined) return;
  assert(Math.abs(found - expected) <= expected * 1e-14, `${text}: ${found}, not ${expected}`);
}

Deno.test("parseDuration() gives number times unit when the number is any within the limits", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 3650 }), UNIT, (number, unit) => {
    const seconds = parseDuration(`${number}${unit}`) ?? NaN;
    assert(Math.abs(seconds - number * SECONDS[unit]) < 1e-6, `${number}${unit}: ${seconds}`);
  }));
});

Deno.test("parseDuration() gives what a second reading gives when the text is made of its characters", () => {
  const piece = fc.oneof(
    fc.constantFrom(...FALLING, "min", ".", " ", "-", "+", "e", "\n", "S"),
    fc.nat(4000).map(String),
  );
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
  fc.assert(fc.property(text, assertSame), { numRuns: 500 });
});

Deno.test("parseDuration() gives what a second reading gives when a duration is changed", () => {
  const number = fc.oneof(fc.nat(100).map(String), fc.float({ min: 0, max: 9 }).map(fixed));
  const text = fc.tuple(fc.subarray([...FALLING], { minLength: 1 }), fc.array(number)).map(
    ([units, numbers]) => units.map((unit, index) => `${numbers[index] ?? 7}${unit}`).join(""),
  );
  const changed = text.chain((text) => mutatedText(text, fc.constantFrom("", "9", ".", "m", " ")));
  fc.assert(fc.property(text, assertSame));
  fc.assert(fc.property(changed, assertSame), { numRuns: 300 });
});

function fixed(number: number): string {
  return number.toFixed(3);
}

Deno.test("parseDuration() gives the seconds again when they are printed as an argument", () => {
  const seconds = fc.oneof(
    fc.integer({ min: 1, max: MAX_DURATION }),
    fc.integer({ min: 1, max: 10_000_000 }).map((ms) => ms / 1000),
  );
  fc.assert(fc.property(seconds, (seconds) => {
    assertEquals(parseDuration(`${seconds}s`), seconds);
    assertEquals(parseDuration(`${seconds}`), seconds);
  }));
});

Deno.test("formatDuration() writes words that parseDuration() reads, less what is below the last unit", () => {
  const duration = fc.oneof(
    fc.double({ min: 0.5, max: MAX_DURATION, noNaN: true }),
    fc.tuple(fc.integer({ min: 1, max: 120 }), fc.constantFrom(1, 60, 3600, 86_400)).map(
      ([number, unit]) => number * unit,
    ),
  );
  fc.assert(
    fc.property(duration, fc.constantFrom(1, 2), (duration, units) => {
      const words = formatDuration(duration, units);
      const read = parseDuration(words.replaceAll("min", "m").replaceAll(" ", "")) ?? NaN;
      const count = words.split(" ").length / 2;
      assert(count >= 1 && count <= units, words);
      const first = FALLING.find((unit) => Math.round(duration) >= SECONDS[unit]) ?? "s";
      const last = FALLING[Math.min(3, FALLING.indexOf(first) + units - 1)] ?? "s";
      const lost = Math.round(duration) - read;
      assert(lost >= 0 && lost < SECONDS[last], `${duration}: ${words}`);
    }),
    { numRuns: 300 },
  );
});

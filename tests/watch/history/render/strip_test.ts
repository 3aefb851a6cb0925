import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { strip } from "../../../../src/watch/history/render/strip.ts";
import { at } from "../../../support/watch/history.ts";

const DAY = 86_400;

/** The strip of so many slots, as text. */
function textOf(count: number, { length = DAY, watched = 1000, down = 0 } = {}): string {
  const slots = Array.from({ length: count }, (_, index) => ({
    begin: at(index * length),
    end: at((index + 1) * length),
    watched,
    down,
  }));
  const summary = {
    ...{ endpoint: "a", firstWatched: null, optional: false, removed: false, outages: [] },
    ...{ omitted: 0, resolved: 0, longest: 0, meanRecovery: null, up: null, reasons: [] },
    ...{ watched, down, begin: at(0), end: at(count * length), slots },
  };
  return strip(summary).join("\n");
}

for (
  const [count, width, dates] of [
    [1, 96, ["1970-01-01"]],
    [23, 96, ["1970-01-01"]],
    [24, 96, ["1970-01-01", "1970-01-13", "1970-01-24"]],
    [25, 100, ["1970-01-01", "1970-01-13", "1970-01-25"]],
  ] as const
) {
  Deno.test(`strip() is ${width} wide and has ${dates.length} dates when there are ${count} slots`, () => {
    const text = textOf(count);
    assertStringIncludes(text, `viewBox="0 0 ${width} 30"`);
    assertEquals([...text.matchAll(/<span>([^<]*)</g)].map(([, date]) => date), [...dates]);
  });
}

for (
  const [length, title] of [
    [DAY, "1970-01-01 up"],
    [DAY - 1, "01-01 00:00 up"],
  ] as const
) {
  Deno.test(`strip() calls a slot ${title} when it is ${length} s long`, () => {
    assertStringIncludes(textOf(1, { length }), `<title>${title}</title>`);
  });
}

for (
  const [slot, shape, title] of [
    [{ watched: 0 }, 'class="none" x="0" y="27" width="3" height="3"', "not watched"],
    [{ down: 0 }, 'class="up" x="0" y="18" width="3" height="12"', "up"],
    [{ down: 1 }, 'class="partly" x="0" y="15" width="3" height="15"', "down for 1 s"],
    [{ down: 50 }, 'class="partly" x="0" y="9" width="3" height="21"', "down for 50 s"],
    [{ down: 100 }, 'class="partly" x="0" y="3" width="3" height="27"', "down for 1 min 40 s"],
    [{ down: 101 }, 'class="down" x="0" y="0" width="3" height="30"', "down for 1 min 41 s"],
  ] as const
) {
  Deno.test(`strip() draws ${shape} when the slot is ${JSON.stringify(slot)} of 1000 s`, () => {
    const text = textOf(1, slot);
    assertStringIncludes(text, `<rect ${shape}>`);
    assert(text.includes(` ${title}</title>`), text);
  });
}

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { responseLine } from "../../../../src/watch/history/render/response_line.ts";
import type { ResponseTimes } from "../../../../src/watch/history/history_file.ts";
import { at, withHistory } from "../../../support/watch/history.ts";

const DAY = 86_400;

function times(begin: number, p50: number, worst: number): ResponseTimes {
  return { endpoint: "a", begin: at(begin), p50, worst, worstAt: at(begin + 840) };
}

Deno.test("responseLine() draws a step for each quarter of an hour, with a gap where none was", () => {
  const [words, svg = "", paths = ""] = responseLine(
    [times(0, 0.1, 10), times(900, 1, 1), times(2700, 0.01, 2)],
    at(DAY),
  );
  assertEquals(
    words,
    '<p class="responses">Response time: latest p50 10 ms, worst 10 s at 00:14. The scale goes from 10 ms to 10 s.</p>',
  );
  assertStringIncludes(svg, 'viewBox="0 -1 97 22"');
  assertStringIncludes(paths, '<path class="worst" d="M0 0h1L1 6.7h1M3 4.7h1"/>');
  assertStringIncludes(paths, '<path class="p50" d="M0 13.3h1L1 6.7h1M3 20h1"/>');
});

for (const time of [0, 0.012]) {
  Deno.test(`responseLine() draws a flat line when every check took ${time} s`, () => {
    const [, , paths = ""] = responseLine([times(0, time, time), times(900, time, time)], at(DAY));
    assertStringIncludes(paths, '<path class="p50" d="M0 20h1L1 20h1"/>');
  });
}

Deno.test("responseLine() draws noise low", () => {
  const [, , paths = ""] = responseLine([times(0, 0.1, 0.101), times(900, 0.1, 0.1)], at(DAY));
  assertStringIncludes(paths, '<path class="worst" d="M0 19.9h1L1 20h1"/>');
});

Deno.test("responseLine() is empty when no check succeeded", () => {
  assertEquals(responseLine([], at(DAY)), []);
});

Deno.test("HistoryStore keeps the response times of the last day alone", async () => {
  await withHistory(async (file) => {
    await file.open();
    const batch = { outages: [], endpoints: ["a"], optional: [], pruneBefore: at(-DAY) };
    const watched = [{ begin: at(0), end: at(10 * DAY) }];
    for (let quarter = 0; quarter < 960; quarter++) {
      const responses = [{ ...times(quarter * 900, quarter / 1000, quarter / 100) }];
      await file.write({ ...batch, watched: quarter === 0 ? watched : [], responses });
    }
    const span = { begin: at(0), end: at(10 * DAY) };
    const page = await file.render({ type: "text/html", span });
    assertStringIncludes(page, "latest p50 959 ms, worst 9.59 s at 23:59.");
    assertEquals(page.match(/\dh1/g)?.length, 2 * 95);
    const old = { begin: at(0), end: at(5 * DAY) };
    assert(!(await file.render({ type: "text/html", span: old })).includes("latest p50"));
    // The wall clock was set back.
    await file.write({ ...batch, watched: [], responses: [times(0, 1, 1)] });
    assert(!(await file.render({ type: "text/html", span })).includes("latest p50"));
    const back = { begin: at(-DAY), end: at(10) };
    assertStringIncludes(await file.render({ type: "text/html", span: back }), "latest p50 1 s");
  });
});

Deno.test("responseLine() lets the longest time reach the top when it is over four times the shortest", () => {
  const [, , paths = ""] = responseLine([times(0, 0.1, 0.45), times(900, 0.1, 0.1)], at(DAY));
  assertStringIncludes(paths, '<path class="worst" d="M0 0h1L1 20h1"/>');
});

import { assertEquals } from "@std/assert";
import type { Outcome } from "../../src/check/report.ts";
import type { Seconds } from "../../src/process/time/duration.ts";
import type { PollEnd, Progress } from "../../src/wait/poll.ts";
import { logProgress, showProgress } from "../../src/wait/progress.ts";
import { OK, REFUSED, report, WARNED } from "../support/reports.ts";

const UNAVAILABLE: Outcome = {
  ok: false,
  status: 503,
  failure: "status",
  reason: "status 503",
};

/** Returns what a terminal gets. */
function shown(progress: Progress, timeout: Seconds, columns = 80): string {
  let line = "";
  const write = (text: string): boolean => {
    line = text;
    return true;
  };
  showProgress({ columns, output: { write } }, timeout)(progress);
  return line;
}

for (
  const [when, found, end, elapsed, line] of [
    ["nothing warns", { "http://a/": OK }, "ready", 1.24, "ready after 1.2 s"],
    [
      "an endpoint warns",
      { "http://a/": OK, "https://b/": WARNED },
      "ready",
      90,
      "ready after 1 min 30 s, b: certificate expires in 9 d",
    ],
    [
      "the time has passed",
      { "http://app/": UNAVAILABLE, "https://a/": WARNED, "tcp://db:1": REFUSED },
      "timed out",
      12.003,
      "gave up after 12 s: app (status 503), db:1 (connection refused)",
    ],
    [
      "an optional endpoint fails too",
      { "http://app/": UNAVAILABLE, "tcp://db:1#optional": REFUSED },
      "stopped",
      0.53,
      "stopped after 0.5 s: app (status 503)",
    ],
  ] as readonly (readonly [string, Record<string, Outcome>, PollEnd, Seconds, string])[]
) {
  Deno.test(`showProgress() writes how the polling ended when ${when}`, async () => {
    const progress = { report: await report(found), attempt: 2, elapsed, end };
    assertEquals(shown(progress, 60, 20), `\r\x1b[2K${line}\n`);
  });
}

for (
  const [elapsed, timeout, time] of [
    [3.2, 3600, "3 s of 1 h"],
    [0.2, 0.5, "0 s of 0.5 s"],
    [3725, 86_400, "1 h 2 min of 1 d"],
  ] as const
) {
  Deno.test(`showProgress() writes ${time} when ${elapsed} s of ${timeout} s have passed`, async () => {
    const found = await report({ "https://a/": WARNED, "http://b/": REFUSED });
    const line = shown({ report: found, attempt: 2, elapsed }, timeout);
    assertEquals(line, `\r\x1b[2Kattempt 2, ${time}: waiting for b (connection refused)`);
  });
}

for (const [columns, length] of [[40, 37], [0, 77]] as const) {
  Deno.test(`showProgress() leaves room for a ^C when a terminal has ${columns} columns`, async () => {
    const found = await report({ [`http://${"a".repeat(50)}/`]: REFUSED });
    const line = shown({ report: found, attempt: 2, elapsed: 1 }, 60, columns);
    assertEquals(line.replace("\r\x1b[2K", "").length, length);
  });
}

for (
  const [end, level, line] of [
    ["timed out", "error", "gave up"],
    ["stopped", "info", "stopped"],
  ] as const
) {
  Deno.test(`logProgress() repeats what is missing when the polling has ${line}`, async () => {
    const logged: unknown[] = [];
    const show = logProgress((...event) => void logged.push(event));
    const found = await report({
      "http://app/": UNAVAILABLE,
      "http://a/": OK,
      "tcp://db:1": REFUSED,
    });
    show({ report: found, attempt: 1, elapsed: 0.1 });
    logged.length = 0;
    show({ report: found, attempt: 2, elapsed: 1.24, end });
    const missing = "app (status 503), db:1 (connection refused)";
    assertEquals(logged, [[level, line, { attempts: 2, seconds: 1.2, missing }]]);
  });
}

for (
  const [count, missing] of [
    [6, Array.from({ length: 6 }, (_, index) => `a${index}:1 (connection refused)`).join(", ")],
    [
      31,
      `${
        Array.from({ length: 5 }, (_, index) => `a${index}:1 (connection refused)`).join(", ")
      }, and 26 more`,
    ],
  ] as const
) {
  Deno.test(`showProgress() and logProgress() say how many are missing when ${count} are`, async () => {
    const found = await report(Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`tcp://a${index}:1`, REFUSED]),
    ));
    const progress = { report: found, attempt: 2, elapsed: 20 };
    const line = shown(progress, 60, 1000);
    assertEquals(line, `\r\x1b[2Kattempt 2, 20 s of 1 min: waiting for ${count}: ${missing}`);
    const end = { ...progress, end: "timed out" } as const;
    assertEquals(shown(end, 60), `\r\x1b[2Kgave up after 20 s: ${missing}\n`);
    let logged: unknown;
    logProgress((...event) => void (logged = event))(end);
    assertEquals(logged, ["error", "gave up", { attempts: 2, seconds: 20, missing }]);
  });
}

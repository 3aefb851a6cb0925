// Writes a history of 10 endpoints, half of which fail once an hour, with their response times, and prints the size of its
// file: deno run --allow-all bench/history_size.ts [DAYS] [FILE]; DAYS is 90 by default.
import type { RecordedOutage, ResponseTimes } from "../src/watch/history/history_file.ts";
import { HistoryStore } from "../src/watch/history/worker/store.ts";

const [days = "90", file = await Deno.makeTempFile({ suffix: ".db" })] = Deno.args;
const HOUR_MS = 3_600_000;
const PERIOD_MS = 10_000;
const endpoints = Array.from({ length: 10 }, (_, index) => `localhost:${8080 + index}/health`);

const history = new HistoryStore(file);
await history.open();
const end = Date.now();
const begin = end - Number(days) * 24 * HOUR_MS;
for (let time = begin; time < end; time += HOUR_MS) {
  const outages = endpoints.slice(0, 5).map((endpoint): RecordedOutage => {
    const from = new Date(time + Math.random() * HOUR_MS / 2);
    const to = new Date(from.getTime() + PERIOD_MS * (1 + Math.floor(Math.random() * 30)));
    const [failure, reason] = Math.random() < 0.7
      ? ["refused", "connection refused"] as const
      : ["timeout", "timed out after 5 s"] as const;
    return {
      endpoint,
      begin: from,
      end: to,
      firstFailure: failure,
      firstReason: reason,
      lastFailure: failure,
      lastReason: reason,
      notified: false,
    };
  });
  const watched = [{ begin: new Date(time), end: new Date(time + HOUR_MS) }];
  const responses = [0, 1, 2, 3].flatMap((quarter) =>
    endpoints.map((endpoint): ResponseTimes => {
      const p50 = Math.random();
      const begin = new Date(time + quarter * HOUR_MS / 4);
      return { endpoint, begin, p50, worst: p50 + 5 * Math.random(), worstAt: begin };
    })
  );
  const pruneBefore = new Date(0);
  await history.write({ outages, watched, responses, endpoints, optional: [], pruneBefore });
}
await history.close();
const { size } = await Deno.stat(file);
// deno-lint-ignore no-console
console.log(`${(size / 2 ** 20).toFixed(2)} MiB for ${days} days: ${file}`);

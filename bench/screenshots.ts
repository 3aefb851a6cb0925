// deno task screenshots: renews the pictures of the pages in docs/images/ with the `chromium` in PATH,
// and prints what the pages cost. It is no part of `deno task ok`.
import { cpuUsage } from "node:process";
import { HEADERS } from "../src/formats/page.ts";
import { Chromium } from "./screenshots/chromium.ts";
import { checksOf, history, oneEndpoint, WATCHED } from "./screenshots/pages.ts";

const IMAGES = new URL("../docs/images/", import.meta.url);
/** The runs whose median counts. */
const RUNS = 21;
const FIRST_PAINT = `new Promise((resolve) => new PerformanceObserver((list) =>
  resolve(list.getEntries()[0].startTime)).observe({ type: "paint", buffered: true }))`;

const thousand = await checksOf(1000);
const pages: Readonly<Record<string, string>> = {
  all: (await checksOf(6))(),
  endpoint: await oneEndpoint(),
  history: history(),
  forty: (await checksOf(40))(),
  thousand: thousand(),
  watched: (await checksOf(1000, WATCHED))(),
};

await using server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  (request) => {
    const page = pages[new URL(request.url).pathname.slice(1)];
    const headers = { ...HEADERS, "Content-Type": "text/html; charset=utf-8" };
    return new Response(page, { status: page === undefined ? 404 : 200, headers });
  },
);
const base = `http://127.0.0.1:${server.addr.port}`;
await using chromium = await Chromium.start();

for (const name of ["all", "endpoint", "history"]) {
  for (const scheme of ["light", "dark"] as const) {
    for (const width of [1280, 400]) {
      await chromium.open(`${base}/${name}`, { scheme, width });
      const suffix = width === 1280 ? "" : `-${width}`;
      await Deno.writeFile(
        new URL(`${name}-${scheme}${suffix}.png`, IMAGES),
        await chromium.picture(),
      );
    }
  }
}

const cpu: number[] = [];
for (let run = 0; run < RUNS; run++) {
  const before = cpuUsage();
  thousand();
  const { user, system } = cpuUsage(before);
  cpu.push((user + system) / 1000);
}
print("render 1,000 endpoints", median(cpu), "ms of processor time", 50);
const sizes = { thousand: "1,000 endpoints", watched: "1,000 endpoints in watch" };
for (const [name, what] of Object.entries(sizes)) {
  const bytes = new TextEncoder().encode(pages[name]).length;
  print(`size of ${what}`, bytes / 1000, "KB", 300);
}
const paints: number[] = [];
for (let run = 0; run < RUNS; run++) {
  await chromium.open(`${base}/thousand`, { scheme: "light", width: 1280 });
  paints.push(Number(await chromium.evaluate(FIRST_PAINT)));
}
print("first paint of 1,000 endpoints", median(paints), "ms", 300);
await chromium.open(`${base}/forty`, { scheme: "light", width: 1280 });
const height = Number(await chromium.evaluate("document.documentElement.scrollHeight"));
print("height of 40 endpoints, two of which fail", height, "px", 1100);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function print(what: string, value: number, unit: string, limit: number): void {
  const verdict = value <= limit ? "ok" : "MISSED";
  // deno-lint-ignore no-console
  console.log(`${what}: ${Math.round(value)} ${unit}, at most ${limit}: ${verdict}`);
}

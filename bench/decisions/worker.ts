// The longest pause of the event loop while SQLite waits 300 ms for a file, in this isolate and in a
// worker, and the memory of an empty worker: deno run --allow-all bench/decisions/worker.ts
import { DatabaseSync } from "node:sqlite";

const WAIT_MS = 300;
const file = await Deno.makeTempFile({ suffix: ".db" });

/** Waits for the lock of the file, which never comes. */
function write(file: string, timeout: number): void {
  using db = new DatabaseSync(file, { timeout });
  try {
    db.exec("BEGIN IMMEDIATE");
  } catch {
    // The file is locked.
  }
}

/** Returns the longest time between two turns of the event loop while something runs, in ms. */
async function longestPause(run: () => void | Promise<void>): Promise<string> {
  let [lastMs, longestMs, isRunning] = [performance.now(), 0, true];
  const ticking = (async (): Promise<void> => {
    while (isRunning) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    }
  })();
  await new Promise((resolve) => setTimeout(resolve, 50));
  longestMs = 0;
  await run();
  isRunning = false;
  await ticking;
  return longestMs.toFixed(0);
}

/** Starts a worker, and waits until it runs. */
async function startWorker(code: string): Promise<Worker> {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  await new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
  return worker;
}

using holder = new DatabaseSync(file);
holder.exec("BEGIN EXCLUSIVE");
const here = await longestPause(() => write(file, WAIT_MS));
const rss = Deno.memoryUsage().rss;
(await startWorker("postMessage(0)")).terminate();
const mib = ((Deno.memoryUsage().rss - rss) / 2 ** 20).toFixed(1);
const worker = await startWorker(`
  import { DatabaseSync } from "node:sqlite";
  ${write}
  onmessage = ({ data }) => {
    write(data, ${WAIT_MS});
    postMessage(0);
  };
  postMessage(0);
`);
const inWorker = await longestPause(() =>
  new Promise((resolve) => {
    worker.addEventListener("message", () => resolve(), { once: true });
    worker.postMessage(file);
  })
);
worker.terminate();
holder.exec("COMMIT");
await Deno.remove(file);
// deno-lint-ignore no-console
console.log(`longest pause: ${here} ms here, ${inWorker} ms beside a worker of ${mib} MiB`);

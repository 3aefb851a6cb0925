import type { Bench } from "../support/bench.ts";
import { textAt } from "../support/client.ts";

const ROUNDS = 20;

/** Measures the memory of a watch, and of its history, which has a worker of its own. */
export async function watch(bench: Bench): Promise<void> {
  const folder = await Deno.makeTempDir();
  for (const history of [[], ["--history", `${folder}/history.db`]]) {
    const args = ["watch", ...history, "--every", "0.05", "--host", "127.0.0.1", "0", "5"];
    bench.record({
      what: `resident after ${ROUNDS} rounds of watch ${history[0] ?? ""}`.trim(),
      unit: "MiB",
      command: bench.command(...args, bench.settings.fast),
      values: await bench.repeat(async () => {
        await using subject = bench.healthcheck(...args, bench.settings.fast);
        const metrics = `http://127.0.0.1:${await subject.port()}/metrics`;
        for (let rounds = 0; rounds < ROUNDS;) {
          const text = await textAt(metrics);
          rounds = Number(/rounds_total\{result="ready"\} (\d+)/.exec(text)?.[1]);
        }
        return (await subject.memory()).now;
      }),
    });
  }
  await Deno.remove(folder, { recursive: true });
}

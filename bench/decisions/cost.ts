// What an expression costs in a Deno that has done nothing else: the median of five runs of each, in
// resident memory and in time: deno run --allow-run bench/decisions/cost.ts EXPRESSION...
const RUNS = 5;

/** Evaluates an expression in a Deno of its own. */
async function costOf(expression: string): Promise<{ mib: number; ms: number }> {
  const code = `
    const [rss, ms] = [Deno.memoryUsage().rss, performance.now()];
    ${expression};
    console.log(JSON.stringify({
      mib: (Deno.memoryUsage().rss - rss) / 2 ** 20,
      ms: performance.now() - ms,
    }));
    Deno.exit();
  `;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", code],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

for (const expression of Deno.args) {
  const costs: { mib: number; ms: number }[] = [];
  for (let run = 0; run < RUNS; run++) costs.push(await costOf(expression));
  const mib = median(costs.map(({ mib }) => mib)).toFixed(1);
  const ms = median(costs.map(({ ms }) => ms)).toFixed(0);
  // deno-lint-ignore no-console
  console.log(`${mib.padStart(5)} MiB ${ms.padStart(4)} ms  ${expression}`);
}

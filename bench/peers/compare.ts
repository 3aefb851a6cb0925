import { print } from "../support/bench.ts";
import type { Ratio, ScenarioResult } from "../support/results.ts";
import type { Upstream } from "../support/listening.ts";
import { wrk } from "../support/wrk.ts";
import { ratioOf, rowOf, type Sample } from "./comparison.ts";
import { isExporter, type Program, type Started, startProgram } from "./program.ts";
import { takesPart, targetOf } from "./program.ts";
import { goalOf, rightOf, type Scenario, SCENARIOS, urlsOf } from "./scenarios.ts";
import { ratioLines, rowLine } from "./lines.ts";

const WARM_UP_SECONDS = 1;

/** Options of {@linkcode compare}. */
export interface CompareOptions {
  /** The programs. */
  programs: readonly Program[];
  /** The endpoints. The scenarios that need TLS or gRPC are left out if it speaks neither. */
  upstream: Upstream;
  /** How often each scenario is measured. */
  rounds: number;
  /** The length of each measurement. */
  seconds: number;
}

/** A program in a scenario. */
interface Run {
  readonly program: Program;
  readonly scenario: Scenario;
  readonly urls: readonly string[];
  readonly started: Started;
  readonly samples: Sample[];
}

/**
 * Runs every program in every scenario in turn. The order is reversed from round to round, and a
 * round that does not count warms them up. Prints the results and returns them.
 */
export async function compare(options: CompareOptions): Promise<ScenarioResult[]> {
  const { rounds, seconds } = options;
  await using stack = new AsyncDisposableStack();
  const runs: Run[][] = [];
  const { speaksAll } = options.upstream;
  const possible = SCENARIOS.filter(({ speech }) => speaksAll || speech === "http");
  for (const scenario of possible) runs.push(await startAll(stack, options, scenario));
  for (let round = 0; round <= rounds; round++) {
    print(round === 0 ? "warming up" : `round ${round} of ${rounds}`);
    for (const scenarioRuns of runs) {
      for (const run of round % 2 === 0 ? scenarioRuns : scenarioRuns.toReversed()) {
        const sample = await sampleOf(run, round === 0 ? WARM_UP_SECONDS : seconds);
        if (round > 0) run.samples.push(sample);
      }
    }
  }
  return runs.map(resultOf);
}

async function startAll(
  stack: AsyncDisposableStack,
  { programs, upstream: { port: http, tls: https, grpc, ca } }: CompareOptions,
  scenario: Scenario,
): Promise<Run[]> {
  const urls = urlsOf(scenario, { http, https, grpc, ca });
  const runs: Run[] = [];
  for (const program of programs.filter((program) => takesPart(program, scenario))) {
    const started = await startProgram(program, urls);
    stack.use(started.process);
    runs.push({ program, scenario, urls, started, samples: [] });
  }
  return runs;
}

async function sampleOf(
  { program, scenario, urls, started: { process, port } }: Run,
  seconds: number,
): Promise<Sample> {
  const beforeMs = await process.processorTimeMs();
  const answers = await wrk({
    url: `http://127.0.0.1:${port}${targetOf(program, scenario, urls)}`,
    connections: scenario.clients,
    seconds,
    right: rightOf(scenario, isExporter(program)),
  });
  return { ...answers, processorMs: await process.processorTimeMs() - beforeMs };
}

function resultOf(runs: readonly Run[]): ScenarioResult {
  const name = runs[0]?.scenario.name ?? "";
  const rows = runs.map(({ program, samples }) => rowOf(program.name, samples));
  const ours = runs.filter(({ program }) => program.ours);
  const others = runs.filter(({ program }) => !program.ours);
  const ratios = ours.flatMap((our) =>
    others.map((other): Ratio => {
      const pair = { ours: our.program.name, other: other.program.name };
      const goal = goalOf(our.scenario, pair.other);
      return ratioOf({ ...pair, goal }, our.samples, other.samples);
    })
  );
  print(name);
  for (const row of rows) print(rowLine(row));
  for (const line of ratioLines(ratios)) print(line);
  return { name, rows, ratios };
}

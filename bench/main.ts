// Prints each budget beside its measurement: deno task bench [--json FILE]
//
// HEALTHCHECK_BIN    a compiled binary, measured instead of the sources
// EMPTY_BIN          bench/stand_in.ts compiled the same way, the baseline for the memory of the binary
// BENCH_RUNS         the number of runs of each measurement (default 5)
// BENCH_SECONDS      the length of the flood (default 30)
import { parseArgs } from "@std/cli/parse-args";
import type { Milliseconds } from "../src/process/duration.ts";
import manifest from "../deno.json" with { type: "json" };
import {
  measure,
  type Measurement,
  type MeasureOptions,
  medianOf,
  row,
  rowOf,
} from "./measurement.ts";
import { modulesOf } from "./modules.ts";
import { Process } from "./process.ts";

const HERE = new URL(".", import.meta.url).pathname;
const BINARY = Deno.env.get("HEALTHCHECK_BIN");
const EMPTY = Deno.env.get("EMPTY_BIN");
const RUNS = Number(Deno.env.get("BENCH_RUNS") ?? "5");
const FLOOD_MS: Milliseconds = Number(Deno.env.get("BENCH_SECONDS") ?? "30") * 1000;
const CONNECTIONS = 64;
const REQUESTS = 1000;
/** Opens a new connection for each request, as the kubelet and the sidecar do. */
const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });

const [, ...DENO_FLAGS] = manifest.tasks.start.split(" ").slice(0, -1);
const measurements: Measurement[] = [];

function print(line: string): void {
  // deno-lint-ignore no-console
  console.log(line);
}

async function show(options: Omit<MeasureOptions, "runs"> & { runs?: number }): Promise<void> {
  const measurement = await measure({ runs: RUNS, ...options });
  measurements.push(measurement);
  print(rowOf(measurement));
}

function standInServer(): Process {
  return new Process(Deno.execPath(), ["run", "--quiet", "--allow-net", `${HERE}stand_in.ts`]);
}

/** An empty `Deno.serve`, started the same way as the sidecar. */
function empty(): Process {
  if (BINARY !== undefined && EMPTY !== undefined) return new Process(EMPTY, []);
  return new Process(Deno.execPath(), [...DENO_FLAGS, `${HERE}stand_in.ts`]);
}

function sidecar(...endpoints: readonly string[]): Process {
  return healthcheck("--host", "127.0.0.1", "0", "5", ...endpoints);
}

function healthcheck(...args: readonly string[]): Process {
  if (BINARY !== undefined) return new Process(BINARY, args);
  return new Process(Deno.execPath(), [...DENO_FLAGS, `${HERE}../main.ts`, ...args]);
}

async function timeOf(url: string): Promise<Milliseconds> {
  const startMs = performance.now();
  const response = await fetch(url, { client });
  await response.body?.cancel();
  if (!response.ok) {
    throw new Error(`cannot measure: ${url} must answer 200, got ${response.status}`);
  }
  return performance.now() - startMs;
}

async function median(url: string, times: number): Promise<Milliseconds> {
  await timeOf(url);
  const all: number[] = [];
  for (let i = 0; i < times; i++) all.push(await timeOf(url));
  return medianOf(all);
}

async function latency(standIn: string): Promise<void> {
  const slow = Array.from({ length: 10 }, (_, i) => `${standIn}/50?${i}`);
  await using ten = sidecar(...slow);
  const all = `http://127.0.0.1:${await ten.port()}/all`;
  await show({
    what: "/all of 10 endpoints of 50 ms each",
    unit: "x one of them",
    budget: 1.3,
    once: async () => await median(all, 20) / await median(`${standIn}/50`, 20),
  });
  await using one = sidecar(`${standIn}/0`);
  const through = `http://127.0.0.1:${await one.port()}/all`;
  await show({
    what: "/all of 1 endpoint, p50",
    unit: "x the same GET",
    budget: 4,
    once: async () => await median(through, REQUESTS) / await median(`${standIn}/0`, REQUESTS),
  });
}

async function start(standIn: string): Promise<void> {
  await show({
    what: "from exec to the first 200 on /self",
    unit: "ms",
    budget: 60,
    runs: RUNS * 4,
    once: async () => {
      await using subject = sidecar(`${standIn}/0`);
      await timeOf(`http://127.0.0.1:${await subject.port()}/self`);
      return performance.now() - subject.startMs;
    },
  });
}

async function memory(standIn: string): Promise<void> {
  await show({
    what: "resident, idle, above an empty Deno.serve",
    unit: "MiB",
    budget: 6,
    once: async () => {
      await using bare = empty();
      await bare.port();
      await using subject = sidecar(`${standIn}/0`);
      await subject.port();
      return (await subject.memory()).now - (await bare.memory()).now;
    },
  });
  const peaks: number[] = [];
  const growths: number[] = [];
  await show({
    what: `answers under ${CONNECTIONS} connections on /all for ${FLOOD_MS / 1000} s`,
    unit: "1/s",
    runs: Math.min(RUNS, 3),
    once: async () => {
      await using subject = sidecar(`${standIn}/0`);
      const all = `http://127.0.0.1:${await subject.port()}/all`;
      const { answers, early } = await flood(all, subject);
      const { peak, now } = await subject.memory();
      peaks.push(peak);
      growths.push(now - early);
      return answers / (FLOOD_MS / 1000);
    },
  });
  const shiftFrom = (values: number[]) => (): Promise<number> =>
    Promise.resolve(values.shift() ?? NaN);
  const runs = peaks.length;
  await show({
    what: "  its peak, resident",
    unit: "MiB",
    budget: 96,
    runs,
    once: shiftFrom(peaks),
  });
  await show({
    what: "  its growth after a fifth of it",
    unit: "MiB",
    runs,
    once: shiftFrom(growths),
  });
}

async function flood(url: string, subject: Process): Promise<{ answers: number; early: number }> {
  const startMs = performance.now();
  let answers = 0;
  let early = NaN;
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    for (; performance.now() < startMs + FLOOD_MS; answers++) {
      await timeOf(url);
      if (!(early > 0) && performance.now() > startMs + FLOOD_MS / 5) {
        early = (await subject.memory()).now;
      }
    }
  }));
  return { answers, early };
}

/** 1000 requests at once with slow endpoints: neither memory nor sockets may run out. */
async function crowd(standIn: string): Promise<void> {
  await show({
    what: "peak of 1000 simultaneous /all, endpoints of 1 s",
    unit: "MiB",
    runs: Math.min(RUNS, 3),
    once: async () => {
      await using subject = sidecar(
        ...Array.from({ length: 10 }, (_, i) => `${standIn}/1000?${i}`),
      );
      const all = `http://127.0.0.1:${await subject.port()}/all`;
      await Promise.all(Array.from({ length: 1000 }, () => timeOf(all)));
      return (await subject.memory()).peak;
    },
  });
}

/** The memory that each kind adds: that of the process after checks of one endpoint. */
async function kinds(standIn: string): Promise<void> {
  const { host } = new URL(standIn);
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, "ok");
  const socket = `${file}.sock`;
  await using _server = Deno.serve({ path: socket, onListen: () => {} }, () => new Response("ok"));
  const shapes = [
    ...["http:/0", "http:/0#contains=ok", "http:/0#body={}", "http:/0#every=1h"],
    ...["http:/json#json=queue<100", "http:/page#metric=done>0"],
    ...["http:/page#progress=done&busy=running&stall=60"],
    ...[`http:/0#body-file=${file}`, `http:/0#header-file=X:${file}`],
    ...["tcp:", "tcp:#expect=ok&send=GET+/0+HTTP/1.0%0D%0A%0D%0A", "grpc:", "https:/0", "grpcs:"],
    ...[`http+unix://${socket}:/0`, `grpc+unix://${socket}:/`],
    ...[`file://${file}#max-age=1h`, `file://${file}#contains=ok`],
  ];
  for (const shape of shapes) {
    await show({
      what: `resident after 20 checks of ${shape.replace(file, "PATH").replace(/&.*/, "")}`,
      unit: "MiB",
      once: async () => {
        const hasPath = /^(?:file|.*\+unix):/.test(shape);
        await using subject = sidecar(hasPath ? shape : shape.replace(":", `://${host}`));
        const all = `http://127.0.0.1:${await subject.port()}/all`;
        for (let i = 0; i < 20; i++) await (await fetch(all, { client })).body?.cancel();
        return (await subject.memory()).now;
      },
    });
  }
  await Deno.remove(file);
}

/** The cost of a metrics page of 4 MiB, above that of a page of two lines. */
async function metricsPage(standIn: string): Promise<void> {
  const peaks: number[] = [];
  const timesMs: Milliseconds[] = [];
  const options = "#progress=done&busy=running&stall=60";
  for (let run = 0; run < RUNS; run++) {
    await using small = sidecar(`${standIn}/page${options}`);
    await using large = sidecar(`${standIn}/page/large${options}`);
    const [smallUsage, largeUsage] = [await usageOf(small), await usageOf(large)];
    timesMs.push(largeUsage.timeMs - smallUsage.timeMs);
    peaks.push(largeUsage.peak - smallUsage.peak);
  }
  const shift = (values: number[]) => (): Promise<number> => Promise.resolve(values.shift() ?? NaN);
  const what = "a metrics page of 4 MiB, processor time";
  await show({ what, unit: "ms", budget: 100, once: shift(timesMs) });
  await show({ what: "  its peak, resident", unit: "MiB", budget: 8, once: shift(peaks) });
}

/** Returns the processor time of one of ten checks, and the memory at its peak. */
async function usageOf(subject: Process): Promise<{ timeMs: Milliseconds; peak: number }> {
  const all = `http://127.0.0.1:${await subject.port()}/all`;
  const startMs = await subject.processorTimeMs();
  const times = 10;
  for (let i = 0; i < times; i++) await timeOf(all);
  const timeMs = (await subject.processorTimeMs() - startMs) / times;
  return { timeMs, peak: (await subject.memory()).peak };
}

/** The memory that a history takes: it has a worker of its own. */
async function watching(standIn: string): Promise<void> {
  const folder = await Deno.makeTempDir();
  for (const options of [[], ["--history", `${folder}/history.db`]]) {
    await show({
      what: `resident after 20 rounds of watch ${options[0] ?? ""}`.trim(),
      unit: "MiB",
      once: async () => {
        const schedule = ["--every", "0.05", "--host", "127.0.0.1"];
        await using subject = healthcheck("watch", ...options, ...schedule, "0", "5", standIn);
        const metrics = `http://127.0.0.1:${await subject.port()}/metrics`;
        for (let rounds = 0; rounds < 20;) {
          const text = await (await fetch(metrics, { client })).text();
          rounds = Number(/rounds_total\{result="ready"\} (\d+)/.exec(text)?.[1]);
        }
        return (await subject.memory()).now;
      },
    });
  }
  await Deno.remove(folder, { recursive: true });
}

/** The cost of a round by the number of endpoints, which all answer at once. */
async function scale(standIn: string): Promise<void> {
  for (const count of [1, 10, 100, 1000]) {
    await using subject = sidecar(
      ...Array.from({ length: count }, (_, index) => `${standIn}/0?${index}`),
    );
    const all = `http://127.0.0.1:${await subject.port()}/all`;
    const times = Math.max(5, 200 / count);
    await show({ what: `/all of ${count}`, unit: "ms", once: () => median(all, times) });
    const { peak } = await subject.memory();
    const once = (): Promise<number> => Promise.resolve(peak);
    await show({ what: `  its peak, resident`, unit: "MiB", runs: 1, once });
  }
}

async function modules(): Promise<void> {
  const url = (path: string): string => new URL(`../${path}`, import.meta.url).href;
  const loaded = await modulesOf(
    ...["main.ts", "src/commands/serve.ts", "src/probes/http.ts"].map(url),
  );
  const count = (prefix: string): number =>
    [...loaded].filter((specifier) => specifier.startsWith(prefix)).length;
  print(`modules loaded to serve http: ${count(url("src"))} of its own, ${count("npm:")} from npm`);
}

const { json } = parseArgs(Deno.args, { string: ["_", "json"] });
await using server = standInServer();
const standIn = `http://127.0.0.1:${await server.port()}`;
const subject = BINARY ?? `sources, Deno ${Deno.version.deno}`;
print(`${subject}; ${navigator.hardwareConcurrency} processors, ${Deno.build.target}`);
print(row("what", "budget", "min", "median", "max"));
const parts = [latency, start, memory, crowd, kinds, watching, metricsPage, scale];
for (const part of parts) await part(standIn);
await modules();
if (typeof json === "string") {
  await Deno.writeTextFile(json, `${JSON.stringify({ subject, measurements }, null, 2)}\n`);
}

// Prints the budgets beside what is measured here and now. It judges nothing.
// HEALTHCHECK_BIN names a compiled binary to measure; without it, the sources are.
// BENCH_SECONDS is how long the flood lasts (default 30).
import manifest from "../deno.json" with { type: "json" };
import { modulesOf } from "./modules.ts";
import { Process } from "./process.ts";

const HERE = new URL(".", import.meta.url).pathname;
const BINARY = Deno.env.get("HEALTHCHECK_BIN");
const FLOOD_MS = Number(Deno.env.get("BENCH_SECONDS") ?? "30") * 1000;
const CONNECTIONS = 64;
const ROUNDS = 1000;
/** The kubelet and the sidecar open a connection for each request, and so must what they are compared with. */
const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });

function deno(script: string, ...args: readonly string[]): Process {
  return new Process(Deno.execPath(), ["run", "--quiet", "--allow-net", script, ...args]);
}

function sidecar(...endpoints: readonly string[]): Process {
  const args = ["--host", "127.0.0.1", "0", "5", ...endpoints];
  if (BINARY !== undefined) return new Process(BINARY, args);
  const [, ...flags] = manifest.tasks.start.split(" ");
  return new Process(Deno.execPath(), [...flags, ...args]);
}

async function timeOf(url: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(url, { client });
  await response.body?.cancel();
  if (!response.ok) {
    throw new Error(`cannot measure: ${url} must answer 200, got ${response.status}`);
  }
  return performance.now() - started;
}

async function median(url: string, times: number): Promise<number> {
  await timeOf(url);
  const all: number[] = [];
  for (let i = 0; i < times; i++) all.push(await timeOf(url));
  return all.sort((a, b) => a - b)[times >> 1] ?? NaN;
}

function row(what: string, budget: string, measured: string): void {
  // deno-lint-ignore no-console
  console.log(`${what.padEnd(58)}  ${budget.padEnd(22)}  ${measured}`);
}

async function latency(standIn: string): Promise<void> {
  const slow = Array.from({ length: 10 }, (_, i) => `${standIn}/50?${i}`);
  await using ten = sidecar(...slow);
  const all = await median(`http://127.0.0.1:${await ten.port()}/all`, 20);
  const slowest = await median(`${standIn}/50`, 20);
  row("/all of 10 endpoints of 50 ms each", "< 1.3 x one", `${(all / slowest).toFixed(2)} x`);

  await using one = sidecar(`${standIn}/0`);
  const through = await median(`http://127.0.0.1:${await one.port()}/all`, ROUNDS);
  const direct = await median(`${standIn}/0`, ROUNDS);
  row(
    "/all of 1 endpoint against the same GET, p50",
    "< 4 x",
    `${(through / direct).toFixed(2)} x (${through.toFixed(2)} ms, ${direct.toFixed(2)} ms)`,
  );
}

async function memory(standIn: string): Promise<void> {
  await using bare = deno(`${HERE}stand_in.ts`);
  await bare.port();
  await using subject = sidecar(`${standIn}/0`);
  const all = `http://127.0.0.1:${await subject.port()}/all`;
  const [empty, idle] = [await bare.memory(), await subject.memory()];
  row(
    "resident, idle, above an empty Deno.serve",
    "<= 6 MiB",
    `${(idle.now - empty.now).toFixed(1)} MiB (${idle.now.toFixed(1)}, ${empty.now.toFixed(1)})`,
  );

  const end = performance.now() + FLOOD_MS;
  let answers = 0;
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    for (; performance.now() < end; answers++) await timeOf(all);
  }));
  const { peak } = await subject.memory();
  const rate = Math.round(answers / (FLOOD_MS / 1000));
  row(
    `resident at its peak, ${CONNECTIONS} connections on /all for ${FLOOD_MS / 1000} s`,
    "<= 96 MiB",
    `${peak.toFixed(1)} MiB (${rate} answers/s)`,
  );
}

/** What each kind adds: the whole of the process after checks of an endpoint of it. */
async function kinds(standIn: string): Promise<void> {
  const { host } = new URL(standIn);
  const sizes: string[] = [];
  for (
    const endpoint of [
      `http://${host}/0`,
      `http://${host}/0#contains=ok`,
      `tcp://${host}`,
      `grpc://${host}`,
      `https://${host}/0`,
      `grpcs://${host}`,
    ]
  ) {
    await using subject = sidecar(endpoint);
    const all = `http://127.0.0.1:${await subject.port()}/all`;
    for (let i = 0; i < 20; i++) await (await fetch(all, { client })).body?.cancel();
    const { now } = await subject.memory();
    sizes.push(`${endpoint.replace(host, "").replace("//", "")} ${now.toFixed(1)}`);
  }
  row("resident after 20 checks, by kind, MiB", "", sizes.join(", "));
}

async function modules(): Promise<void> {
  const url = (path: string): string => new URL(`../${path}`, import.meta.url).href;
  const loaded = await modulesOf(
    ...["main.ts", "src/commands/serve.ts", "src/probes/http.ts"].map(url),
  );
  const names = [...loaded].map((specifier) => specifier.replace(url(""), ""));
  const own = names.filter((name) => name.endsWith(".ts"));
  row(
    "modules loaded to serve http",
    "what serving uses",
    `${own.length} of its own, ${names.filter((name) => name.startsWith("npm:")).length} from npm`,
  );
}

async function start(standIn: string): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 10; i++) {
    await using subject = sidecar(`${standIn}/0`);
    await timeOf(`http://127.0.0.1:${await subject.port()}/self`);
    times.push(performance.now() - subject.started);
  }
  const ms = times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
  row("from exec to the first 200 on /self", "< 60 ms, compiled", `${ms.toFixed(0)} ms`);
}

await using server = deno(`${HERE}stand_in.ts`);
const standIn = `http://127.0.0.1:${await server.port()}`;
row("what", "budget", `measured (${BINARY ?? "sources"}, Deno ${Deno.version.deno})`);
await latency(standIn);
await start(standIn);
await memory(standIn);
await kinds(standIn);
await modules();

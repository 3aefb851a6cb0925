// Run by main.ts in namespaces of its own, with loopback and a name server that never answers: prints
// samples on standard error, and at the end their growth as JSON.
import { compiledFlags } from "../../bench/support/compiled_flags.ts";
import { REPORT_FORMATS } from "../../src/formats/report_formats.ts";
import type { RecordedOutage } from "../../src/watch/history/history_file.ts";
import { HistoryStore } from "../../src/watch/history/worker/store.ts";
import { answerForEver, listen, neverAnswer, refusedPort } from "../servers/misbehaving.ts";
import { SlowServers } from "../servers/slow.ts";
import { inFolder } from "../support/folder.ts";
import { fixture } from "../support/outcome.ts";
import { Program } from "../support/program.ts";
import { startNameServer } from "../torture/names/name_server.ts";
import { GarbageCollector } from "./garbage.ts";
import { growthOf, type Usage } from "./growth.ts";

const POLL_MS = 1000;
/** No multiple of the period of the polls: some samples fall between two rounds. */
const SAMPLE_MS = 10_300;
/** The outages of an endpoint that an answer lists. */
const LISTED = 100;
/** How long the endpoint that comes and goes is up, and then down. */
const FLAP_MS = 20_000;
const PATHS = [
  ...["/all", "/all/app", "/all/nobody", "/all?exclude=app", "/all?group=g", "/all?refresh=5"],
  ...["/self", "/health", "/history", "/history?since=1h", "/nothing"],
];
const METRICS = ["text/plain", "application/openmetrics-text; version=1.0.0"];

/** Serves what comes and goes, a page of JSON and of metrics, and Slack. */
function serveApp(): Deno.HttpServer<Deno.NetAddr> {
  let steps = 0;
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  return Deno.serve(options, async (request) => {
    await request.body?.cancel();
    switch (new URL(request.url).pathname) {
      case "/json":
        return Response.json({ data: [{ id: "granite" }], queue: 3 });
      case "/metrics":
        return new Response(`steps_total ${steps++}\nrunning{a="1"} 2\n`);
      case "/flap":
        return new Response(null, { status: Date.now() % (2 * FLAP_MS) < FLAP_MS ? 200 : 503 });
      default:
        return new Response("ok");
    }
  });
}

/** Requests everything once, at the same time. Fails if there is no answer. */
async function poll(port: number): Promise<void> {
  const requests = [
    ...PATHS.flatMap((path) => [...REPORT_FORMATS.keys()].map((accept) => [path, accept])),
    ...METRICS.map((accept) => ["/metrics", accept]),
  ];
  await Promise.all(requests.map(async ([path, accept = ""]) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { accept, connection: "close" },
    });
    await answer.bytes();
  }));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Writes as many outages of each endpoint as an answer lists, within the last hour: otherwise the answers, and
 * the memory that they take, would grow with each outage.
 */
async function fillHistory(file: string, endpoints: readonly string[]): Promise<void> {
  const names = endpoints.flatMap((endpoint) => /[#&]name=([^&]+)/.exec(endpoint)?.[1] ?? []);
  const [end, stepMs] = [Date.now(), 3_600_000 / LISTED];
  const outages = names.flatMap((endpoint) =>
    Array.from({ length: LISTED }, (_, index): RecordedOutage => {
      const begin = new Date(end - (index + 1) * stepMs);
      return {
        endpoint,
        begin,
        end: new Date(begin.getTime() + stepMs / 2),
        firstFailure: "refused",
        firstReason: "connection refused",
        lastFailure: "refused",
        lastReason: "connection refused",
        notified: false,
      };
    })
  );
  const watched = [{ begin: new Date(end - 3_600_000), end: new Date(end) }];
  const history = new HistoryStore(file);
  await history.open();
  const pruneBefore = new Date(0);
  await history.write({
    outages,
    watched,
    responses: [],
    endpoints: names,
    optional: [],
    pruneBefore,
  });
  await history.close();
}

async function soak(minutes: number, volume: string | undefined, folder: string): Promise<void> {
  await using stack = new AsyncDisposableStack();
  stack.use(await startNameServer());
  const servers = stack.use(new SlowServers(0, folder));
  const app = `http://127.0.0.1:${stack.use(serveApp()).addr.port}`;
  const hanging = stack.use(listen(neverAnswer)).port;
  const endless = stack.use(listen(answerForEver("HTTP/1.1 200 OK\r\n\r\n", "x", 10))).port;
  for (const name of ["mark", "token"]) await Deno.writeTextFile(`${folder}/${name}`, "all well");
  await Deno.writeTextFile(`${folder}/ca`, fixture("certificates/authority.pem"));
  const endpoints = [
    `${app}/flap#name=app&group=g`,
    ...servers.endpoints,
    ...servers.endpoints.filter((endpoint) => endpoint.includes("insecure"))
      .map((endpoint) => endpoint.replace("insecure", `ca=${folder}/ca&expires=3650d`))
      .map((endpoint) => endpoint.replace("name=", "name=ca-")),
    `${app}/json#name=json&json=data[].id:granite&json=queue<100&header-file=X-Token:${folder}/token`,
    `${app}/metrics#name=metric&metric=running{a="1"}<9`,
    `${app}/metrics#name=progress&progress=steps_total&busy=running&stall=30s`,
    `http://127.0.0.1:${hanging}/#name=hanging`,
    `http://127.0.0.1:${endless}/#name=endless`,
    `tcp://127.0.0.1:${refusedPort()}#name=refused`,
    ...["tcp://a.lost:1", "https://b.lost/", "grpc://c.lost:1"],
    `file://${folder}/mark#name=mark&contains=well`,
    `file://${folder}/missing#name=missing&every=5s`,
    ...(volume === undefined ? [] : [
      `file://${volume}/mark#name=volume`,
      `file://${volume}/text#name=text&contains=x`,
      `${app}/#name=token&header-file=X-Token:${volume}/token`,
    ]),
  ];
  await fillHistory(`${folder}/history`, endpoints);
  const inspector = refusedPort();
  const program = stack.use(
    new Program([
      ...["watch", "--host", "127.0.0.1", "--every", "1s", "--history", `${folder}/history`],
      ...["--alertmanager", `http://127.0.0.1:${refusedPort()}`, "--startup", "1s"],
      ...["--alertmanager", `http://127.0.0.1:${hanging}`, "--alertmanager", "http://am.lost:9093"],
      ...["0", "500ms", ...endpoints],
    ], {
      denoFlags: [...compiledFlags(), `--inspect=127.0.0.1:${inspector}`],
      env: { SLACK_WEBHOOK_URL: `${app}/slack` },
    }),
  );
  const port = await program.port();
  const garbage = stack.use(await GarbageCollector.connect(inspector));
  // Nobody needs the log, but it must be read.
  const log = (async (): Promise<void> => {
    for await (const _ of program.lines);
  })();
  const endMs = performance.now() + minutes * 60_000;
  const samples: Usage[] = [];
  const repeat = async (everyMs: number, act: () => Promise<void>): Promise<void> => {
    while (performance.now() < endMs) await Promise.all([act(), pause(everyMs)]);
  };
  await Promise.all([
    repeat(POLL_MS, () => poll(port)),
    repeat(SAMPLE_MS, async () => {
      // Else up to two thirds of the memory would be garbage, by when V8 happens to collect it.
      await garbage.collect();
      const [descriptors, memory] = await program.usage("RssAnon");
      samples.push([descriptors, memory]);
      const line = `${new Date().toISOString()} ${descriptors} descriptors, ${
        memory.toFixed(1)
      } MiB`;
      await Deno.stderr.write(new TextEncoder().encode(`${line}\n`));
    }),
  ]);
  program.kill("SIGKILL");
  await log;
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(growthOf(samples))));
}

const [minutes = "60", volume] = Deno.args;
await inFolder((folder) => soak(Number(minutes), volume, folder));

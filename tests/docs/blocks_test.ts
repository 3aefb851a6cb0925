import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/yaml";
import { Ajv } from "ajv";
import { parseArguments } from "../../src/cli/arguments.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { reportOf } from "../../src/check/report.ts";
import { PROMETHEUS } from "../../src/exposition/exposition.ts";
import { familiesOf } from "../../src/exposition/families.ts";
import { Registry } from "../../src/exposition/registry.ts";
import { renderReport as renderJson } from "../../src/formats/json.ts";
import { renderPhases } from "../../src/formats/text.ts";
import { renderReport } from "../../src/formats/text.ts";
import definitions from "../deploy/schemas/_definitions.json" with { type: "json" };
import { filesOf, textOf } from "../deploy/sources.ts";
import { metricNames } from "../support/metric_names.ts";
import { type Block, blocksOf, pageOf, PAGES } from "../support/pages.ts";
import { Program } from "../support/program.ts";
import { at, OK, report, WARNED } from "../support/reports.ts";

/** What checks the blocks of a language. */
const LANGUAGES: Readonly<Record<string, string>> = {
  console: "commands_test.ts checks the commands, OUTPUTS what they print",
  dockerfile: "a test below",
  json: "a test below",
  promql: "a test below",
  sh: "commands_test.ts",
  text: "OUTPUTS",
  yaml: "a test below",
};

/** The blocks of text and of output by how they begin, and what checks them. */
const OUTPUTS: Readonly<Record<string, string>> = {
  "kubelet ": "a picture, for people",
  "NAME ": "what kubectl prints",
  "healthcheck ": "commands_test.ts",
  "http://localhost:8080/health#": "a test below",
  "2026-": "a test below",
  "$ curl localhost:8081/all": "a test below",
  "$ curl -H 'Accept: application/json' ": "a test below",
  "$ healthcheck check --verbose ": "a test below",
  "$ healthcheck history ": "watch_test.ts",
};

/** The pages whose YAML is copied from deploy/ alone. */
const COPIED = [
  "deploy/README.md",
  ...["answers", "commands", "getting-started", "watch"].map((name) => `docs/${name}.md`),
];

const BLOCKS = PAGES.flatMap(blocksOf);

function textsIn(language: string): string[] {
  return BLOCKS.filter((block) => block.language === language).map(({ lines }) => lines.join("\n"));
}

Deno.test("every block of code is of a kind that a test checks when the pages are read", () => {
  assert(BLOCKS.length > 60);
  for (const { page, language, lines } of BLOCKS) {
    const where = `${page}: ${language} ${lines[0]}`;
    assert(language in LANGUAGES, `give the block one of the languages of this file: ${where}`);
    if (language !== "text" && language !== "console") continue;
    const isKnown = Object.keys(OUTPUTS).some((begin) => lines[0]?.startsWith(begin));
    assert(isKnown, `add a test of the block, and its begin to OUTPUTS in this file: ${where}`);
  }
  for (const begin of Object.keys(OUTPUTS)) {
    const isShown = BLOCKS.some(({ lines }) => lines[0]?.startsWith(begin));
    assert(isShown, `no page shows it: take "${begin}" off OUTPUTS in this file`);
  }
});

/** Removes indentation and blank lines, so that an excerpt can be found at any depth. */
function squeezed(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).filter((line) => line !== "").join("\n");
}

const SOURCES = filesOf().filter((file) => file.endsWith(".yaml"))
  .map((file) => squeezed(textOf(file).split("\n")));

// strict is about the schemas: those of Kubernetes have formats and keywords of their own.
const isPodSpec = new Ajv({ strict: false, validateFormats: false })
  .addSchema(definitions, "_definitions.json")
  .compile({ $ref: "_definitions.json#/$defs/io.k8s.api.core.v1.PodSpec" });

/** A container, as far as a page shows it. */
interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly restartPolicy?: string;
  readonly readinessProbe?: Probe;
}

interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: number };
  readonly timeoutSeconds?: number;
}

/** What a block that is no excerpt may be. */
type Shown =
  | readonly Container[]
  | { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] }
  | { readonly kind: string }
  | { readonly components: readonly string[] }
  | { readonly scrape_configs: readonly object[] }
  | { readonly services: Readonly<Record<string, { readonly command?: readonly string[] }>> };

/** Checks the part of a pod that a page shows. */
async function checkPod(
  pod: Extract<Shown, { containers: unknown }>,
  page: string,
): Promise<void> {
  const correct = (what: string): string => `correct the pod in ${page}: ${what}`;
  assert(isPodSpec(pod), correct(JSON.stringify(isPodSpec.errors)));
  const containers = [...pod.initContainers ?? [], ...pod.containers];
  for (const { image, command = [], args = [] } of containers) {
    const words = [...command, ...args];
    if (image !== "healthcheck") continue;
    assert("settings" in await parseArguments(words), correct(words.join(" ")));
  }
  for (const { restartPolicy, args: [first = ""] = [] } of pod.initContainers ?? []) {
    // One that serves and must end first would keep the pod from starting.
    if (/^\d+$/.test(first)) assertEquals(restartPolicy, "Always", correct("restartPolicy"));
  }
  const [port, timeout] = containers.find(({ image }) => image === "healthcheck")?.args ?? [];
  for (const { readinessProbe } of containers) {
    if (readinessProbe?.httpGet?.path !== "/all") continue;
    assertEquals(readinessProbe.httpGet.port, Number(port), correct("port"));
    const isLonger = (readinessProbe.timeoutSeconds ?? 1) > Number(timeout);
    assert(isLonger, correct("timeoutSeconds must be longer than TIMEOUT"));
  }
}

async function checkManifest({ page, lines }: Block): Promise<void> {
  const shown = parse(lines.join("\n")) as Shown;
  if (SOURCES.some((source) => source.includes(squeezed(lines)))) return;
  if ("scrape_configs" in shown) return assertEquals(shown.scrape_configs.length, 1, page);
  if ("services" in shown) {
    const { command = [] } = shown.services["healthcheck"] ?? {};
    assert("settings" in await parseArguments(command), `correct the command in ${page}`);
    return;
  }
  assert(!COPIED.includes(page), `copy this from a file of deploy/ to ${page}: ${lines[0]}`);
  if (Array.isArray(shown)) return await checkPod({ containers: shown }, page);
  if ("containers" in shown) return await checkPod(shown, page);
  if ("components" in shown) {
    for (const name of shown.components) textOf(`monitoring/${name}/kustomization.yaml`);
    return;
  }
  // coming_from_test.ts runs them.
  const isRun = "kind" in shown && page === "docs/coming-from.md";
  assert(isRun, `show a container, a pod or a part of deploy/ in ${page}: ${lines[0]}`);
}

for (const page of PAGES) {
  const blocks = blocksOf(page).filter(({ language }) => language === "yaml");
  if (blocks.length === 0) continue;
  Deno.test(`${page} has only YAML that is an excerpt of deploy/ or valid when it is read`, async () => {
    for (const block of blocks) await checkManifest(block);
  });
}

Deno.test("every query names only metrics that exist when the pages are read", async () => {
  const known = await metricNames();
  const queries = textsIn("promql");
  assert(queries.length > 0);
  for (const query of queries) {
    const names = query.match(/\b(?:healthcheck|process)_[a-z_]+/g) ?? [];
    assert(names.length > 0, `name a metric of healthcheck in ${query}`);
    for (const name of names) assert(known.includes(name), `no metric is called ${name}: ${query}`);
  }
});

Deno.test("docs/metrics-and-alerts.md names every metric when it is compared with the code", async () => {
  const page = pageOf("docs/metrics-and-alerts.md");
  const names = (await metricNames()).map((name) => name.replace(/_(?:bucket|sum|count)$/, ""));
  const missing = [...new Set(names)].filter((name) => !page.includes(`\`${name}\``));
  assertEquals(missing, [], "give docs/metrics-and-alerts.md a row for each metric");
});

/** Counts the series of a process that has checked these endpoints once, less those of groups. */
async function seriesOf(found: Parameters<typeof report>[0], wanted = /^\w/): Promise<number> {
  const round = await report(found);
  const registry = new Registry(round.results.map(({ endpoint }) => endpoint));
  round.results.forEach((result) => registry.addResult(result));
  registry.addRound(round);
  const process = { startTime: 0, residentBytes: 0, droppedLogLines: 0, isShuttingDown: false };
  const text = PROMETHEUS.renderMetrics(familiesOf(registry, process));
  return text.split("\n").filter((line) => wanted.test(line)).length;
}

Deno.test("docs/metrics-and-alerts.md says how many series an endpoint has when they are counted", async () => {
  const one = await seriesOf({ "http://a/": OK });
  const two = await seriesOf({ "http://a/": OK, "http://b/": OK });
  const withCertificate = await seriesOf({ "http://a/": OK, "https://b/": WARNED });
  const durations = await seriesOf({ "http://a/": OK }, /^\w+_check_duration_seconds/);
  const failures = await seriesOf({ "http://a/": OK }, /^\w+_failures_total/);
  const [, ...shown] =
    /has (\d+) series .*?: (\d+) are .*? and (\d+) count [^]*? have (\d+) more[^]*? itself has (\d+)/
      .exec(pageOf("docs/metrics-and-alerts.md")) ?? [];
  const counted = [two - one, durations, failures, withCertificate - two, 2 * one - two];
  assertEquals(shown.map(Number), counted, "count the series in docs/metrics-and-alerts.md anew");
});

Deno.test("every block of JSON can be parsed when the pages are read", () => {
  for (const text of textsIn("json")) {
    // A page may show some members of an object.
    JSON.parse(/^[{[]/.test(text) ? text : `{${text.replace(/,$/, "")}}`);
  }
});

Deno.test("every line of a Containerfile copies the binary from where it is when the pages are read", async () => {
  const [, path = ""] = /^ENTRYPOINT \["(.*)"\]$/m.exec(pageOf("Containerfile.distroless")) ?? [];
  for (const text of textsIn("dockerfile")) {
    const [, health] = /^HEALTHCHECK .*CMD (\[.*\])$/.exec(text) ?? [];
    if (health !== undefined) {
      const [program, ...words] = JSON.parse(health) as string[];
      assertEquals(program, path);
      assert("settings" in await parseArguments(words), text);
      continue;
    }
    const copied = /^COPY --from=\S+\/healthcheck:\S+ (\S+) \S+$/.exec(text)?.[1];
    assertEquals(copied, path, "copy from where Containerfile.distroless has its entry point");
  }
});

Deno.test("the endpoint of docs/endpoints.md has the options that it shows when it is parsed", async () => {
  const [text = ""] = textsIn("text").filter((text) => text.startsWith("http://"));
  const [endpoint] = await parseEndpoints([text], 5);
  const advice = "show the endpoint with name, timeout and optional in docs/endpoints.md";
  assertEquals([endpoint?.name, endpoint?.timeout, endpoint?.optional], ["app", 1, true], advice);
});

Deno.test("docs/answers.md shows what `/all` answers when an endpoint fails", async () => {
  const endpoints = await parseEndpoints([
    "http://localhost:15021/healthz/ready",
    "tcp://localhost:6379#name=cache&timeout=1&optional",
    "http://localhost:8080/health",
  ], 5);
  const refused = { ok: false, status: null, failure: "refused", reason: "connection refused" };
  const late = { ok: false, status: null, failure: "timeout", reason: "timed out after 1 s" };
  const outcomes = [[refused, 0.002], [late, 1.001], [OK, 0.003]] as const;
  const results = endpoints.map((endpoint, index) => {
    const [outcome, duration] = outcomes[index] ?? [OK, 0];
    return { endpoint, outcome: outcome as typeof OK, startedAt: at(0), duration };
  });
  const shown = textsIn("console").find((text) => text.startsWith("$ curl localhost:8081/all\n"));
  const text = renderReport(reportOf(at(0), results), { query: "", refresh: null });
  const advice = "copy the answer into docs/answers.md, below `curl localhost:8081/all`";
  assertEquals(shown?.split("\n").slice(1), text.trimEnd().split("\n"), advice);
});

Deno.test("docs/answers.md shows the JSON that `/all/NAME` answers when an optional endpoint fails", async () => {
  const [cache] = await parseEndpoints(["tcp://localhost:6379#name=cache&timeout=1&optional"], 5);
  assert(cache !== undefined);
  const outcome = {
    ok: false,
    status: null,
    failure: "timeout",
    reason: "timed out after 1 s",
  } as const;
  const results = [{ endpoint: cache, outcome, startedAt: at(0), duration: 1.001 }];
  const shown = textsIn("console").find((text) => text.startsWith("$ curl -H 'Accept: "));
  const advice = "copy the answer into docs/answers.md, below `curl -H 'Accept: application/json'`";
  const answer = renderJson(reportOf(at(0), results), { query: "", refresh: null });
  const untimed = (text = ""): unknown => ({ ...JSON.parse(text), timestamp: "" });
  assertEquals(untimed(shown?.split("\n")[1]), untimed(answer), advice);
});

Deno.test("docs/commands.md shows phases as check --verbose prints them", () => {
  const shown = textsIn("text").find((text) => text.startsWith("$ healthcheck check --verbose "));
  const rows = shown?.split("\n").slice(3) ?? [];
  const phases = rows.map((row) => {
    const [, ms, phase = "", shown = ""] = /^ *([\d.]+) ms {2}(.{7}) {2}(.*)$/.exec(row) ?? [];
    return { ms: Number(ms), phase: phase.trim(), shown };
  });
  assertEquals(rows, renderPhases(phases).trimEnd().split("\n"));
});

/** Returns the level and the event of a line of the log, and the names of its fields. */
function shapeOf(line: string): string {
  const [, event = "", fields = ""] = /^\S+ ([a-z]+ +[a-z ]+?)((?: \w+=.*)?)$/.exec(line) ?? [];
  const names = fields.replaceAll(/"[^"]*"/g, "-").matchAll(/ (\w+)=/g);
  return [event, ...[...names].map(([, name]) => name)].join(" ");
}

Deno.test("docs/ shows lines of the log as the program writes them", async () => {
  const shown = textsIn("text").filter((text) => text.startsWith("2026-")).join("\n").split("\n");
  assertEquals(shown.length, 3, "look in this test for the new line of the log, too");
  await using program = new Program(["watch", "0", "5", "tcp://127.0.0.1:1#name=db"]);
  const [listening] = await program.line(/.* listening .*/);
  const [watching] = await program.line(/.* watching .*/);
  const [failing] = await program.line(/.* endpoint failing .*/);
  const lines = [listening, failing, watching];
  const advice = `copy the lines of the log into the pages of docs/: ${lines.join("\n")}`;
  assertEquals(shown.map(shapeOf), lines.map(shapeOf), advice);
});

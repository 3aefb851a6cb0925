import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parse } from "@std/yaml";
import { DaemonSet } from "kubernetes-models/apps/v1/DaemonSet";
import { Job } from "kubernetes-models/batch/v1/Job";
import { Pod } from "kubernetes-models/v1/Pod";
import { parseArguments } from "../../src/cli/arguments.ts";
import { COMMANDS, SERVE } from "../../src/cli/commands.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { answer, listen } from "../servers/misbehaving.ts";
import { type Answer, type Script, scripted } from "../servers/scripted.ts";
import { inFolder } from "../support/folder.ts";
import { startGrpcServers } from "../servers/grpc_process.ts";
import { kindsByOption } from "../support/kinds.ts";
import { rowsOf } from "../support/pages.ts";
import { Program } from "../support/program.ts";

const PAGE = Deno.readTextFileSync(new URL("../../docs/coming-from.md", import.meta.url));
const MODELS: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
  DaemonSet,
  Job,
  Pod,
};
const FLAGS = ["--quiet", "-P=healthcheck"];

/** A section of the page. */
interface Tool {
  readonly title: string;
  readonly before: Manifest;
  readonly after: Manifest;
  /** The cells of its table. */
  readonly rows: readonly (readonly string[])[];
}

interface Manifest {
  readonly kind: string;
  readonly spec: PodSpec & { readonly template?: { readonly spec: PodSpec } };
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
}

interface Probe {
  readonly exec?: { readonly command: readonly string[] };
  readonly httpGet?: { readonly path: string; readonly port: number };
  readonly timeoutSeconds: number;
}

const TOOLS: readonly Tool[] = PAGE.split("\n## ").slice(2).map((section) => {
  const [, before = "", after = ""] =
    /\nBefore:\n\n```yaml\n([^]*?)```\n\nAfter:\n\n```yaml\n([^]*?)```\n/.exec(section) ?? [];
  return {
    title: section.split("\n", 1)[0] ?? "",
    before: parse(before) as Manifest,
    after: parse(after) as Manifest,
    rows: section.split("\n").filter((line) => line.startsWith("|")).slice(2)
      .map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim())),
  };
});

function containersOf({ spec }: Manifest): Container[] {
  const { containers, initContainers = [] } = spec.template?.spec ?? spec;
  return [...containers, ...initContainers];
}

/** Returns the words of every command of ours in a manifest, without the program. */
function commandsOf(manifest: Manifest): string[][] {
  return containersOf(manifest).flatMap((container) => {
    const { image, command = [], args = [], readinessProbe, livenessProbe } = container;
    const own = image === "healthcheck" ? ["/app/healthcheck", ...args] : [...command, ...args];
    const probes = [readinessProbe, livenessProbe].map((probe) => probe?.exec?.command ?? []);
    return [own, ...probes].filter(([program]) => program === "/app/healthcheck")
      .map((words) => words.slice(1));
  });
}

/** Checks that the second cell of each row names only what exists, and that a third has a note. */
async function checkRows(table: string, rows: Tool["rows"]): Promise<void> {
  const commands = [SERVE, ...COMMANDS.values()];
  const options = new Set(
    commands.flatMap((command) =>
      Object.values(command.arguments).flatMap((argument) =>
        argument.kind === "option" ? [`--${argument.name}`] : []
      )
    ),
  );
  const fragments = await kindsByOption();
  const others = ["HEALTHCHECK_WAIT_DISABLED", "SLACK_WEBHOOK_URL", "/", "/all", "/metrics"];
  for (const [, ours = "", ...notes] of rows) {
    assertEquals(notes.length, 1, `give the row of ${ours} in ${table} one note`);
    for (const [, code = ""] of ours.matchAll(/`([^`]+)`/g)) {
      const [word = "", ...more] = code.split(" ");
      const [, fragment] = /^([a-z-]+)=?$/.exec(word) ?? [];
      const advice = `${code} does not exist: correct ${table}`;
      if (word.startsWith("--")) {
        const known = options.has(word.split("=", 1)[0] ?? "");
        assert(known || ["--", "--version", "--help"].includes(word), advice);
      } else if (word === "healthcheck") assert(COMMANDS.has(more[0] ?? ""), advice);
      else if (word.includes("://")) await parseEndpoints([word], 5);
      else if (fragment !== undefined) assert(fragments.has(fragment), advice);
      else assert(others.includes(word), advice);
    }
  }
}

function toolOf(title: string): Tool {
  const tool = TOOLS.find((tool) => tool.title === title);
  assert(tool !== undefined, `docs/coming-from.md has no section "## ${title}"`);
  return tool;
}

/**
 * Starts the command under "After".
 *
 * @param replaced What stands in for hosts with ports, and for paths of the manifest.
 * @param limit The value of `--for`, where the command has it.
 */
function startAfter(
  title: string,
  replaced: Readonly<Record<string, string>>,
  limit = "20s",
): Program {
  const [words = []] = commandsOf(toolOf(title).after);
  for (const text of Object.keys(replaced)) {
    const isNamed = words.some((word) => word.includes(text));
    assert(isNamed, `name ${text} in the manifest after "${title}", or correct this test`);
  }
  const local = words.map((word, index) => {
    if (words[index - 1] === "--for") return limit;
    return Object.entries(replaced).reduce((text, [from, to]) => text.replaceAll(from, to), word)
      .replace(/^--for=.*/, `--for=${limit}`);
  });
  for (const word of local) {
    const isLocal = !/\/\/(?!127\.0\.0\.1:)[\w.-]+:\d+/.test(word);
    assert(isLocal, `give ${word} of "${title}" a stand-in in this test`);
  }
  return new Program(local, { denoFlags: FLAGS });
}

Deno.test("docs/coming-from.md has a section for every tool when it is read", () => {
  const titles = TOOLS.map(({ title }) => title);
  const known = [
    ...["scuttle", "linkerd-await", "grpc-health-probe", "wait4x", "dockerize", "kubexit"],
    ...["CSI livenessprobe", "A script with curl"],
  ];
  assertEquals(
    titles,
    known,
    "give docs/coming-from.md a section for each tool of this list, or add the tool here",
  );
  for (const title of titles) {
    const anchor = title.toLowerCase().replaceAll(" ", "-");
    const advice = `link to #${anchor} at the top of docs/coming-from.md`;
    assertMatch(PAGE, new RegExp(`\\[${title}\\]\\(#${anchor}\\)`, "i"), advice);
  }
});

for (const tool of ["blackbox_exporter", "gatus", "uptime-kuma", "goss", "the kubelet"]) {
  Deno.test(`the table of ${tool} names only what exists when it is compared with the code`, async () => {
    const rows = rowsOf("docs/coming-from-monitors.md", tool);
    assert(rows.length > 5, `docs/coming-from-monitors.md has no table of ${tool}`);
    await checkRows(`the table of ${tool} in docs/coming-from-monitors.md`, rows);
  });
}

for (const { title, before, after, rows } of TOOLS) {
  Deno.test(`the manifests of "${title}" match the schemas of Kubernetes when they are read`, async () => {
    for (const manifest of [before, after]) {
      const Model = MODELS[manifest.kind];
      assert(Model !== undefined, `add the model of ${manifest.kind} to MODELS in this file`);
      new Model(manifest as never).validate();
    }
    const [words = [], ...others] = commandsOf(after);
    const section = `"${title}" in docs/coming-from.md`;
    const advice = `show our command only after, and once, in ${section}`;
    assertEquals([commandsOf(before).length, others.length], [0, 0], advice);
    const invocation = await parseArguments(words);
    assert("settings" in invocation, `correct the command of ${section}: ${words.join(" ")}`);
  });

  Deno.test(`the table of "${title}" names only what exists when it is compared with the code`, async () => {
    const table = `the table of "${title}" in docs/coming-from.md`;
    assert(rows.length > 5, `give ${table} a row for each option of the tool`);
    await checkRows(table, rows);
  });
}

/** A section whose manifest is a Job. */
interface JobCase {
  /** The servers, by host and port. */
  readonly servers: Readonly<Record<string, Script>>;
  /** The request that finds the proxy ready, and its answers before and then. */
  readonly ready: readonly [server: string, request: string, ...answers: [Answer, Answer]];
  readonly quit: string;
  /** Whether the quit is sent after a failure. */
  readonly alwaysQuits: boolean;
  /** Whether the Job starts when the wait runs out. */
  readonly startsAnyway: boolean;
}

const DEFAULTS = { alwaysQuits: true, startsAnyway: false };
const ISTIO_QUIT = { "localhost:15020": { "POST /quitquitquit": [200] } };
const JOBS: Readonly<Record<string, JobCase>> = {
  scuttle: {
    ...DEFAULTS,
    servers: ISTIO_QUIT,
    ready: [
      "localhost:15000",
      "GET /server_info",
      '{"state":"PRE_INITIALIZING"}',
      '{"state":"LIVE"}',
    ],
    quit: "POST /quitquitquit",
    alwaysQuits: false,
  },
  "linkerd-await": {
    ...DEFAULTS,
    servers: { "localhost:4191": { "POST /shutdown": [200] } },
    ready: ["localhost:4191", "GET /ready", 503, 200],
    quit: "POST /shutdown",
    startsAnyway: true,
  },
  kubexit: {
    ...DEFAULTS,
    servers: { "localhost:9091": { "POST /quitquitquit": [200] } },
    ready: ["localhost:9090", "GET /readiness", 503, 200],
    quit: "POST /quitquitquit",
  },
  "A script with curl": {
    ...DEFAULTS,
    servers: ISTIO_QUIT,
    ready: ["localhost:15021", "GET /healthz/ready", 503, 200],
    quit: "POST /quitquitquit",
  },
};

/** What happened around a Job. */
interface JobOutcome {
  readonly code: number;
  /** The requests in their order, with `(started)` where the Job had begun. */
  readonly requests: readonly string[];
  /** The arguments of the Job; `undefined` if it did not start. */
  readonly words: string | undefined;
}

/** Writes a program that leaves its arguments in `PATH.arguments`, and exits with a status. */
async function writeScript(path: string, status: number): Promise<void> {
  await Deno.writeTextFile(path, `#!/bin/sh\necho "$*" > "$0.arguments"\nexit ${status}\n`, {
    mode: 0o755,
  });
}

function argumentsOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(`${path}.arguments`).trim();
  } catch {
    return undefined;
  }
}

/** Runs the Job under "After". */
async function runJob(
  title: string,
  { servers, ready: [server, request, ...answers] }: JobCase,
  { status = 0, getsReady = true }: { status?: number; getsReady?: boolean } = {},
): Promise<JobOutcome> {
  return await inFolder(async (folder) => {
    const job = `${folder}/job`;
    await writeScript(job, status);
    const requests: string[] = [];
    await using stack = new AsyncDisposableStack();
    const replaced: Record<string, string> = { "/app/job": job };
    const [before, then] = answers;
    const scripts = {
      ...servers,
      [server]: { ...servers[server], [request]: getsReady ? [before, then] : [before] },
    };
    for (const [address, script] of Object.entries(scripts)) {
      const { port } = stack.use(scripted(script, (request) => {
        requests.push(argumentsOf(job) === undefined ? request : `${request} (started)`);
      }));
      replaced[address] = `127.0.0.1:${port}`;
    }
    await using program = startAfter(title, replaced, getsReady ? "20s" : "500ms");
    const { code } = await program.end();
    return { code, requests, words: argumentsOf(job) };
  });
}

for (const [title, job] of Object.entries(JOBS)) {
  const { ready: [, ready], quit, alwaysQuits, startsAnyway } = job;

  Deno.test(`the Job after "${title}" waits, runs and quits when the proxy gets ready`, async () => {
    const found = await runJob(title, job);
    const requests = [ready, ready, `${quit} (started)`];
    assertEquals(found, { code: 0, requests, words: "--once" });
  });

  Deno.test(`the Job after "${title}" exits with its status when it fails`, async () => {
    const found = await runJob(title, job, { status: 7 });
    const requests = [ready, ready, ...(alwaysQuits ? [`${quit} (started)`] : [])];
    assertEquals(found, { code: 7, requests, words: "--once" });
  });

  Deno.test(`the Job after "${title}" ${startsAnyway ? "runs" : "does not run"} when the proxy does not get ready`, async () => {
    const { code, requests, words } = await runJob(title, job, { getsReady: false });
    assertEquals([code, words], startsAnyway ? [0, "--once"] : [1, undefined]);
    const last = startsAnyway ? `${quit} (started)` : alwaysQuits ? quit : ready;
    assertEquals([requests[0], requests.at(-1)], [ready, last]);
  });
}

Deno.test('the probe after "grpc-health-probe" exits 0 only when the service is SERVING', async () => {
  await inFolder(async (folder) => {
    await using servers = await startGrpcServers(folder);
    const expected = [[servers.plain, 0, "SERVING"], [
      servers.bare,
      1,
      "gRPC status 12: health checks are not implemented",
    ]] as const;
    for (const [port, status, text] of expected) {
      const address = { "localhost:5000": `127.0.0.1:${port}` };
      await using program = startAfter("grpc-health-probe", address);
      const { code, out } = await program.end();
      assertEquals(code, status);
      assertStringIncludes(out.join("\n"), text);
    }
  });
});

Deno.test('the probe after "grpc-health-probe" may take longer than TIMEOUT when it is read', () => {
  const { after } = toolOf("grpc-health-probe");
  const [, timeout] = commandsOf(after)[0] ?? [];
  const [container] = containersOf(after);
  assert((container?.readinessProbe?.timeoutSeconds ?? 0) > Number(timeout));
});

for (
  const [state, reply, code] of [["ready", "+PONG\r\n", 0], ["loading", "-LOADING\r\n", 1]] as const
) {
  Deno.test(`the init container after "wait4x" exits ${code} when the cache is ${state}`, async () => {
    await using database = listen(() => Promise.resolve());
    await using cache = listen(answer(reply));
    // Only the cache is not ready where that is the question.
    const health = [...(code === 0 ? ['{"status":"yellow"}'] : []), '{"status":"green"}'];
    await using search = scripted({ "GET /_cluster/health": health });
    const replaced = {
      "database:5432": `127.0.0.1:${database.port}`,
      "cache:6379": `127.0.0.1:${cache.port}`,
      "search:9200": `127.0.0.1:${search.port}`,
    };
    await using program = startAfter("wait4x", replaced, code === 0 ? "20s" : "500ms");
    assertEquals((await program.end()).code, code);
  });
}

Deno.test('the container after "dockerize" starts its program when the mark appears', async () => {
  await inFolder(async (folder) => {
    const server = `${folder}/server`;
    await writeScript(server, 3);
    await Deno.writeTextFile(`${folder}/authorization`, "Basic bm9ib2R5Om5vdGhpbmc=\n");
    await using database = listen(() => Promise.resolve());
    const received: (string | null)[] = [];
    await using search = scripted({ "GET /": [204] }, (_, headers) => {
      received.push(headers.get("authorization"));
      // In the first round, only the mark is missing.
      if (received.length === 2) Deno.writeTextFileSync(`${folder}/mark`, "");
    });
    await using program = startAfter("dockerize", {
      "database:5432": `127.0.0.1:${database.port}`,
      "search:9200": `127.0.0.1:${search.port}`,
      "/etc/search/authorization": `${folder}/authorization`,
      "/shared/ready": `${folder}/mark`,
      "/app/server": server,
    });
    assertEquals([(await program.end()).code, argumentsOf(server)], [3, "--port=8080"]);
    assert(received.length >= 2);
    assertEquals(new Set(received), new Set(["Basic bm9ib2R5Om5vdGhpbmc="]));
  });
});

Deno.test('the probe after "CSI livenessprobe" passes only when the driver has the health service', async () => {
  const { after } = toolOf("CSI livenessprobe");
  const [words = []] = commandsOf(after);
  const probe = containersOf(after).find(({ livenessProbe }) => livenessProbe)?.livenessProbe;
  assertEquals([probe?.httpGet?.port, probe?.timeoutSeconds], [
    Number(words[0]),
    Number(words[1]) + 1,
  ]);
  await inFolder(async (folder) => {
    await using _servers = await startGrpcServers(folder);
    const expected = [["app.sock", 200, "SERVING"], [
      "bare.sock",
      503,
      "gRPC status 12: health checks are not implemented",
    ]] as const;
    for (const [socket, status, text] of expected) {
      await using program = startAfter("CSI livenessprobe", {
        "9808": "0",
        "/csi/csi.sock": `${folder}/${socket}`,
      });
      const port = await program.port();
      const response = await fetch(`http://127.0.0.1:${port}${probe?.httpGet?.path}`);
      assertEquals(response.status, status);
      assertStringIncludes(await response.text(), text);
    }
  });
});

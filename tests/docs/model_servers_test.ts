import { assert, assertEquals, assertMatch } from "@std/assert";
import { parseAll } from "@std/yaml";
import { runRound } from "../../src/check/check.ts";
import type { Target } from "../../src/check/target.ts";
import { parseArguments } from "../../src/cli/arguments.ts";
import { loadProbes } from "../../src/probes/kinds.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { createBlockingLimit } from "../../src/net/blocking_limit.ts";
import { FileReads } from "../../src/net/files/reads.ts";
import { createLookUp } from "../../src/net/names/look_up.ts";
import { SocketLimit } from "../../src/net/sockets/limit.ts";
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { sleep } from "../../src/process/time/sleep.ts";
import { KEY, standIn } from "../servers/workers.ts";
import { inFolder } from "../support/folder.ts";

/** A section of the page with a command, a manifest and a table of verdicts. */
interface Recipe {
  readonly title: string;
  /** The words of the command, without the program. */
  readonly words: readonly string[];
  readonly endpoints: readonly string[];
  readonly manifest: string;
  readonly states: readonly string[];
  /** The verdicts of each endpoint by its name, one for each state. */
  readonly verdicts: ReadonlyMap<string, readonly string[]>;
}

const PAGE = Deno.readTextFileSync(new URL("../../docs/model-servers.md", import.meta.url));
const STALL_MS: Milliseconds = 150;
/** Within this, a standstill is seen also on a busy machine. */
const MAX_MS: Milliseconds = 10_000;
const KEY_FILE = "/etc/healthcheck/authorization";
const KEYS: Readonly<Record<string, string>> = {
  working: `${KEY}
`,
  "wrong key": "Bearer other",
};

function recipeOf(section: string): Recipe {
  const block = (language: string): string =>
    new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(section)?.[1] ?? "";
  const words = [...block("sh").matchAll(/'([^']*)'|([^\s\\]+)/g)].map(([, quoted, bare]) =>
    quoted ?? bare ?? ""
  );
  const rows = section.split("\n").filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  const [[, ...states] = [], , ...verdicts] = rows;
  return {
    title: section.split("\n", 1)[0] ?? "",
    words: words.slice(1),
    endpoints: words.slice(3),
    manifest: block("yaml"),
    states,
    verdicts: new Map(verdicts.map(([name = "", ...row]) => [name.replaceAll("`", ""), row])),
  };
}

const RECIPES = PAGE.split("\n## ").filter((section) => section.includes("\n| endpoint ")).map(
  recipeOf,
);

/** Changes where an endpoint is checked, and how long that takes. */
async function targetOf(
  endpoint: string,
  { port, folder = "" }: { port: number; folder?: string },
): Promise<Target> {
  const local = endpoint.replace(/\/\/[\w-]+:\d+/, `//127.0.0.1:${port}`)
    .replace(/stall=\d+/, `stall=${STALL_MS}ms`)
    .replace(KEY_FILE, `${folder}/authorization`);
  const endpoints = await parseEndpoints([local], 5);
  const [target] = await loadProbes(endpoints, {
    authorities: [],
    sockets: new SocketLimit(),
    files: new FileReads(createBlockingLimit()),
    lookUp: createLookUp(),
  });
  assert(target !== undefined);
  return target;
}

/** Returns what each endpoint of a recipe finds in one state of its server. */
async function verdictsIn(recipe: Recipe, state: string, column: number): Promise<string[]> {
  const rows = [...recipe.verdicts.values()];
  await using server = await standIn(recipe.title, state);
  return await inFolder(async (folder) => {
    const key = KEYS[state];
    if (key !== undefined) await Deno.writeTextFile(`${folder}/authorization`, key);
    return await Promise.all(recipe.endpoints.map(async (text, index) => {
      const mayFail = rows[index]?.[column] !== "ok";
      // A request that hangs needs no long timeout; one that succeeds may be slow on a busy machine.
      const endpoint = mayFail ? text.replace(/timeout=\d+/, "timeout=200ms") : text;
      const target = await targetOf(endpoint, { port: server.port, folder });
      const forMs = !text.includes("stall=") ? 0 : mayFail ? MAX_MS : 3 * STALL_MS;
      return await staysOk(target, forMs) ? "ok" : "fails";
    }));
  });
}

/** Returns whether all checks succeed for so long. */
async function staysOk(target: Target, forMs: Milliseconds): Promise<boolean> {
  const startMs = performance.now();
  do {
    const { results: [result] } = await runRound([target]);
    if (!result?.outcome.ok) return false;
    await sleep(STALL_MS / 10);
  } while (performance.now() < startMs + forMs);
  return true;
}

for (const recipe of RECIPES) {
  const { title, words, endpoints, states, verdicts } = recipe;

  Deno.test(`docs/model-servers.md has the same endpoints twice when "${title}" is read`, async () => {
    const invocation = await parseArguments(words);
    assert("settings" in invocation, `correct the command of "${title}": ${words.join(" ")}`);
    const [pod] = parseAll(recipe.manifest) as [unknown];
    const containers = Array.isArray(pod) ? pod : (pod as { containers: unknown[] }).containers;
    const { args } = containers.find(({ name }) => name === "healthcheck") as { args: string[] };
    const section = `"${title}" in docs/model-servers.md`;
    assertEquals(args, words, `give the manifest of ${section} the arguments of its command`);
    const names = (await parseEndpoints(endpoints, 5)).map(({ name }) => name);
    assertEquals(
      [...verdicts.keys()],
      names,
      `give the table of ${section} a row for each endpoint`,
    );
  });

  Deno.test(`the endpoints of "${title}" give the verdicts of its table when they are checked`, async () => {
    const columns = await Promise.all(
      states.map((state, column) => verdictsIn(recipe, state, column)),
    );
    const found = [...verdicts.keys()].map((_, row) => columns.map((column) => column[row]));
    const advice =
      `write into the table of "${title}" in docs/model-servers.md what the checks found`;
    assertEquals(found, [...verdicts.values()].map((row) => [...row]), advice);
  });
}

Deno.test("docs/model-servers.md has every recipe when it is read", () => {
  const known = [
    ["vLLM", 5],
    ["SGLang", 5],
    ["Triton", 5],
    ["TensorRT-LLM", 6],
    ["A worker with a counter", 4],
    ["Celery", 8],
    ["A Kafka consumer", 8],
    ["A cache", 3],
    ["An API key", 3],
  ];
  const advice =
    "a section of docs/model-servers.md needs a command, a table of verdicts, a stand-in in tests/servers/workers.ts, and a line here";
  assertEquals(RECIPES.map(({ title, states }) => [title, states.length]), known, advice);
});

/** Recipes that the page had once, and what they said of a state. */
const OLD = [
  [
    "Celery",
    "every task fails",
    "progress=celery_task_succeeded_total&busy=celery_worker_tasks_active",
    "fails",
  ],
  [
    "Celery",
    "lost its queue",
    "progress=celery_task_started_total&busy=celery_worker_tasks_active",
    "ok",
  ],
  [
    "A Kafka consumer",
    "one partition stuck",
    "progress=kafka_consumergroup_current_offset&busy=kafka_consumergroup_lag",
    "ok",
  ],
  [
    "A Kafka consumer",
    "one record after a transaction",
    "progress=kafka_consumergroup_current_offset&busy=kafka_consumergroup_lag",
    "fails",
  ],
  ["A Kafka consumer", "new group", "metric=kafka_consumergroup_lag<1000", "fails"],
] as const;

Deno.test("the old recipes are wrong when they meet the states for which the page changed", async () => {
  const found = await Promise.all(OLD.map(async ([title, state, options]) => {
    await using server = await standIn(title, state);
    const stall = options.startsWith("progress") ? "&stall=5" : "";
    const endpoint = `http://localhost:1/metrics#${options}${stall}`;
    const target = await targetOf(endpoint, { port: server.port });
    return await staysOk(target, 6 * STALL_MS) ? "ok" : "fails";
  }));
  assertEquals(found, OLD.map(([, , , verdict]) => verdict));
});

Deno.test("the token of vLLM is kept for `every`, and no longer, when the engine hangs", async () => {
  const [, , , token = ""] = RECIPES[0]?.endpoints ?? [];
  for (const [every, expected] of [["60", true], ["1ms", false]] as const) {
    await using server = await standIn("vLLM", "working");
    const endpoint = token.replace("every=60", `every=${every}`).replace("timeout=20", "timeout=1");
    const target = await targetOf(endpoint, { port: server.port });
    await runRound([target]);
    server.state = "hangs idle";
    await sleep(5);
    const { results: [result] } = await runRound([target]);
    assertEquals([result?.outcome.ok, result?.age !== undefined], [expected, expected]);
  }
});

Deno.test("progress of TensorRT-LLM is ok after the first token when its counter has no series before", async () => {
  await using server = await standIn("TensorRT-LLM", "no request yet");
  const [, progress = ""] = RECIPES[3]?.endpoints ?? [];
  const target = await targetOf(progress, { port: server.port });
  const { results: [first] } = await runRound([target]);
  assertMatch(JSON.stringify(first?.outcome), /trtllm_request_success_total has no series yet/);
  server.state = "working";
  assertEquals((await runRound([target])).results[0]?.outcome.ok, true);
});

Deno.test('the header of "An API key" is read anew when the key is rotated', async () => {
  await using server = await standIn("An API key", "working");
  await inFolder(async (folder) => {
    const [model = ""] = RECIPES[8]?.endpoints ?? [];
    const target = await targetOf(model, { port: server.port, folder });
    const found: string[] = [];
    for (const key of ["Bearer old\n", KEY]) {
      await Deno.writeTextFile(`${folder}/authorization`, key);
      found.push(JSON.stringify((await runRound([target])).results[0]?.outcome));
    }
    assertMatch(found[0] ?? "", /status 401/);
    assertMatch(found[1] ?? "", /"ok":true/);
  });
});

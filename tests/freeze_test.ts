import { assert, assertEquals } from "@std/assert";
import { listen, neverAnswer } from "./servers/misbehaving.ts";
import { SlowServers } from "./servers/slow.ts";
import { inFolder } from "./support/folder.ts";
import { Program } from "./support/program.ts";
import { random } from "./support/random.ts";

const SEED = 20261128;
/** The value of TIMEOUT, in milliseconds. */
const TIMEOUT_MS = 1000;
const PROGRAMS = 10;
const FREEZES = 2;
/** A client whose packet was lost tries again after 1 s. */
const CONNECT_TIMEOUT_MS = 2000;

interface Body {
  readonly endpoints: readonly { readonly name: string; readonly reason: string | null }[];
}

function start(endpoints: readonly string[], timeoutMs = TIMEOUT_MS): Program {
  return new Program(
    ["--host", "127.0.0.1", "--log-level", "info", "0", `${timeoutMs}ms`, ...endpoints],
    { denoFlags: ["--allow-net", "--allow-read", "--allow-write"] },
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function ask(port: number): Promise<readonly [name: string, reason: string][]> {
  const headers = { accept: "application/json", connection: "close" };
  const response = await fetch(`http://127.0.0.1:${port}/all`, { headers });
  const { endpoints } = await response.json() as Body;
  return endpoints.map(({ name, reason }) => [name, reason ?? "ok"]);
}

/** Freezes programs at random, while the servers pause in TLS, in the head and in the body. */
async function freezeInChecks(): Promise<void> {
  await inFolder(async (folder) => {
    // Less than 70 % of TIMEOUT, with what the check itself takes on a busy machine.
    await using servers = new SlowServers(0.6 * TIMEOUT_MS, folder);
    await using hanging = listen(neverAnswer);
    const refusing = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port: refused } = refusing.addr;
    refusing.close();
    await Deno.writeTextFile(`${folder}/mark`, "");
    const good = [...servers.endpoints, `file://${folder}/mark#name=file`];
    const wrong: string[] = [];
    const next = random(SEED);
    const torment = async (): Promise<void> => {
      await using program = start([
        ...good,
        `http://127.0.0.1:${hanging.port}/#name=hanging`,
        `http://127.0.0.1:${refused}/#name=refused`,
      ]);
      const port = await program.port();
      for (let i = 0; i < FREEZES; i++) {
        // The first freeze finds the checks while they connect.
        const atMs = i === 0 ? 20 * next() : TIMEOUT_MS * 0.7 * next();
        const forMs = TIMEOUT_MS * (0.2 + 2.8 * next());
        const asked = ask(port);
        await pause(atMs);
        program.kill("SIGSTOP");
        await pause(forMs);
        program.kill("SIGCONT");
        for (const [name, reason] of await asked) {
          const must = {
            hanging: `timed out after ${TIMEOUT_MS / 1000} s`,
            refused: "connection refused",
          };
          if (reason === (must[name as keyof typeof must] ?? "ok")) continue;
          wrong.push(`${name}: ${reason}, frozen after ${atMs} ms for ${forMs} ms`);
        }
      }
    };
    await Promise.all(Array.from({ length: PROGRAMS }, torment));
    assertEquals(wrong, []);
  });
}

/** Freezes programs at random, while the queues of the servers are full. */
async function freezeInConnecting(): Promise<void> {
  const next = random(SEED);
  const torment = async (): Promise<void> => {
    const busy = Promise.withResolvers<void>();
    await using servers = new SlowServers(0, "", busy.promise);
    try {
      await using program = start(servers.endpoints, CONNECT_TIMEOUT_MS);
      const port = await program.port();
      await servers.fill();
      const asked = ask(port);
      await pause(100 + 400 * next());
      program.kill("SIGSTOP");
      busy.resolve();
      await pause(CONNECT_TIMEOUT_MS * (0.2 + 1.3 * next()));
      program.kill("SIGCONT");
      for (const [name, reason] of await asked) assertEquals([name, reason], [name, "ok"]);
    } finally {
      busy.resolve();
    }
  };
  await Promise.all(Array.from({ length: 4 }, torment));
}

Deno.test(`main judges every kind rightly when it is frozen at random with seed ${SEED}`, async () => {
  await Promise.all([freezeInChecks(), freezeInConnecting()]);
});

Deno.test("main ends a check within ten times TIMEOUT when it runs 10 ms of every 310", async () => {
  await using hanging = listen(neverAnswer);
  await using program = start([`http://127.0.0.1:${hanging.port}/#name=hanging`]);
  const port = await program.port();
  const startMs = performance.now();
  let isOver = false;
  const asked = ask(port).finally(() => isOver = true);
  while (!isOver) {
    await pause(10);
    program.kill("SIGSTOP");
    await pause(300);
    program.kill("SIGCONT");
  }
  const tookMs = performance.now() - startMs;
  assertEquals(await asked, [["hanging", `timed out after ${TIMEOUT_MS / 1000} s`]]);
  assert(tookMs > TIMEOUT_MS && tookMs < 10 * TIMEOUT_MS, `${tookMs} ms`);
});

import { assertEquals } from "@std/assert";
import { listen } from "../servers/misbehaving.ts";
import { type Script, STAND_INS } from "../servers/tcp_stand_ins.ts";
import { outcomeOf } from "../support/outcome.ts";

const PAGE = Deno.readTextFileSync(new URL("../../docs/endpoints.md", import.meta.url));

/** A section of the page with a command and a table of verdicts. */
const RECIPES = (PAGE.split("\n## Talk over TCP\n")[1] ?? "").split("\n### ").slice(1).map(
  (section) => {
    const rows = section.split("\n").filter((line) => line.startsWith("|"))
      .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
    return {
      title: section.split("\n", 1)[0] ?? "",
      endpoint: /```sh\nhealthcheck 8081 5 '([^']+)'\n```/.exec(section)?.[1] ?? "",
      states: rows[0] ?? [],
      verdicts: rows[2] ?? [],
    };
  },
);

/** Checks an endpoint of the page against a server that follows the script. */
async function verdictOf(endpoint: string, { request, answer, closes }: Script): Promise<string> {
  const received: number[] = [];
  await using server = listen(async (conn) => {
    const buffer = new Uint8Array(4096);
    while (received.length < request.length) {
      received.push(...buffer.subarray(0, await conn.read(buffer) ?? 0));
    }
    if (answer !== null) await conn.write(answer);
    if (closes) conn.close();
  });
  const local = endpoint.replace(/localhost:\d+/, `127.0.0.1:${server.port}`);
  // A server that hangs needs no long timeout; one that answers may be slow on a busy machine.
  const outcome = await outcomeOf(local, { timeout: answer === null ? 0.2 : 5 });
  await server.closed;
  assertEquals(received, [...request]);
  const failure = "failure" in outcome ? outcome.failure : "none";
  assertEquals(failure, outcome.ok ? "none" : answer === null ? "timeout" : "body");
  return outcome.ok ? "ok" : "fails";
}

Deno.test("docs/endpoints.md has the recipes and states of the stand-ins when it is read", () => {
  const written = RECIPES.map(({ title, states }) => [title, states]);
  const known = Object.entries(STAND_INS).map(([title, states]) => [title, Object.keys(states)]);
  const advice =
    "give each recipe of docs/endpoints.md its states in tests/servers/tcp_stand_ins.ts, or take them off there";
  assertEquals(written, known, advice);
});

for (const { title, endpoint, states, verdicts } of RECIPES) {
  Deno.test(`the endpoint of "${title}" gives the verdicts of its table when it is checked`, async () => {
    const found = await Promise.all(states.map(async (state) => {
      const script = STAND_INS[title]?.[state];
      return script === undefined ? "no stand-in" : await verdictOf(endpoint, script);
    }));
    const advice = `write into the table of "${title}" in docs/endpoints.md what the checks found`;
    assertEquals(found, verdicts, advice);
  });
}

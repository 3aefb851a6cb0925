import { runRound } from "../../src/check/check.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { createLookUp } from "../../src/net/names/look_up.ts";
import { SocketLimit } from "../../src/net/sockets/limit.ts";
import { loadProbes } from "../../src/probes/kinds.ts";
import { answer, listen } from "../servers/misbehaving.ts";
import { StoppedClock } from "./time.ts";

/**
 * Checks an endpoint once a minute.
 *
 * @param pages What its neighbour answers; `null` for a page that cannot be read.
 * @param options The options of the endpoint.
 * @param between Called before each check with its index.
 * @returns The reasons; a success is `ok`.
 */
export async function verdicts(
  pages: readonly (string | null)[],
  options: string,
  between = (_round: number): unknown => undefined,
): Promise<string[]> {
  using clock = new StoppedClock();
  const left = [...pages];
  await using server = listen(async (conn) => {
    const page = left.shift() ?? null;
    const head = page === null ? "HTTP/1.1 500 X" : "HTTP/1.1 200 OK";
    await answer(`${head}\r\nContent-Length: ${page?.length ?? 0}\r\n\r\n${page ?? ""}`)(conn);
  });
  const url = `http://127.0.0.1:${server.port}/#${options}`;
  const targets = await loadProbes(await parseEndpoints([url], 5), {
    authorities: [],
    sockets: new SocketLimit(),
    lookUp: createLookUp(),
  });
  const found: string[] = [];
  for (const round of pages.keys()) {
    between(round);
    const { results: [result] } = await runRound(targets);
    found.push(result?.outcome.ok === false ? result.outcome.reason : "ok");
    clock.ms += 60_000;
  }
  return found;
}

/** @module The end of a run. */
import { TorturedServer } from "./endpoints/server.ts";
import type { Subject } from "./subject.ts";

/** As many checks of an endpoint run at the same time, so each of these starts one. */
const REQUESTS = 4;

/**
 * Sends SIGTERM during requests, which must be answered.
 *
 * @returns The exit status and standard error.
 */
export async function stop(
  { program, client, endpoints, wrong }: Subject,
): Promise<[number, string]> {
  const hanging = endpoints.find((endpoint) => endpoint instanceof TorturedServer);
  if (hanging !== undefined) hanging.mode = "hang";
  const asked = hanging?.asks(REQUESTS);
  const last = Promise.all(
    Array.from({ length: REQUESTS }, async () => (await client.get("/all")).status),
  ).catch((error) => [String(error)]);
  await Promise.race([asked, last]);
  try {
    program.kill("SIGTERM");
  } catch (error) {
    // Its exit status and standard error say why it has ended.
    wrong.push(`at the end: ${error}`);
  }
  const statuses = await last;
  if (!statuses.every((status) => status === 200 || status === 503)) {
    wrong.push(`after SIGTERM: ${statuses}`);
  }
  const [{ code }, stderr] = await Promise.all([program.status, program.stderr]);
  return [code, stderr];
}

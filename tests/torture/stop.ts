/** @module The end of a run. */
import { pause } from "./client.ts";
import { type Subject, TIMEOUT } from "./subject.ts";

/**
 * Sends SIGTERM during requests, which must be answered.
 *
 * @returns The exit status and standard error.
 */
export async function stop(
  { program, client, endpoints, wrong }: Subject,
): Promise<[number, string]> {
  const last = Promise.all(
    Array.from({ length: 5 }, async () => (await client.get("/all")).status),
  );
  if (endpoints[0] !== undefined) endpoints[0].mode = "hang";
  // Half the time that the requests take: a busy machine accepts their connections late.
  await pause(TIMEOUT * 500);
  program.kill("SIGTERM");
  const statuses = await last.catch((error) => [String(error)]);
  if (!statuses.every((status) => status === 200 || status === 503)) {
    wrong.push(`after SIGTERM: ${statuses}`);
  }
  const [{ code }, stderr] = await Promise.all([program.status, program.stderr]);
  return [code, stderr];
}

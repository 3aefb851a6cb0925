import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { eventually } from "../client.ts";
import type { Subject } from "../subject.ts";

/** Every setting is whole hours from the right time. */
const HOUR: Milliseconds = 3_600_000;

/** Steps the wall clock of the sidecar to its next setting, waits until it has, and tells the endpoints. */
export async function stepClock({ program, client, endpoints }: Subject): Promise<void> {
  const ahead = async (): Promise<Milliseconds> => {
    const { timestamp } = JSON.parse((await client.get("/self")).body);
    return Math.round((Date.parse(timestamp) - Date.now()) / HOUR) * HOUR;
  };
  const before = await ahead();
  for (const endpoint of endpoints) endpoint.onClock(undefined);
  program.kill("SIGWINCH");
  let after = before;
  const isStepped = async (): Promise<boolean> => (after = await ahead()) !== before;
  if (!await eventually(isStepped)) throw new Error("the clock did not step");
  for (const endpoint of endpoints) endpoint.onClock(after);
}

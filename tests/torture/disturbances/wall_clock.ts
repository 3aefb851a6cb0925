import { stepClock } from "../clock/step.ts";
import type { Subject } from "../subject.ts";

/** Steps the wall clock of the sidecar to its next setting, waits until it has, and tells the endpoints. */
export async function stepClockOf({ program, client, endpoints }: Subject): Promise<void> {
  for (const endpoint of endpoints) endpoint.onClock(undefined);
  const aheadMs = await stepClock(program, async () => (await client.get("/self")).body);
  if (aheadMs === undefined) throw new Error("the clock did not step");
  for (const endpoint of endpoints) endpoint.onClock(aheadMs);
}

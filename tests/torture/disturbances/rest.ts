/** @module What the metrics and the log say when nothing else runs. */
import { pick } from "../../support/random.ts";
import { eventually } from "../client.ts";
import { NAMES } from "../endpoints/all.ts";
import { judge, REQUESTS, short } from "../judge.ts";
import { HAS_CLOCK, type Subject } from "../subject.ts";
import { stepClockOf } from "./wall_clock.ts";

/**
 * Steps the wall clock through all its settings, among them an hour and a day back, if it can be set.
 * Before and after each step it turns ready into not ready, or back, and runs a round; the metrics and the log must then agree
 * with the answer.
 */
export async function rest(subject: Subject, next: () => number): Promise<void> {
  let ready = next() < 0.5;
  for (const step of ["no step", "step 1", "step 2", "step 3"]) {
    if (HAS_CLOCK && step !== "no step") await stepClockOf(subject);
    for (const endpoint of subject.endpoints) {
      endpoint.mode = pick(ready || next() < 0.5 ? endpoint.good : endpoint.failing, next);
    }
    const [first] = subject.endpoints;
    if (!ready && first !== undefined) first.mode = pick(first.failing, next);
    const wrong = await compare(subject);
    subject.wrong.push(...wrong.map((text) => `at rest, ${step}: ${text}`));
    ready = !ready;
  }
}

/** Runs a round. Returns what is wrong with its answer, the metrics and the log. */
async function compare(subject: Subject): Promise<string[]> {
  const { client, log } = subject;
  const [request] = REQUESTS;
  if (request === undefined) return [];
  const answer = await client.get(request.path);
  const wrong = judge(request, answer, subject);
  const { body: metrics } = await client.get("/metrics");
  const ready = /^healthcheck_ready ([01])$/m.exec(metrics)?.[1] === "1";
  if (ready !== (answer.status === 200)) {
    wrong.push(`healthcheck_ready is ${ready} after ${answer.status}`);
  }
  const { checks } = JSON.parse(answer.body) as { checks: Record<string, boolean> };
  for (const name of NAMES) {
    const ok = checks[name];
    const up = metrics.includes(`\nhealthcheck_endpoint_up{endpoint="${name}"} 1\n`);
    if (up !== ok) wrong.push(`endpoint_up of ${short(name)} is ${up} after ${ok}`);
    // A state that is unknown was logged in a line that was dropped.
    const isLogged = (): boolean => (log.states.get(name) ?? ok) === ok;
    if (!await eventually(isLogged)) {
      wrong.push(`the log says ${!ok} of ${short(name)} after ${ok}`);
    }
  }
  return wrong;
}

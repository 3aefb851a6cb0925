/** @module What healthcheck says of a real server. */
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { sleep } from "../../src/process/time/sleep.ts";
import { Program } from "../support/program.ts";

/** The timeout of one check, in seconds. */
const TIMEOUT = "3";
/** What stands for the `stall` of the page, in seconds. It is above the timeout of a check. */
const STALL = "6";
/** How long an endpoint of `progress` is watched: a standstill shows itself within twice `stall`. */
const WATCH_MS: Milliseconds = 20_000;
const PERIOD_MS: Milliseconds = 500;
const START = { denoFlags: ["--allow-all"] };

interface Answer {
  readonly endpoints: readonly { name: string; ok: boolean; reason: string | null }[];
}

/** What was found of one endpoint. */
export interface Finding {
  /** As the tables of the pages say it. */
  readonly verdict: "ok" | "fails";
  /** The reason of the last failure; empty without one. */
  readonly reason: string;
}

/** Replaces addresses and paths of the page by those of here, and shortens what takes minutes. */
export function localized(endpoint: string, here: Readonly<Record<string, string>>): string {
  let text = endpoint;
  for (const [there, local] of Object.entries(here)) text = text.replaceAll(there, local);
  return text.replace(/\bstall=\d+/, `stall=${STALL}`).replace(/\btimeout=\d+/, "timeout=4");
}

/** Checks the endpoints as a user does: with `check`, or with a sidecar where a counter must rise. */
export async function findingsOf(endpoints: readonly string[]): Promise<Finding[]> {
  return endpoints.some((endpoint) => endpoint.includes("stall="))
    ? await watched(endpoints)
    : await checked(endpoints);
}

async function checked(endpoints: readonly string[]): Promise<Finding[]> {
  await using program = new Program(["check", "--format", "json", TIMEOUT, ...endpoints], START);
  const { out, err } = await program.end();
  if (out[0] === undefined) throw new Error(`check printed nothing: ${err}`);
  return findings([JSON.parse(out.join("\n"))]);
}

/** Polls a sidecar. An endpoint fails if it does so in the second half of the time. */
async function watched(endpoints: readonly string[]): Promise<Finding[]> {
  await using program = new Program(["--host", "127.0.0.1", "0", TIMEOUT, ...endpoints], START);
  const port = await program.port();
  const answers: Answer[] = [];
  const startMs = performance.now();
  while (performance.now() < startMs + WATCH_MS) {
    const response = await fetch(`http://127.0.0.1:${port}/all`, {
      headers: { Accept: "application/json" },
    });
    const answer: Answer = await response.json();
    if (performance.now() > startMs + WATCH_MS / 2) answers.push(answer);
    await sleep(PERIOD_MS);
  }
  return findings(answers);
}

function findings(answers: readonly Answer[]): Finding[] {
  const [{ endpoints } = { endpoints: [] }] = answers;
  return endpoints.map((_, index) => {
    const failed = answers.findLast((answer) => answer.endpoints[index]?.ok === false);
    const reason = failed?.endpoints[index]?.reason ?? "";
    return { verdict: failed === undefined ? "ok" : "fails", reason };
  });
}

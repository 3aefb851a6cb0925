import { ArgumentError } from "../process/argument_error.ts";
import { checkOne } from "../check/check.ts";
import { delay } from "../process/delay.ts";
import { parseEndpoint } from "../endpoint/parse.ts";
import type { Log } from "../process/log.ts";
import { kindOf } from "../endpoint/kinds.ts";
import type { Endpoint, Target } from "../check/report.ts";

/** What one request may take, in seconds: what is told to quit is on this host. */
const TIMEOUT = 1;
const ATTEMPTS = 3;
const PAUSE = 0.5;

/**
 * Reads the URL of `--quit`: an endpoint that is asked by HTTP, with a POST.
 *
 * @throws {ArgumentError} if it is not one.
 */
export async function parseQuit(text: string): Promise<Endpoint> {
  const endpoint = await parseEndpoint(text, { label: "--quit", timeout: TIMEOUT });
  if (!kindOf(endpoint).options.includes("method")) {
    throw new ArgumentError("use --quit", "it must be an http or https URL", endpoint.shownUrl);
  }
  const { shownUrl: name } = endpoint;
  return { ...endpoint, name, method: "POST", status: [{ first: 200, last: 299 }] };
}

/**
 * Tells each of these to quit, all at the same time; who fails is told again, briefly. That one does
 * not obey is logged and nothing more: the program has ended all the same.
 */
export async function sendQuits(targets: readonly Target[], log: Log): Promise<void> {
  await Promise.all(targets.map((target) => sendQuit(target, log)));
}

async function sendQuit(target: Target, log: Log): Promise<void> {
  const { shownUrl: url } = target.endpoint;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { outcome } = await checkOne(target);
    if (outcome.ok) return log("info", "quit sent", { url });
    if (attempt < ATTEMPTS) await delay(PAUSE);
    else log("warn", "quit failed", { url, reason: outcome.reason });
  }
}

/** @module Telling the proxy of a mesh to quit. */
import { checkOne } from "../check/check.ts";
import type { Endpoint } from "../check/endpoint.ts";
import type { Target } from "../check/target.ts";
import { parseEndpoint } from "../endpoint/parse.ts";
import type { HttpOptions } from "../probes/http_options.ts";
import { ArgumentError } from "../process/argument_error.ts";
import type { Milliseconds, Seconds } from "../process/duration.ts";
import type { Log, LogLevel } from "../process/log.ts";
import { sleep } from "../process/sleep.ts";

/** The timeout of one request: the proxy is on this host. */
const TIMEOUT: Seconds = 1;
const MAX_ATTEMPTS = 3;
const RETRY_MS: Milliseconds = 500;

/**
 * Reads the URL of `--quit`, an endpoint of a kind that speaks HTTP.
 *
 * @returns An endpoint whose check sends a POST, and succeeds if the answer is 200 to 299.
 * @throws {ArgumentError} if it is not one.
 */
export async function parseQuit(text: string): Promise<Endpoint> {
  const endpoint = await parseEndpoint(text, { label: "--quit", timeout: TIMEOUT });
  if (!speaksHttp(endpoint)) {
    throw new ArgumentError("use --quit", "it must be an http or https URL", endpoint.shownUrl);
  }
  const own: HttpOptions = {
    ...endpoint.own,
    method: "POST",
    status: [{ first: 200, last: 299 }],
  };
  return { ...endpoint, name: endpoint.shownUrl, own };
}

function speaksHttp(endpoint: Endpoint): endpoint is Endpoint<HttpOptions> {
  return Object.hasOwn(endpoint.own as object, "method");
}

/** Options of {@linkcode sendQuits}. */
export interface SendQuitsOptions {
  log: Log;
  /** The level of a failure in the log. */
  failureLevel: LogLevel;
}

/**
 * Sends each request to quit, all at the same time, and retries those that fail. A failure is logged and
 * nothing more: the program has ended all the same.
 */
export async function sendQuits(
  targets: readonly Target[],
  options: SendQuitsOptions,
): Promise<void> {
  await Promise.all(targets.map((target) => sendQuit(target, options)));
}

async function sendQuit(target: Target, { log, failureLevel }: SendQuitsOptions): Promise<void> {
  const { shownUrl: url } = target.endpoint;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const { outcome } = await checkOne(target);
    if (outcome.ok) return log("info", "quit sent", { url });
    if (attempt < MAX_ATTEMPTS) await sleep(RETRY_MS);
    else log(failureLevel, "quit failed", { url, reason: outcome.reason });
  }
}

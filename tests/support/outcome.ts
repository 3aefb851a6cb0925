/** @module Checks of one endpoint, and what they find. */
import { assertEquals } from "@std/assert";
import { runRound } from "../../src/check/check.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { loadProbes } from "../../src/probes/kinds.ts";
import { createBlockingLimit } from "../../src/net/blocking_limit.ts";
import { FileReads } from "../../src/net/files/reads.ts";
import { createLookUp, type LookUp } from "../../src/net/names/look_up.ts";
import { SocketLimit } from "../../src/net/sockets/limit.ts";
import type { Failure } from "../../src/check/failure.ts";
import type { Outcome } from "../../src/check/report.ts";
import type { ClientFiles } from "../../src/probes/kind.ts";
import type { Target } from "../../src/check/target.ts";
import type { Trace } from "../../src/check/trace.ts";
import type { Seconds } from "../../src/process/time/duration.ts";

/** Options of {@linkcode outcomeOf} and {@linkcode targetsOf}. */
export interface OutcomeOfOptions {
  /**
   * The timeout of the check.
   * @default {5}
   */
  timeout?: Seconds;
  /**
   * Certificates in PEM to trust besides the default authorities.
   * @default {[]}
   */
  authorities?: readonly string[];
  /**
   * The client certificate of every endpoint that has none of its own.
   * @default {undefined}
   */
  clientFiles?: ClientFiles | undefined;
  /**
   * Looks names up.
   * @default {createLookUp()}
   */
  lookUp?: LookUp;
  /**
   * Creates what takes the phases of the check.
   * @default {undefined}
   */
  createTrace?: () => Trace;
}

/** Loads the probe of an ENDPOINT argument. */
export async function targetsOf(
  endpoint: string,
  { timeout = 5, authorities = [], clientFiles, lookUp = createLookUp(), createTrace }:
    OutcomeOfOptions = {},
): Promise<Target[]> {
  return await loadProbes(await parseEndpoints([endpoint], timeout), {
    authorities,
    clientFiles,
    lookUp,
    createTrace,
    sockets: new SocketLimit(),
    files: new FileReads(createBlockingLimit()),
  });
}

/** Checks an ENDPOINT argument once. */
export async function outcomeOf(
  endpoint: string,
  options: OutcomeOfOptions = {},
): Promise<Outcome> {
  const { results } = await runRound(await targetsOf(endpoint, options));
  assertEquals(results.length, 1);
  return results[0]?.outcome ?? failure("other", "no result");
}

/** Creates the outcome of a check that failed. */
export function failure(
  failure: Failure,
  reason: string,
  status: number | null = null,
): Outcome {
  return { ok: false, status, failure, reason };
}

/** Reads a file in tests/. */
export function fixture(name: string): string {
  return Deno.readTextFileSync(new URL(`../${name}`, import.meta.url));
}

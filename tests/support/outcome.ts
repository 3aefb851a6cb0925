/** @module Checks of one endpoint, and what they find. */
import { assertEquals } from "@std/assert";
import { check } from "../../src/check/check.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { loadProbes } from "../../src/endpoint/kinds.ts";
import { createBlockingLimit } from "../../src/net/blocking_limit.ts";
import { FileReads } from "../../src/net/file_reads.ts";
import { createLookUp } from "../../src/net/names.ts";
import { SocketLimit } from "../../src/net/socket_limit.ts";
import type { Outcome } from "../../src/check/report.ts";
import type { Seconds } from "../../src/process/duration.ts";

/** Options of {@linkcode outcomeOf}. */
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
}

/** Checks an ENDPOINT argument once. */
export async function outcomeOf(
  endpoint: string,
  { timeout = 5, authorities = [] }: OutcomeOfOptions = {},
): Promise<Outcome> {
  const endpoints = await parseEndpoints([endpoint], timeout);
  const targets = await loadProbes(endpoints, {
    authorities,
    lookUp: createLookUp(),
    sockets: new SocketLimit(),
    files: new FileReads({ blocking: createBlockingLimit() }),
  });
  const { results } = await check(targets);
  assertEquals(results.length, 1);
  return results[0]?.outcome ?? failure("no result");
}

/** Creates the outcome of a check that failed. */
export function failure(reason: string, status: number | null = null): Outcome {
  return { ok: false, status, reason };
}

/** Reads a file in tests/. */
export function fixture(name: string): string {
  return Deno.readTextFileSync(new URL(`../${name}`, import.meta.url));
}

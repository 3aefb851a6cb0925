/** @module A client that opens a new connection for each request, as the kubelet and the sidecar do. */
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { medianOf } from "./measurement.ts";

const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });

/** Returns the body of what a URL answers. */
export async function textAt(url: string): Promise<string> {
  return await (await fetch(url, { client })).text();
}

/** Returns how long a URL takes to answer 200. */
export async function timeOf(url: string): Promise<Milliseconds> {
  const startMs = performance.now();
  const response = await fetch(url, { client });
  await response.body?.cancel();
  if (!response.ok) {
    throw new Error(`cannot measure: ${url} must answer 200, got ${response.status}`);
  }
  return performance.now() - startMs;
}

/** Returns the median of several times, after one that does not count. */
export async function medianTimeOf(url: string, times: number): Promise<Milliseconds> {
  await timeOf(url);
  const all: Milliseconds[] = [];
  for (let i = 0; i < times; i++) all.push(await timeOf(url));
  return medianOf(all);
}

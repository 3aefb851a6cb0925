// Lives the lives that it is sent, one at a time, and sends back what came of each.
/// <reference lib="deno.worker" />
import type { Life } from "./life.ts";
import { live } from "./run.ts";

self.onmessage = async ({ data }: MessageEvent<Life>) => self.postMessage(await live(data));

// Lives the lives that it is sent, one at a time, and sends back what came of each.
/// <reference lib="deno.worker" />
import type { Life } from "./life.ts";

self.onmessage = async ({ data }: MessageEvent<Life>) => {
  // A message that arrives before this module listens is lost, and these modules await what they import.
  const { live } = await import("./run.ts");
  self.postMessage(await live(data));
};

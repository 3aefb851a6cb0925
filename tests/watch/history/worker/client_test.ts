import { assertEquals } from "@std/assert";
import { HistoryWorker } from "../../../../src/watch/history/worker/client.ts";
import { inFolder } from "../../../support/folder.ts";

Deno.test("HistoryWorker.start() grants files alone, and close() ends the worker", async () => {
  const RealWorker = globalThis.Worker;
  const granted: unknown[] = [];
  let terminated = 0;
  globalThis.Worker = class extends RealWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      granted.push(options?.deno);
    }
    override terminate(): void {
      terminated++;
      super.terminate();
    }
  };
  try {
    await inFolder(async (folder) => {
      const file = await HistoryWorker.start(`${folder}/history.db`);
      await file.open();
      assertEquals(terminated, 0);
      await file.close();
    });
  } finally {
    globalThis.Worker = RealWorker;
  }
  const never = { env: false, ffi: false, import: false, net: false, run: false, sys: false };
  assertEquals(granted, [{ permissions: { ...never, read: "inherit", write: "inherit" } }]);
  assertEquals(terminated, 1);
});

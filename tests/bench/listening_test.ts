import { assertEquals, assertRejects } from "@std/assert";
import { freePort, startUpstream } from "../../bench/support/listening.ts";

const EMPTY = new URL("../../bench/programs/empty.ts", import.meta.url).pathname;

async function assertNothingListens(port: number): Promise<void> {
  await assertRejects(
    () => Deno.connect({ hostname: "127.0.0.1", port }),
    Deno.errors.ConnectionRefused,
  );
}

Deno.test("startUpstream() ends the program when it does not listen", async () => {
  const other = freePort();
  const command = `${Deno.execPath()} run --quiet --allow-net ${EMPTY} ${other} {port}`;
  await assertRejects(() => startUpstream(command, 30), Error, "must listen on port");
  await assertNothingListens(other);
});

Deno.test("startUpstream() ends the program and removes its certificate when it is disposed of", async () => {
  const upstream = await startUpstream(undefined);
  assertEquals((await Deno.stat(upstream.ca)).isFile, true);
  await upstream[Symbol.asyncDispose]();
  await assertRejects(() => Deno.stat(upstream.ca), Deno.errors.NotFound);
  await assertNothingListens(upstream.port);
});

import { assertEquals, assertLess } from "@std/assert";

/** Prints by how many KiB the heap grows while connections are refused. */
const REFUSED_DIALS = `
import { dialTls } from "./src/net/tls.ts";
const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { port } = listener.addr;
listener.close();
const options = { hostname: "127.0.0.1", port, protocol: "http/1.1", insecure: false };
const heapAfter = async (dials) => {
  for (let i = 0; i < dials; i++) {
    const { signal } = new AbortController();
    const error = await dialTls({ ...options, signal }).catch((error) => error);
    if (error.code !== "ECONNREFUSED") throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  gc();
  return Deno.memoryUsage().heapUsed / 1024;
};
const before = await heapAfter(50);
console.log(await heapAfter(400) - before);
`;

Deno.test("dialTls() retains nothing when connections are refused", async () => {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", "--v8-flags=--expose-gc", "--ext=js", REFUSED_DIALS],
    cwd: new URL("../..", import.meta.url),
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals([success, new TextDecoder().decode(stderr)], [true, ""]);
  // What Deno 2.9 never freed was 8 KiB each time.
  assertLess(Number(new TextDecoder().decode(stdout)), 1024);
});

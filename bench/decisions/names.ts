// How long a file takes to read while 40 names are looked up that no name server knows of, by the
// system's resolver and by queries of our own: deno run --allow-all bench/decisions/names.ts
// It needs Linux and the right to namespaces (unshare -rmn).
import { createSocket } from "node:dgram";
import { runInNamespace } from "../../tests/torture/names/namespace.ts";

const LOOK_UPS = 40;
const NAMES = Array.from({ length: LOOK_UPS }, (_, index) => `h${index}.example`);

/** Starts the look-ups, aborts them after 100 ms, and returns how long the file then takes, in ms. */
async function readBeside(
  lookUp: (name: string, signal: AbortSignal) => Promise<unknown>,
): Promise<string> {
  const signal = AbortSignal.timeout(100);
  for (const name of NAMES) lookUp(name, signal).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 200));
  const startMs = performance.now();
  await Deno.readTextFile("/etc/hosts");
  return (performance.now() - startMs).toFixed(1);
}

if (Deno.args[0] === "inside") {
  // A name server that never answers.
  const server = createSocket("udp4");
  await new Promise<void>((resolve) => server.bind(53, "127.0.0.1", resolve));
  const dns = await readBeside((name, signal) => Deno.resolveDns(`${name}.`, "A", { signal }));
  const system = await readBeside((hostname, signal) =>
    Deno.connect({ hostname, port: 80, signal })
  );
  const text = `Deno.resolveDns: ${dns} ms\nDeno.connect: ${system} ms\n`;
  await Deno.stdout.write(new TextEncoder().encode(text));
  Deno.exit();
}
const script = import.meta.filename ?? "";
const found = await runInNamespace([Deno.execPath(), "run", "--allow-all", script, "inside"]);
// deno-lint-ignore no-console
console.log(found?.trim() ?? "namespaces (unshare -rmn) are not permitted here");

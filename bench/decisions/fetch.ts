// Checks over HTTP/1.1 by `fetch` beside our own, each in a process of its own that checks nothing else:
// deno run --allow-all bench/decisions/fetch.ts [CHECKS]
import { runRound } from "../../src/check/check.ts";
import { loadProbes } from "../../src/probes/kinds.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { SocketLimit } from "../../src/net/sockets/limit.ts";

const [checks = "5000", url = "", how = ""] = Deno.args;

/** Returns a check of the URL that fails if the endpoint does. */
async function checkBy(how: string): Promise<() => Promise<void>> {
  if (how === "fetch") {
    return async () => {
      const signal = AbortSignal.timeout(5000);
      const options = { signal, redirect: "manual", headers: { connection: "close" } } as const;
      const response = await fetch(url, options);
      await response.body?.cancel();
      if (!response.ok) throw new Error(`status ${response.status}`);
    };
  }
  const targets = await loadProbes(await parseEndpoints([url], 5), {
    authorities: [],
    clientFiles: undefined,
    lookUp: () => Promise.reject(new Error("an address needs no look-up")),
    sockets: new SocketLimit(),
    files: undefined,
  });
  return async () => {
    if (!(await runRound(targets)).ready) throw new Error("it failed");
  };
}

if (how === "") {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response("ok"),
  );
  for (const how of ["fetch", "our own"]) {
    await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--allow-net", import.meta.filename ?? "", checks],
        ...[`http://127.0.0.1:${server.addr.port}/`, how],
      ],
    }).spawn().status;
  }
} else {
  const run = await checkBy(how);
  const startMs = performance.now();
  for (let i = 0; i < Number(checks); i++) await run();
  const ms = ((performance.now() - startMs) / Number(checks)).toFixed(3);
  const mib = (Deno.memoryUsage().rss / 2 ** 20).toFixed(1);
  // deno-lint-ignore no-console
  console.log(`${how.padEnd(7)}: ${mib} MiB resident after ${checks} checks, ${ms} ms each`);
}

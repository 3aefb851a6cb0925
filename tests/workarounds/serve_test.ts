import { refusedPort } from "../servers/misbehaving.ts";
import { runDeno, testWorkaround } from "./workaround.ts";

testWorkaround({
  symbol: "Listener",
  file: "src/server/listener.ts",
  when: "Deno.serve stops listening because it has no descriptor for a connection",
  issue: "https://github.com/denoland/deno/issues/10148",
  isThere: async () => {
    const code = `
      const options = { hostname: "127.0.0.1", port: 0, onListen() {} };
      const server = Deno.serve(options, () => new Response());
      const files = [];
      try {
        for (;;) files.push(Deno.openSync("/dev/null"));
      } catch {
        files.pop().close();
      }
      // The client takes the last one.
      const { port } = server.addr;
      const client = Deno.connect({ hostname: "127.0.0.1", port }).catch(() => {});
      const stopped = server.finished.then(() => "stopped", () => "stopped");
      const listens = new Promise((resolve) => setTimeout(() => resolve("listens"), 5000));
      const state = await Promise.race([stopped, listens]);
      await client;
      for (const file of files) file.close();
      console.log(state);
      Deno.exit();
    `;
    return await runDeno(code, { descriptors: 64 }) === "stopped";
  },
});

testWorkaround({
  symbol: "hasValidHost",
  file: "src/server/requests.ts",
  when: "Deno.serve takes path and query of a request from its Host",
  issue: "https://github.com/denoland/deno/issues/26554",
  isThere: async () => {
    const urls: string[] = [];
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      ({ url }) => {
        urls.push(url);
        return new Response();
      },
    );
    using conn = await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port });
    const head = "GET /self HTTP/1.1\r\nHost: x/all?exclude=app&\r\nConnection: close\r\n\r\n";
    await conn.write(new TextEncoder().encode(head));
    await conn.read(new Uint8Array(1024));
    return urls.join() === "http://x/all?exclude=app&/self";
  },
});

for (
  const [symbol, file] of [
    ["removeOverrides", "src/process/environment.ts"],
    ["isAskedFor", "src/server/serve.ts"],
  ] as const
) {
  testWorkaround({
    symbol,
    file,
    when: "DENO_SERVE_ADDRESS overrides the port that Deno.serve is given",
    issue: "https://github.com/denoland/deno/issues/36092",
    isThere: async () => {
      const [asked, other] = [refusedPort(), refusedPort()];
      const code = `
        const options = { hostname: "127.0.0.1", port: ${asked}, onListen() {} };
        console.log(Deno.serve(options, () => new Response()).addr.port);
        Deno.exit();
      `;
      const env = `DENO_SERVE_ADDRESS=tcp:127.0.0.1:${other}`;
      return Number(await runDeno(code, { env })) === other;
    },
  });
}

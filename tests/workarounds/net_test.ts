import { createSocket } from "node:dgram";
import { refusedPort } from "../servers/misbehaving.ts";
import { runDeno, testWorkaround } from "./workaround.ts";

/** Asks a name server that answers with this code (RFC 1035, section 4.1.1). Returns what is thrown. */
async function errorOf(rcode: number): Promise<string> {
  const server = createSocket("udp4");
  server.on("message", (query, { port, address }) => {
    const answer = Uint8Array.from(query);
    answer.set([0x81, 0x80 | rcode], 2);
    server.send(answer, port, address);
  });
  await new Promise<void>((resolve) => server.bind(0, "127.0.0.1", resolve));
  const nameServer = { ipAddr: "127.0.0.1", port: server.address().port };
  try {
    return (await Deno.resolveDns("a.example.", "A", { nameServer })).join();
  } catch (error) {
    return String(error);
  } finally {
    await new Promise<void>((resolve) => server.close(resolve));
  }
}

testWorkaround({
  symbol: "addressesIn",
  file: "src/net/names/resolve.ts",
  when: "Deno.resolveDns throws the same for SERVFAIL as for NXDOMAIN",
  issue: "https://github.com/denoland/deno/issues/36561",
  isThere: async () => await errorOf(2) === await errorOf(3),
});

testWorkaround({
  symbol: "isOutOfDescriptors",
  file: "src/process/error_code.ts",
  when: "an error of Deno.resolveDns has no code",
  issue: null,
  isThere: async () => {
    const code = `
      const files = [];
      try {
        for (;;) files.push(Deno.openSync("/dev/null"));
      } catch {
        // Now there is no descriptor left.
      }
      const nameServer = { ipAddr: "127.0.0.1", port: 9 };
      const { code, message } = await Deno.resolveDns("a.example.", "A", { nameServer })
        .catch((error) => error);
      files.pop().close();
      console.log(code, /too many open files/i.test(message));
    `;
    return await runDeno(code, { descriptors: 64 }) === "undefined true";
  },
});

testWorkaround({
  symbol: "CAUSES",
  file: "src/check/reason.ts",
  when: "an error of fetch has no code, and neither has its cause",
  issue: "https://github.com/denoland/deno/issues/20394",
  isThere: async () => {
    const port = refusedPort();
    const error = await fetch(`http://127.0.0.1:${port}/`).catch((error: unknown) => error);
    const { code, cause } = error as Error & { code?: string };
    return code === undefined && (cause as { code?: string } | undefined)?.code === undefined;
  },
});

testWorkaround({
  symbol: "postToThisHost",
  file: "src/watch/notify/this_host.ts",
  when: "fetch asks a proxy for this host and no option of a client prevents it",
  issue: "https://github.com/denoland/deno/issues/28385",
  isThere: async () => {
    const code = `
      const server = Deno.serve({ port: 0, onListen() {} }, () => new Response("direct"));
      const url = "http://127.0.0.1:" + server.addr.port;
      for (const options of [{}, { proxy: undefined }, { proxy: null }, { proxy: "disable" }]) {
        try {
          const client = Deno.createHttpClient(options);
          console.log(await (await fetch(url, { client })).text());
        } catch {
          // It asked the proxy, or there is no such option.
        }
      }
      Deno.exit();
    `;
    return await runDeno(code, { env: `http_proxy=http://127.0.0.1:${refusedPort()}` }) === "";
  },
});

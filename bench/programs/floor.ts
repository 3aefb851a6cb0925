// What the runtime allows: floor.ts PORT URL... does the four socket operations of a check for each
// URL, judges nothing, and answers a constant. For localhost it tries both addresses, as a check does.
const [ownPort, ...urls] = Deno.args;
const targets = urls.map((url) => {
  const { hostname, port } = new URL(url);
  const addresses = hostname === "localhost" ? ["127.0.0.1", "::1"] : [hostname];
  return { addresses, port: Number(port) };
});
const request = new TextEncoder().encode(
  "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
);

/** Returns whether the endpoint accepted a connection. */
async function check({ addresses, port }: typeof targets[number]): Promise<boolean> {
  for (const hostname of addresses) {
    try {
      const connection = await Deno.connect({ hostname, port });
      await connection.write(request);
      await connection.read(new Uint8Array(1024));
      connection.close();
      return true;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    }
  }
  return false;
}

async function answer({ url }: Request): Promise<Response> {
  if (url.endsWith("/self")) return new Response("Self: Ready 200\n");
  const ready = await Promise.all(targets.map(check));
  return ready.includes(false)
    ? new Response("All: Health check failed\n", { status: 503 })
    : new Response("All: Ready 200\n");
}

Deno.serve({
  hostname: "127.0.0.1",
  port: Number(ownPort),
  onListen: () => {},
  onError: () => new Response(null, { status: 500 }),
}, answer);

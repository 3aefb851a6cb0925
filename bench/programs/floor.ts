// What the runtime allows: floor.ts PORT URL... does the four socket operations of a check for each
// URL, judges nothing, and answers a constant.
const [ownPort, ...urls] = Deno.args;
const ports = urls.map((url) => Number(new URL(url).port));
const request = new TextEncoder().encode(
  "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
);

async function check(port: number): Promise<void> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(request);
  await connection.read(new Uint8Array(1024));
  connection.close();
}

async function answer({ url }: Request): Promise<Response> {
  if (url.endsWith("/self")) return new Response("Self: Ready 200\n");
  await Promise.all(ports.map(check));
  return new Response("All: Ready 200\n");
}

Deno.serve({
  hostname: "127.0.0.1",
  port: Number(ownPort),
  onListen: () => {},
  onError: () => new Response(null, { status: 500 }),
}, answer);

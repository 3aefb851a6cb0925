import { assertEquals } from "@std/assert";
import { inFolder } from "../../support/folder.ts";
import { fixture, outcomeOf } from "../../support/outcome.ts";

/** Takes one connection, closes it, and returns `:authority` and `host` of the request. */
async function fieldsOf(
  listener: Deno.Listener,
): Promise<{ authority: string; host: string | undefined }> {
  const conn = await listener.accept();
  const buffer = new Uint8Array(4096);
  let text = "";
  // The last field of a request of ours that has no field of its own.
  while (!text.includes("grpc-timeout")) {
    const count = await conn.read(buffer);
    if (count === null) break;
    text += String.fromCharCode(...buffer.subarray(0, count));
  }
  conn.close();
  const valueOf = (name: string): string | undefined => {
    const at = text.indexOf(`${String.fromCharCode(name.length)}${name}`) + 1 + name.length;
    return at <= name.length ? undefined : text.slice(at + 1, at + 1 + text.charCodeAt(at));
  };
  return { authority: valueOf(":authority") ?? "", host: valueOf("host") };
}

for (
  const [options, expected] of [
    ["", "localhost:PORT"],
    ["#header=Host:%20api.example", "api.example"],
    ["#header=x-a:b&header=hOST:api.example:80", "api.example:80"],
  ] as const
) {
  Deno.test(`grpc createProbe() sends ${expected} as :authority when the options are ${options || "none"}`, async () => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const checked = outcomeOf(`grpc://localhost:${port}${options}`);
    const authority = expected.replace("PORT", String(port));
    assertEquals(await fieldsOf(listener), { authority, host: undefined });
    await checked;
  });
}

for (
  const [options, expected] of [
    ["", "localhost:PORT"],
    ["&server-name=api.example", "api.example"],
    ["&server-name=api.example&header=Host:%20other.example", "other.example"],
  ] as const
) {
  Deno.test(`grpcs createProbe() sends ${expected} as :authority when the options are insecure${options}`, async () => {
    using listener = Deno.listenTls({
      hostname: "127.0.0.1",
      port: 0,
      cert: fixture("certificates/good.pem"),
      key: fixture("certificates/good.key"),
      alpnProtocols: ["h2"],
    });
    const { port } = listener.addr;
    const checked = outcomeOf(`grpcs://localhost:${port}#insecure${options}`);
    const authority = expected.replace("PORT", String(port));
    assertEquals(await fieldsOf(listener), { authority, host: undefined });
    await checked;
  });
}

Deno.test("grpc+unix createProbe() sends the Host of the endpoint as :authority when it comes from a file", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/app.sock`;
    await Deno.writeTextFile(`${folder}/host`, "api.example\n");
    using listener = Deno.listen({ transport: "unix", path });
    for (
      const [options, authority] of [
        ["", "localhost"],
        ["#header=Host:api.example", "api.example"],
        [`#header-file=Host:${folder}/host`, "api.example"],
      ] as const
    ) {
      const checked = outcomeOf(`grpc+unix://${path}:/${options}`);
      assertEquals(await fieldsOf(listener), { authority, host: undefined });
      await checked;
    }
  });
});

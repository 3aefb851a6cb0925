import { assertEquals, assertStringIncludes } from "@std/assert";
import { inFolder } from "../../support/folder.ts";
import { failure, outcomeOf } from "../../support/outcome.ts";

Deno.test("grpc+unix createProbe() calls localhost when the server listens on a socket file", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a:b c.sock`;
    using listener = Deno.listen({ transport: "unix", path });
    const checked = outcomeOf(`grpc+unix://${folder}/a:b%20c.sock:/my.Service`);
    const conn = await listener.accept();
    const buffer = new Uint8Array(4096);
    const count = await conn.read(buffer) ?? 0;
    const request = new TextDecoder().decode(buffer.subarray(0, count));
    assertStringIncludes(request, "localhost");
    assertStringIncludes(request, "my.Service");
    conn.close();
    const outcome = await checked;
    assertEquals([outcome.ok, "failure" in outcome && outcome.failure], [false, "reset"]);
  });
});

Deno.test("grpc+unix createProbe() asks for the whole server when the URL names no service", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/app.sock`;
    using listener = Deno.listen({ transport: "unix", path });
    for (const endpoint of [`grpc+unix://${path}`, `grpc+unix://${path}:/`]) {
      const checked = outcomeOf(endpoint);
      const conn = await listener.accept();
      const buffer = new Uint8Array(4096);
      const count = await conn.read(buffer) ?? 0;
      // The message is of no byte: a frame of DATA with its prefix alone.
      const data = [0, 0, 5, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0];
      assertStringIncludes(buffer.subarray(0, count).join(), data.join());
      conn.close();
      await checked;
    }
  });
});

Deno.test("grpc+unix createProbe() returns the reason when the socket file is missing", async () => {
  await inFolder(async (folder) => {
    const outcome = await outcomeOf(`grpc+unix://${folder}/none.sock:/`);
    assertEquals(outcome, failure("file", "no such socket file"));
  });
});

for (const length of [1, 127, 128]) {
  Deno.test(`grpc+unix createProbe() asks for field 1 when the service has a name of ${length} bytes`, async () => {
    await inFolder(async (folder) => {
      const path = `${folder}/app.sock`;
      using listener = Deno.listen({ transport: "unix", path });
      const checked = outcomeOf(`grpc+unix://${path}:/${"a".repeat(length)}`);
      const conn = await listener.accept();
      const buffer = new Uint8Array(4096);
      const count = await conn.read(buffer) ?? 0;
      const message = [10, ...length < 128 ? [length] : [128, 1], ...Array(length).fill(97)];
      const data = [0, 0, 0, 0, message.length, ...message];
      assertStringIncludes(buffer.subarray(0, count).join(), data.join());
      conn.close();
      await checked;
    });
  });
}

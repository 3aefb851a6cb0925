import { assertEquals, assertMatch } from "@std/assert";
import { inFolder } from "../../support/folder.ts";
import { failure, outcomeOf } from "../../support/outcome.ts";
import { Program } from "../../support/program.ts";
import { sendRaw } from "../../support/raw_request.ts";

Deno.test("http+unix createProbe() sends the request over the socket file when a server listens", async () => {
  await inFolder(async (folder) => {
    const requests: string[] = [];
    const path = `${folder}/a:b c.sock`;
    await using _server = Deno.serve({ path, onListen: () => {} }, (request) => {
      const { pathname, search } = new URL(request.url);
      requests.push(`${request.headers.get("host")} ${pathname}${search}`);
      return Response.json({ ready: true }, { status: 207 });
    });
    const endpoint = `http+unix://${folder}/a:b%20c.sock:/health?x=1#json=ready:true`;
    assertEquals(await outcomeOf(endpoint), { ok: true, status: 207, found: "status 207" });
    assertEquals(requests, ["localhost /health?x=1"]);
  });
});

Deno.test("http+unix createProbe() asks for / when the URL has no path", async () => {
  await inFolder(async (folder) => {
    const targets: string[] = [];
    const path = `${folder}/app.sock`;
    await using _server = Deno.serve({ path, onListen: () => {} }, (request) => {
      targets.push(request.url.slice(request.url.indexOf("/", request.url.indexOf("//") + 2)));
      return new Response();
    });
    for (const rest of ["", ":/", "?x=1"]) {
      const outcome = await outcomeOf(`http+unix://${path}${rest}`);
      assertEquals(outcome, { ok: true, status: 200, found: "status 200" });
    }
    assertEquals(targets.map((target) => target.replace(/^.*(?=\/)/, "")), ["/", "/", "/?x=1"]);
  });
});

Deno.test("http+unix createProbe() takes the answer when the server does not read the whole request", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/app.sock`;
    // More than the buffers of a socket hold.
    await Deno.writeFile(`${folder}/body`, new Uint8Array(1024 * 1024));
    using listener = Deno.listen({ transport: "unix", path });
    const endpoint = `http+unix://${path}:/#body-file=${folder}/body`;
    for (const status of [200, 401]) {
      const checked = outcomeOf(endpoint);
      using conn = await listener.accept();
      await conn.write(
        new TextEncoder().encode(`HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`),
      );
      const outcome = status === 200
        ? { ok: true, status, found: `status ${status}` }
        : failure("status", `status ${status}`, status);
      assertEquals(await checked, outcome);
    }
  });
});

Deno.test("http+unix createProbe() returns the reason when the socket file is missing", async () => {
  await inFolder(async (folder) => {
    const outcome = await outcomeOf(`http+unix://${folder}/none.sock:/`);
    assertEquals(outcome, failure("file", "no such socket file"));
  });
});

Deno.test("http+unix createProbe() returns the reason when nothing listens", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/dead.sock`;
    Deno.listen({ transport: "unix", path }).close();
    const outcome = await outcomeOf(`http+unix://${path}:/`);
    // Deno removes the file with the listener; a plain file has no listener either.
    assertEquals(outcome, failure("file", "no such socket file"));
    await Deno.writeTextFile(path, "");
    assertEquals(
      await outcomeOf(`http+unix://${path}:/`),
      failure("refused", "nothing listens on the socket file"),
    );
  });
});

Deno.test({
  name: "http+unix createProbe() returns the reason when healthcheck may not open the socket file",
  permissions: { read: false, write: false, net: true },
  fn: async () => {
    assertEquals(
      await outcomeOf("http+unix:///run/app.sock:/"),
      failure(
        "file",
        "healthcheck was compiled without --allow-read and --allow-write for the socket file",
      ),
    );
  },
});

Deno.test("http+unix createProbe() waits for a descriptor when the process has few", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/app.sock`;
    await using _server = Deno.serve({ path, onListen: () => {} }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return new Response();
    });
    const endpoints = Array.from({ length: 100 }, (_, i) => `http+unix://${path}:/${i}`);
    // `check` has no listener for signals: Deno's own, for its inspector, panics if it finds no descriptor.
    await using program = new Program(["0", "20", ...endpoints], {
      denoFlags: ["--allow-net", "--allow-read", "--allow-write"],
      descriptors: 64,
    });
    const answer = await sendRaw(await program.port(), "GET /all HTTP/1.1\r\nHost: x");
    assertMatch(answer, /^HTTP\/1.1 200 [^]*\r\n\r\nAll: Ready 200\n/);
  });
});

import { assertEquals, assertMatch } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };
import { warnOfDenoRun } from "../../src/process/runtime.ts";
import { refusedPort } from "../servers/misbehaving.ts";
import { inFolder } from "../support/folder.ts";
import { BINARY, Program, sources } from "../support/program.ts";

const ALLOW_ENV = `--allow-env=${manifest.permissions.healthcheck.env.join()}`;

for (const standalone of [true, false]) {
  for (const inPod of [true, false]) {
    const warns = inPod && !standalone;
    const where = `${standalone ? "compiled" : "under deno run"}, ${
      inPod ? "in" : "outside"
    } a pod`;
    Deno.test(`warnOfDenoRun() ${warns ? "warns once" : "is silent"} when ${where}`, () => {
      const levels: string[] = [];
      warnOfDenoRun((level) => levels.push(level), standalone, inPod);
      assertEquals(levels, warns ? ["warn"] : []);
    });
  }
}

sources.test("every command with a log warns once when it runs under deno run in a pod", async () => {
  const url = `tcp://127.0.0.1:${refusedPort()}`;
  for (
    const args of [
      ["0", "1", url],
      ["watch", "0", "1", url],
      ["wait", "--for", "10ms", "1", url],
      ["run", "--for", "10ms", "1", url, "--", "true"],
    ]
  ) {
    await using program = new Program(args, {
      denoFlags: ["--allow-net", "--allow-run", ALLOW_ENV],
      env: { KUBERNETES_SERVICE_HOST: "10.0.0.1" },
      redirect: "2>&1",
    });
    const [line] = await program.line(/.*(?:compiled binary|listening|gave up).*/);
    assertMatch(line, / warn {2}run the compiled binary in a pod reason="[^"]*SIGUSR1[^"]*"$/);
    if (args[0] === "0" || args[0] === "watch") {
      await program.port();
      program.kill("SIGTERM");
    }
    const { out } = await program.end();
    assertEquals(out.filter((line) => line.includes("compiled binary")), []);
  }
});

Deno.test("a compiled binary reads and writes nothing in TMPDIR when it starts", {
  ignore: BINARY === undefined,
}, async () => {
  await inFolder(async (folder) => {
    await using listener = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response(),
    );
    const args = ["check", "5", `http://127.0.0.1:${listener.addr.port}/`];
    // The second start would read what the first has written.
    for (let start = 0; start < 2; start++) {
      await using program = new Program(args, { env: { TMPDIR: folder } });
      assertEquals((await program.status).code, 0);
    }
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  });
});

import { assert, assertEquals, assertMatch } from "@std/assert";
import { refusedPort } from "../../servers/misbehaving.ts";
import { Program } from "../../support/program.ts";

/** Endpoints with names so long that a line for each fills a pipe. */
function endpoints(): string[] {
  const endpoint = `tcp://127.0.0.1:${refusedPort()}`;
  return Array.from({ length: 150 }, (_, index) => `${endpoint}#name=${"x".repeat(500)}${index}`);
}

async function get(port: number, path: string): Promise<string> {
  const signal = AbortSignal.timeout(20_000);
  return await (await fetch(`http://127.0.0.1:${port}${path}`, { signal })).text();
}

async function droppedLines(port: number): Promise<number> {
  const [, lines] = /^healthcheck_log_lines_dropped_total (\d+)$/m.exec(
    await get(port, "/metrics"),
  ) ?? [];
  return Number(lines);
}

/** A program that has logged more than anybody reads. */
async function withFullPipe(use: (program: Program, port: number) => Promise<void>): Promise<void> {
  const args = ["--host", "127.0.0.1", "--log-level", "debug", "0", "9", ...endpoints()];
  await using program = new Program(args);
  const port = await program.port();
  assertEquals(await droppedLines(port), 0);
  // A round logs 90 KB; the pipe, the runner's buffers and the writer hold some 800.
  for (let rounds = 0; await droppedLines(port) === 0; rounds++) {
    assert(rounds < 100);
    await get(port, "/all");
  }
  await use(program, port);
}

Deno.test("serve answers and exits 0 when nobody reads its log", async () => {
  await withFullPipe(async (program, port) => {
    assertEquals(await get(port, "/self"), "Self: Ready 200\n");
    assertMatch(await get(port, "/all"), /^All: Health check failed\n/);
    program.kill("SIGTERM");
    assertEquals((await program.status).code, 0);
  });
});

Deno.test("serve logs the number of dropped lines, and the stop, when its log is read again", async () => {
  await withFullPipe(async (program, port) => {
    const dropped = await droppedLines(port);
    let reported = 0;
    while (reported < dropped) {
      const [, lines] = await program.line(/warn +log lines dropped lines=(\d+) total=\d+$/);
      reported += Number(lines);
    }
    assertEquals(reported, dropped);
    program.kill("SIGTERM");
    const { code, out, err } = await program.end();
    assertEquals([code, err], [0, ""]);
    assertMatch(out.at(-1) ?? "", /info +stopped status=0$/);
  });
});

for (
  const [command, operands] of [
    ["wait", []],
    ["run", ["--", "true"]],
  ] as const
) {
  Deno.test(`${command} exits 1 in time when nobody reads its log`, async () => {
    const args = [command, "--for", "0.3", "9", ...endpoints(), ...operands];
    await using program = new Program(args, {
      denoFlags: ["--allow-net", "--allow-run=true"],
      redirect: "2>&1",
    });
    const timer = setTimeout(() => program.kill("SIGKILL"), 20_000);
    assertEquals((await program.status).code, 1);
    clearTimeout(timer);
  });
}

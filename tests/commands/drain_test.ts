import { assertEquals } from "@std/assert";
import { Program, sources } from "../support/program.ts";

const RECORDED = [
  "--allow-env=DENIED",
  "--allow-run",
  "--preload",
  new URL("../support/preload/record_kill.ts", import.meta.url).pathname,
];

sources.test("drain sends SIGUSR2 to PID 1 and exits 0 when it may", async () => {
  await using program = new Program(["drain"], { denoFlags: RECORDED });
  const { code, out } = await program.end();
  assertEquals([code, out, await program.stderr], [0, ["SIGUSR2 to 1"], ""]);
});

sources.test("drain exits 1 with a line when the system does not let it", async () => {
  await using program = new Program(["drain"], { denoFlags: RECORDED, env: { DENIED: "1" } });
  const { code, out } = await program.end();
  const reason = "it is not the program of this container, or it runs as another user";
  const line = `healthcheck: cannot send SIGUSR2 to PID 1: ${reason}\n`;
  assertEquals([code, out, await program.stderr], [1, [], line]);
});

sources.test("drain exits 1 with a line when no signal was compiled in", async () => {
  await using program = new Program(["drain"], { denoFlags: ["--allow-net"] });
  const { code } = await program.end();
  const reason = "healthcheck must be compiled with --allow-run";
  const line = `healthcheck: cannot send SIGUSR2 to PID 1: ${reason}\n`;
  assertEquals([code, await program.stderr], [1, line]);
});

Deno.test("drain exits 2 when it gets an argument", async () => {
  await using program = new Program(["drain", "8081"]);
  assertEquals((await program.end()).code, 2);
});

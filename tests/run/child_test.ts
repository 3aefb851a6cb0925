import { assertEquals } from "@std/assert";
import { exitOf } from "../../src/run/child.ts";

/** A shell that sends itself a signal, or exits. */
function shell(script: string): Deno.ChildProcess {
  return new Deno.Command("sh", { args: ["-c", script] }).spawn();
}

Deno.test("exitOf() returns the program's own status when it exits", async () => {
  assertEquals(await exitOf(shell("exit 7")), { status: 7 });
});

Deno.test("exitOf() returns 128 + n and the name when a signal with a name ends the program", async () => {
  assertEquals(await exitOf(shell("kill -15 $$")), { status: 143, signal: "SIGTERM" });
  assertEquals(await exitOf(shell("kill -31 $$")), { status: 159, signal: "SIGSYS" });
});

Deno.test("exitOf() returns 128 + n and n when a real-time signal ends the program", async () => {
  for (let signal = 34; signal <= 64; signal++) {
    assertEquals(await exitOf(shell(`kill -${signal} $$`)), { status: 128 + signal, signal });
  }
});

Deno.test("exitOf() returns 1 and the reason when the kernel has discarded the status", async () => {
  const child = { status: Promise.reject(new Error("No child processes (os error 10)")) };
  assertEquals(await exitOf(child), {
    status: 1,
    reason: "cannot read its exit status: No child processes",
  });
});

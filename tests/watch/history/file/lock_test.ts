import { assertEquals } from "@std/assert";
import { FileLock } from "../../../../src/watch/history/file/lock.ts";
import { inFolder } from "../../../support/folder.ts";
import { runScript } from "../../../support/script.ts";

/** Prints the outcome of five attempts, and the requests for a lock that the process waits for. */
const ATTEMPTS = `
import { FileLock } from "./src/watch/history/file/lock.ts";
const [path] = Deno.args;
using other = await Deno.open(path, { read: true, write: true, create: true });
await other.lock(true);
const lock = new FileLock(path);
const errors = [];
for (let i = 0; i < 5; i++) await lock.acquire().catch(({ message }) => errors.push(message));
// proc(5): a thread that waits is listed with an arrow.
const waiting = Deno.readTextFileSync("/proc/locks").split("\\n")
  .filter((line) => line.includes("->") && line.split(/ +/).includes(String(Deno.pid)));
console.log(JSON.stringify({ errors, waiting }));
`;

Deno.test({
  name: "FileLock.acquire() leaves no thread behind when another process holds the lock",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    inFolder(async (folder) => {
      const out = await runScript(ATTEMPTS, { args: [`${folder}/history.db`] });
      assertEquals(JSON.parse(out), {
        errors: Array(5).fill("another process writes the file"),
        waiting: [],
      });
    }),
});

/**
 * Releases a lock while another descriptor shares it, as that of a child does between fork(2) and
 * execve(2), and acquires it again.
 */
const SHARED = `
import { FileLock } from "./src/watch/history/file/lock.ts";
const [path] = Deno.args;
const libc = Deno.dlopen("libc.so.6", { dup: { parameters: ["i32"], result: "i32" } });
const lock = new FileLock(path);
await lock.acquire();
const held = Array.from(Deno.readDirSync("/proc/self/fd"), ({ name }) => name).filter((name) => {
  try {
    return Deno.readLinkSync("/proc/self/fd/" + name) === Deno.realPathSync(path);
  } catch {
    return false;
  }
});
const copies = held.map((name) => libc.symbols.dup(Number(name)));
lock.release();
const error = await new FileLock(path).acquire().then(() => null, ({ message }) => message);
console.log(JSON.stringify({ copies: copies.filter((copy) => copy >= 0).length, error }));
`;

Deno.test({
  name: "FileLock.release() lets another acquire when a forked child still has the descriptor",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    inFolder(async (folder) => {
      const out = await runScript(SHARED, { args: [`${folder}/history.db`] });
      assertEquals(JSON.parse(out), { copies: 1, error: null });
    }),
});

Deno.test({
  name: "FileLock.acquire() closes the file that it held when another has the name now",
  sanitizeResources: true,
  fn: () =>
    inFolder(async (folder) => {
      const path = `${folder}/history.db`;
      const lock = new FileLock(path);
      await lock.acquire();
      await Deno.remove(path);
      await lock.acquire();
      assertEquals(await lock.isCurrent(), true);
      lock.release();
    }),
});

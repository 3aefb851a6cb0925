import { assertEquals } from "@std/assert";
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

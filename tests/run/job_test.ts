import { assertEquals } from "@std/assert";
import { runJob, type RunJobOptions } from "../../src/run/job.ts";

/** Runs a job whose parts record that they were called. Returns its status, the calls and the log. */
async function callsOf(
  { wait, start }: Partial<Pick<RunJobOptions, "wait" | "start">>,
): Promise<[number, string[], unknown[]]> {
  const calls: string[] = [];
  const logged: unknown[] = [];
  const record = <T>(name: string, part: () => Promise<T>) => (): Promise<T> => {
    calls.push(name);
    return part();
  };
  const status = await runJob({
    wait: record("wait", wait ?? (() => Promise.resolve(undefined))),
    start: record("start", start ?? (() => Promise.resolve(7))),
    quit: (status) => record(`quit ${status}`, () => Promise.resolve())(),
    log: (...line) => void logged.push(line),
  });
  return [status, calls, logged];
}

const fail = (): Promise<never> => Promise.reject(new TypeError("broken"));
const LOGGED = ["error", "failed", { reason: "broken" }];

Deno.test("runJob() returns the program's status and quits when the program ends", async () => {
  assertEquals(await callsOf({}), [7, ["wait", "start", "quit 7"], []]);
});

Deno.test("runJob() returns the status of the waiting and quits when that ends with one", async () => {
  const wait = (): Promise<number> => Promise.resolve(143);
  assertEquals(await callsOf({ wait }), [143, ["wait", "quit 143"], []]);
});

Deno.test("runJob() returns 1, logs the reason and quits when the waiting throws", async () => {
  assertEquals(await callsOf({ wait: fail }), [1, ["wait", "quit 1"], [LOGGED]]);
});

Deno.test("runJob() returns 1, logs the reason and quits when the start throws", async () => {
  assertEquals(await callsOf({ start: fail }), [1, ["wait", "start", "quit 1"], [LOGGED]]);
});

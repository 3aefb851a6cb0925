import { assertEquals, assertMatch } from "@std/assert";
import { createLog } from "../../src/process/log.ts";

Deno.test("createLog() writes one line when a value holds quotes and line feeds", () => {
  const lines: string[] = [];
  const log = createLog({ format: "text", level: "info", write: (line) => lines.push(line) });
  log("warn", "endpoint failing", { endpoint: "a", reason: 'x "y"\nz', list: ["b", "c"] });
  assertEquals(lines.length, 1);
  assertMatch(
    lines[0] ?? "",
    /^\d{4}-\d\d-\d\dT[\d:.]+Z warn {2}endpoint failing endpoint=a reason="x \\"y\\"\\nz" list=b,c$/,
  );
});

Deno.test("createLog() writes a JSON object when the format is json", () => {
  const lines: string[] = [];
  const log = createLog({ format: "json", level: "debug", write: (line) => lines.push(line) });
  log("debug", "check", { endpoint: "a", ok: true });
  const { time, ...rest } = JSON.parse(lines[0] ?? "");
  assertMatch(time, /Z$/);
  assertEquals(rest, { level: "debug", event: "check", endpoint: "a", ok: true });
});

Deno.test("createLog() writes nothing when the level is below the minimum", () => {
  const lines: string[] = [];
  const log = createLog({ format: "text", level: "warn", write: (line) => lines.push(line) });
  log("info", "start");
  log("error", "end");
  assertEquals(lines.length, 1);
});

Deno.test("createLog() does not throw when the pipe is closed", () => {
  const write = (): never => {
    throw new Deno.errors.BrokenPipe("Broken pipe");
  };
  createLog({ format: "text", level: "info", write })("info", "start");
});

import { assertEquals, assertMatch } from "@std/assert";
import { createLog, type LogOutput } from "../../../src/process/output/log.ts";

/** An output that keeps the lines, without their ends. */
function outputTo(lines: string[]): LogOutput {
  return { write: (text) => void lines.push(text.replace(/\n$/, "")), onDropped: () => {} };
}

Deno.test("createLog() writes one line when a value holds quotes and line feeds", () => {
  const lines: string[] = [];
  const log = createLog({ format: "text", level: "info", output: outputTo(lines) });
  log("warn", "endpoint failing", { endpoint: "a", reason: 'x "y"\nz' });
  assertEquals(lines.length, 1);
  assertMatch(
    lines[0] ?? "",
    /^\d{4}-\d\d-\d\dT[\d:.]+Z warn {2}endpoint failing endpoint=a reason="x \\"y\\"\\nz"$/,
  );
});

Deno.test("createLog() writes no character that a terminal obeys when a value holds some", () => {
  const lines: string[] = [];
  for (const format of ["text", "json"] as const) {
    const log = createLog({ format, level: "info", output: outputTo(lines) });
    for (
      const reason of ["\x1b[2J", "\x7f", "a\x9b31m", "\u202eb", "\u2028", "\u{e0001}", "\ud800"]
    ) {
      log("info", "wait disabled", { reason });
      const line = lines.at(-1) ?? "";
      assertMatch(line, /^[ -~]+$/);
      const json = format === "json" ? line : `{"reason":${/reason=(.*)/.exec(line)?.[1]}}`;
      assertEquals(JSON.parse(json).reason, reason);
    }
  }
});

Deno.test("createLog() writes a JSON object when the format is json", () => {
  const lines: string[] = [];
  const log = createLog({ format: "json", level: "debug", output: outputTo(lines) });
  log("debug", "check", { endpoint: "a", ok: true });
  const { time, ...rest } = JSON.parse(lines[0] ?? "");
  assertMatch(time, /Z$/);
  assertEquals(rest, { level: "debug", event: "check", endpoint: "a", ok: true });
});

Deno.test("createLog() writes each name with its address when a field has several", () => {
  const endpoints = [
    { name: "app", url: "http://localhost:8080/health" },
    { name: "b:2/x,y=z", url: "http://b:2/x,y=z" },
  ];
  const lines: string[] = [];
  for (const format of ["text", "json"] as const) {
    createLog({ format, level: "info", output: outputTo(lines) })("info", "e", { endpoints });
  }
  const [text = "", json = ""] = lines;
  assertMatch(text, / endpoints="app=http:\S+\/health b:2\/x,y=z=http:\/\/b:2\/x,y=z"$/);
  assertEquals(JSON.parse(json).endpoints, endpoints);
});

Deno.test("createLog() writes nothing when the level is below the minimum", () => {
  const lines: string[] = [];
  const log = createLog({ format: "text", level: "warn", output: outputTo(lines) });
  log("info", "start");
  log("error", "end");
  assertEquals(lines.length, 1);
});

Deno.test("createLog() logs the number of lines when its output has dropped some", () => {
  const lines: string[] = [];
  const output = outputTo(lines);
  createLog({ format: "text", level: "warn", output });
  output.onDropped(3, 7);
  assertEquals(lines.length, 1);
  assertMatch(lines[0] ?? "", / warn {2}log lines dropped lines=3 total=7$/);
});

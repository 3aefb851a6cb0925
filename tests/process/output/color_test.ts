import { assert, assertEquals } from "@std/assert";
import { hasColor, paint } from "../../../src/process/output/color.ts";
import { createLog } from "../../../src/process/output/log.ts";
import { showProgress } from "../../../src/wait/progress.ts";
import { Program } from "../../support/program.ts";
import { OK, REFUSED, report } from "../../support/reports.ts";
import { refusedPort } from "../../servers/misbehaving.ts";

/** The text with its escapes as words. */
function named(text: string): string {
  const names: Record<string, string> = {
    "1;31": "red",
    "32": "green",
    "33": "yellow",
    "2": "dim",
    "0": "",
  };
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/\x1b\[([\d;]+)m/g, (_, code) => `<${names[code]}>`);
}

Deno.test("hasColor() is what was asked for when it is not auto, and false without a terminal", () => {
  const [terminal, pipe] = [{ isTerminal: () => true }, { isTerminal: () => false }];
  assertEquals([hasColor("always", pipe), hasColor("never", terminal)], [true, false]);
  assertEquals([hasColor("auto", pipe), hasColor("auto", terminal)], [false, !Deno.noColor]);
});

Deno.test("paint() colors parts alone when rules match", () => {
  assertEquals(named(paint("ok a ok", [["green", /^ok/]])), "<green>ok<> a ok");
});

for (
  const [level, event, line] of [
    ["info", "endpoint ok", "info  endpoint <green>ok<> endpoint=ok"],
    ["warn", "endpoint ok", "warn  endpoint <yellow>ok<> endpoint=ok"],
    ["warn", "endpoint failing", "warn  endpoint <red>failing<> endpoint=ok"],
    ["error", "outage", "error <red>outage<> endpoint=ok"],
    ["info", "outage resolved", "info  outage <green>resolved<> endpoint=ok"],
    ["info", "ready", "info  <green>ready<> endpoint=ok"],
    ["info", "listening", "info  listening endpoint=ok"],
  ] as const
) {
  Deno.test(`createLog() colors the time and state words alone when the event is ${level} ${event}`, () => {
    let text = "";
    const write = (line: string): boolean => {
      text = line;
      return true;
    };
    createLog({
      format: "text",
      level: "debug",
      color: true,
      output: { write, onDropped: () => {} },
    })(
      level,
      event,
      { endpoint: "ok" },
    );
    assertEquals(named(text).replace(/^<dim>\S+Z<>/, "<time>"), `<time> ${line}\n`);
  });
}

Deno.test("showProgress() colors times and ready alone when the terminal has colors", async () => {
  const lines: string[] = [];
  const write = (line: string): boolean => lines.push(named(line.replace("\r\x1b[2K", ""))) > 0;
  const show = showProgress({ columns: 80, color: true, output: { write } }, 60);
  show({ report: await report({ "tcp://a:1": REFUSED }), attempt: 1, elapsed: 2 });
  show({ report: await report({ "tcp://a:1": OK }), attempt: 2, elapsed: 3, end: "ready" });
  assertEquals(lines, [
    "attempt 1, <dim>2 s of 1 min<>: waiting for a:1 (connection refused)",
    "<green>ready<> after <dim>3 s<>\n",
  ]);
});

Deno.test("check colors text alone, and only when asked for or on a terminal", async () => {
  const url = `tcp://127.0.0.1:${refusedPort()}#name=`;
  const args = ["1", `${url}a`, `${url}b&optional`, "file:///etc/hosts#name=c"];
  const outs: string[] = [];
  for (const options of [["--color", "always"], [], ["--color", "always", "--format", "json"]]) {
    await using program = new Program(["check", ...options, ...args], {
      denoFlags: ["--allow-net", "--allow-read"],
    });
    const { out } = await program.end();
    outs.push(named(out.join("\n")).replaceAll(/\d+ ms/g, "N ms"));
  }
  const plain = [
    "All: Health check failed",
    "FAILED  a  connection refused (N ms)",
    "WARN    b  connection refused (N ms)",
    "ok      c  exists (N ms)",
  ];
  assertEquals(outs[1]?.split("\n"), plain);
  const painted = [
    plain[0],
    "<red>FAILED<>  a  connection refused <dim>(N ms)<>",
    "<yellow>WARN<>    b  connection refused <dim>(N ms)<>",
    "<green>ok<>      c  exists <dim>(N ms)<>",
  ];
  assertEquals(outs[0]?.split("\n"), painted);
  assertEquals(outs[2]?.includes("<"), false);
  await using program = new Program([
    "check",
    "--verbose",
    "--color",
    "always",
    ...args.slice(0, 2),
  ], {
    denoFlags: ["--allow-net"],
  });
  const rows = (await program.end()).out.map(named);
  assert(rows.some((row) => /^ +<dim>\d+\.\d ms<> {2}connect /.test(row)), rows.join("\n"));
});

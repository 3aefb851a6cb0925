import { assertEquals, assertMatch } from "@std/assert";

const ROOT = new URL("../../", import.meta.url).pathname;

for (
  const [file, args, line] of [
    ["tests/torture/main.ts", ["--hepl"], /^cannot torture: /],
    ["bench/main.ts", ["--help"], /^Usage: deno task bench /],
    ["tests/release/originals.ts", [], /^cannot bundle jsr:/],
  ] as const
) {
  Deno.test(`${file} prints one line and fails when its arguments are ${args.join(" ") || "none, without a registry"}`, async () => {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", file, ...args],
      cwd: ROOT,
      env: { JSR_URL: "http://127.0.0.1:1/", NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    const lines = text.trimEnd().split("\n");
    assertEquals([success, lines.length], [false, 1], text);
    assertMatch(lines[0] ?? "", line);
  });
}

import { assertEquals } from "@std/assert";
import { BINARY } from "../support/program.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const FLAGS = ["run", "--quiet", "--no-prompt", "--allow-net", "--allow-read", "--allow-run", MAIN];

/** The kernel makes one signal of two that are pending, so one key alone may not show a copy. */
const PRESSES = 8;

/** A program that says which signals it got, and ends with status 9 at SIGTERM. */
const SCRIPT = `
  # The loop below must not outlive a test that is killed. The unit is seconds of CPU time.
  ulimit -t 30
  trap "echo got INT" INT
  trap "echo got QUIT" QUIT
  trap "echo got HUP" HUP
  trap "echo got TERM; exit 9" TERM
  echo up $PPID
  # Without a child to wait for, the shell handles each signal at once, and counts both.
  while :; do :; done`;

function quote(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
}

for (const [key, name] of [["\x03", "INT"], ["\x1c", "QUIT"]] as const) {
  Deno.test(
    `run leaves SIG${name} to the kernel, and forwards SIGTERM, when it comes from a terminal`,
    {
      // `script` of util-linux makes a terminal.
      ignore: Deno.build.os !== "linux",
    },
    async () => {
      const program = BINARY === undefined ? [Deno.execPath(), ...FLAGS] : [BINARY];
      const args = [
        "run",
        "--log-level",
        "error",
        "5",
        "file:///etc/passwd",
        "--",
        "sh",
        "-c",
        SCRIPT,
      ];
      // Without exec, some shells stay, and the signals of the keys end them too.
      const command = `exec ${quote([...program, ...args])}`;
      const child = new Deno.Command("script", {
        args: ["--quiet", "--return", "--command", command, "/dev/null"],
        stdin: "piped",
        stdout: "piped",
      }).spawn();
      const keys = child.stdin.getWriter();
      const press = (): Promise<void> => keys.write(new TextEncoder().encode(key));
      let pressed = 0;
      const got: string[] = [];
      let text = "";
      let pid = 0;
      for await (const piece of child.stdout.pipeThrough(new TextDecoderStream())) {
        const lines = (text + piece).split("\n");
        text = lines.pop() ?? "";
        for (const line of lines) {
          const [, parent] = /up (\d+)/.exec(line) ?? [];
          const [, signal = ""] = /got (\w+)/.exec(line) ?? [];
          if (parent !== undefined) {
            pid = Number(parent);
            await press();
          }
          if (signal === "") continue;
          got.push(signal);
          // When SIGHUP has come through, a copy of the key's signal would have come too.
          if (signal === name && got.at(-2) !== name) Deno.kill(pid, "SIGHUP");
          if (signal === "HUP" && ++pressed < PRESSES) await press();
          else if (signal === "HUP") Deno.kill(pid, "SIGTERM");
        }
      }
      const expected = Array.from({ length: PRESSES }, () => [name, "HUP"]).flat();
      await keys.close().catch(() => {});
      assertEquals([(await child.status).code, got], [9, [...expected, "TERM"]]);
    },
  );
}

import { assertEquals } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };
import { BINARY } from "../support/program.ts";
import { refusedPort } from "../servers/misbehaving.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const ALLOW_ENV = `--allow-env=${manifest.permissions.healthcheck.env.join()}`;

/** Runs `wait` on a terminal, which `script` of util-linux makes. */
async function waitOnTerminal(
  options: string,
  env: Record<string, string>,
): Promise<{ rewrites: boolean; colors: boolean; json: boolean }> {
  const program = BINARY ?? `${Deno.execPath()} run --no-prompt --allow-net ${ALLOW_ENV} ${MAIN}`;
  const command = `${program} wait --for 0.3 ${options} 1 tcp://127.0.0.1:${refusedPort()}`;
  const { stdout } = await new Deno.Command("script", {
    args: ["--quiet", "--command", command, "/dev/null"],
    env: { NO_COLOR: "", TERM: "xterm", ...env },
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout);
  return {
    rewrites: text.includes("\r\x1b[2K"),
    colors: text.includes("\x1b[2m"),
    json: text.includes('"event":"gave up"'),
  };
}

for (
  const [options, env, rewrites, colors] of [
    ["", {}, true, true],
    ["", { NO_COLOR: "1" }, true, false],
    ["--color never", {}, true, false],
    ["", { TERM: "dumb" }, false, false],
    ["--log-format json", {}, false, false],
    ["--log-level warn", {}, false, true],
  ] as const
) {
  Deno.test(
    `wait ${rewrites ? "rewrites a line" : "writes the log"} ${
      colors ? "with" : "without"
    } colors when a terminal has ${options || "no options"} ${JSON.stringify(env)}`,
    { ignore: Deno.build.os !== "linux" },
    async () => {
      const json = options.includes("json");
      assertEquals(await waitOnTerminal(options, env), { rewrites, colors, json });
    },
  );
}

// deno task binaries: compiles the bundle for both Linux targets, as `deno task compile` does, and
// writes their checksums.
import { COMPILE_FLAGS } from "../../bench/support/compiled_flags.ts";

const TARGETS = {
  "healthcheck-linux-amd64": "x86_64-unknown-linux-gnu",
  "healthcheck-linux-arm64": "aarch64-unknown-linux-gnu",
};
const FOLDER = new URL("../../dist/", import.meta.url).pathname;

const sums: string[] = [];
for (const [file, target] of Object.entries(TARGETS)) {
  const output = ["--target", target, "--output", FOLDER + file];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["compile", ...COMPILE_FLAGS, ...output, `${FOLDER}main.js`],
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (!success) Deno.exit(1);
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(FOLDER + file));
  sums.push(`${new Uint8Array(digest).toHex()}  ${file}\n`);
}
await Deno.writeTextFile(`${FOLDER}SHA256SUMS`, sums.join(""));

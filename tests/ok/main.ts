// deno task ok: everything that a change must pass, and how long each part took.
import { runParts } from "./parts.ts";

const { code, times } = await runParts([
  ["fmt", ["fmt", "--check"]],
  ["lint", ["lint"]],
  ["check", ["check", "--quiet", "--lock", "tests/deno.lock"]],
  ["tests", ["run", "--allow-all", "tests/ok/summary.ts", "--no-check"]],
]);
// deno-lint-ignore no-console
console.log(times);
Deno.exit(code);

import { ArgumentError } from "./src/process/argument_error.ts";
import { parseArguments } from "./src/cli/arguments.ts";
import { removeOverrides } from "./src/process/environment.ts";
import { helpFor } from "./src/cli/usage.ts";
import { print } from "./src/process/output/print.ts";

try {
  removeOverrides();
  const invocation = await parseArguments(Deno.args);
  if ("text" in invocation) {
    const { text, status } = invocation;
    Deno.exit(print(status === 0 ? Deno.stdout : Deno.stderr, text) ? status : 1);
  }
  const { run } = await invocation.command.load();
  Deno.exit(await run(invocation.settings));
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error;
  const hint = error.meant === undefined ? `; see ${helpFor(Deno.args, error.topic)}` : "";
  print(Deno.stderr, `healthcheck: ${error.message}${hint}`);
  Deno.exit(2);
}

import { ArgumentError } from "./src/process/argument_error.ts";
import { parseArguments } from "./src/cli/arguments.ts";
import { removeOverrides } from "./src/process/environment.ts";
import { print } from "./src/process/print.ts";

try {
  removeOverrides();
  const invocation = await parseArguments(Deno.args);
  if ("text" in invocation) {
    Deno.exit(print(Deno.stdout, invocation.text) ? 0 : 1);
  }
  const { run } = await invocation.command.load();
  Deno.exit(await run(invocation.settings));
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error;
  print(Deno.stderr, `healthcheck: ${error.message}; see healthcheck --help`);
  Deno.exit(2);
}

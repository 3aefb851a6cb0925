import { ArgumentError } from "./src/argument_error.ts";
import { parseArguments } from "./src/cli.ts";

const encoder = new TextEncoder();

try {
  const invocation = await parseArguments(Deno.args);
  if ("text" in invocation) {
    Deno.stdout.writeSync(encoder.encode(invocation.text));
    Deno.exit(0);
  }
  const { run } = await invocation.command.load();
  Deno.exit(await run(invocation.settings));
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error;
  Deno.stderr.writeSync(
    encoder.encode(`healthcheck: ${error.message}; see healthcheck --help\n`),
  );
  Deno.exit(2);
}

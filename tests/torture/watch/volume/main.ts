// Run by volume.ts: serves a small volume in memory. Standard input and standard error are /dev/fuse, where
// each read is a request and each write an answer: Deno would divide what it writes to standard output.
import { Files } from "./files.ts";
import { MAX_WRITE } from "./protocol.ts";
import { serve } from "./serve.ts";

const print = (text: string): number =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
const files = new Files(Number(Deno.args[0]));
const buffer = new Uint8Array(MAX_WRITE + 4096);
print("ready");
try {
  for (;;) {
    const count = Deno.stdin.readSync(buffer) ?? 0;
    const answer = serve(files, buffer.subarray(0, count));
    if (answer !== undefined) Deno.stderr.writeSync(answer);
  }
} catch (error) {
  print(String(error));
}

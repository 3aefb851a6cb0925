/** @module Programs that are told their port, and do not say when they listen. */
import { sleep } from "../../src/process/time/sleep.ts";
import { withoutFolders, wordsOf } from "./command.ts";
import { Process } from "./process.ts";

const TRIES = 200;
const PAUSE_MS = 50;

/** Returns a port that nothing listens on. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Returns the words of a command with its placeholders filled. */
export function filled(
  words: readonly string[],
  port: number | string,
  urls: readonly string[],
): string[] {
  return words.flatMap((word) =>
    word === "{urls}" ? [...urls] : [word.replaceAll("{port}", `${port}`)]
  );
}

/** Waits until a port accepts connections, for ten seconds. */
export async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    }
    await sleep(PAUSE_MS);
  }
  throw new Error(`cannot measure: the program must listen on port ${port}`);
}

/** An endpoint that answers at once. */
export interface Upstream extends AsyncDisposable {
  readonly port: number;
  /** What it is, for a reader. */
  readonly command: string;
}

/**
 * Starts an endpoint.
 *
 * @param command Its command with `{port}`; without one it is an empty `Deno.serve`. A slow one
 * hides the differences between the programs that check it.
 */
export async function startUpstream(command: string | undefined): Promise<Upstream> {
  const port = freePort();
  const empty = new URL("../programs/empty.ts", import.meta.url).pathname;
  const words = command === undefined
    ? [Deno.execPath(), "run", "--quiet", "--allow-net", empty, "{port}"]
    : wordsOf(command);
  const process = new Process(filled(words, port, []), { quiet: true });
  await listening(port);
  return {
    port,
    command: withoutFolders(filled(words, "PORT", []).join(" ")),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

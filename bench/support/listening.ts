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

/** The values of the placeholders of a command, such as `{port}`. A word `{urls}` becomes several. */
export type Placeholders = Readonly<Record<string, number | string | readonly string[]>>;

/** Returns the words of a command with its placeholders filled. */
export function filled(words: readonly string[], values: Placeholders): string[] {
  return words.flatMap((word) => {
    const whole = values[word.slice(1, -1)];
    if (/^\{\w+\}$/.test(word) && Array.isArray(whole)) return whole;
    return word.replaceAll(/\{(\w+)\}/g, (text, name) => `${values[name] ?? text}`);
  });
}

/** Waits until a port accepts connections: 200 times 50 ms, unless told otherwise. */
export async function listening(port: number, tries = TRIES): Promise<void> {
  for (let tried = 0; tried < tries; tried++) {
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
  /** The port of the same over TLS. */
  readonly tls: number;
  /** The port of a gRPC server. */
  readonly grpc: number;
  /** The file of its certificate. */
  readonly ca: string;
  /** Whether it answers over TLS and gRPC too. */
  readonly speaksAll: boolean;
  /** What it is, for a reader. */
  readonly command: string;
}

/**
 * Starts an endpoint.
 *
 * @param command Its command with `{port}`; without one it is an empty `Deno.serve`. A slow one
 * hides the differences between the programs that check it. One that has `{tls}`, `{grpc}` and `{ca}` too
 * answers over TLS and gRPC, and writes its certificate to the file `{ca}`.
 * @param tries How often to try whether it listens.
 */
export async function startUpstream(command: string | undefined, tries = TRIES): Promise<Upstream> {
  const port = freePort();
  const empty = new URL("../programs/empty.ts", import.meta.url).pathname;
  const words = command === undefined
    ? [Deno.execPath(), "run", "--quiet", "--allow-net", empty, "{port}"]
    : wordsOf(command);
  const ca = await Deno.makeTempFile({ suffix: ".pem" });
  const values = { port, tls: freePort(), grpc: freePort(), ca };
  const speaksAll = ["{tls}", "{grpc}", "{ca}"].every((word) => words.includes(word));
  await using started = new AsyncDisposableStack();
  started.defer(() => Deno.remove(ca));
  started.use(new Process(filled(words, values), { quiet: true }));
  await listening(port, tries);
  if (speaksAll) await Promise.all([listening(values.tls), listening(values.grpc)]);
  const shown = filled(words, { port: "PORT", tls: "PORT", grpc: "PORT", ca: "FILE" });
  const owned = started.move();
  return {
    ...values,
    speaksAll,
    command: withoutFolders(shown.join(" ")),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

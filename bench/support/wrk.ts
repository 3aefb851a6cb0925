/**
 * @module The load generator: wrk, whose script counts right answers.
 *
 * The generator shares the processors with what it measures, so it must be light. A client on Deno
 * with a bare socket for each connection, which judged nothing, used 39 us of processor time for an
 * answer with 1 connection and 12 with 8; wrk, which judged each answer, used 31 and 10.
 */
const SCRIPT = new URL("right.lua", import.meta.url).pathname;

/** What wrk counted. */
export interface Answers {
  readonly right: number;
  /** All answers, the wrong ones included. */
  readonly all: number;
  readonly seconds: number;
  /** The time that 99 of 100 answers took at most, in milliseconds. */
  readonly p99Ms: number;
}

/** A right answer. */
export interface Right {
  readonly status: number;
  /** What its body contains. */
  readonly text: string;
}

/** Options of {@linkcode wrk}. */
export interface WrkOptions {
  /** What is requested. */
  url: string;
  /** The number of connections, each with one request at a time. */
  connections: number;
  /** How long, at least 1. */
  seconds: number;
  /** Which answers are right. */
  right: Right;
}

/** Returns the command that {@linkcode wrk} runs. */
export function wrkCommand({ url, connections, seconds, right }: WrkOptions): string[] {
  const load = ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", SCRIPT];
  return ["wrk", ...load, url, "--", `${right.status}`, right.text];
}

/** Sends requests as fast as the answers come. */
export async function wrk(options: WrkOptions): Promise<Answers> {
  const { stdout, stderr } = await outputOf(wrkCommand(options));
  const decoder = new TextDecoder();
  return parseWrk(decoder.decode(stdout) + decoder.decode(stderr));
}

async function outputOf([command = "", ...args]: readonly string[]): Promise<Deno.CommandOutput> {
  try {
    return await new Deno.Command(command, { args }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error("cannot measure: wrk must be installed (https://github.com/wg/wrk)");
  }
}

/** Reads what `right.lua` printed. */
export function parseWrk(output: string): Answers {
  const match = /^right (\d+) of (\d+) in (\d+) us, p99 (\d+) us$/m.exec(output);
  if (match === null) throw new Error(`cannot measure: wrk must count, got ${output.trim()}`);
  const [, right, all, us, p99Us] = match;
  return {
    right: Number(right),
    all: Number(all),
    seconds: Number(us) / 1e6,
    p99Ms: Number(p99Us) / 1000,
  };
}

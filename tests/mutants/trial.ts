import type { Milliseconds } from "../../src/process/time/duration.ts";
import type { Mutant } from "./mutate.ts";

/** What became of a mutant: `types` if it fails no test but the check of the types. */
export type Fate = "killed" | "timed out" | "types" | "lives";

/** How many times as long as without a mutant the tests may take. */
const TIMES = 10;
/** Tries mutants in a copy of the repository. */
export class Trial {
  /** How long each set of tests takes without a mutant. */
  readonly #usual = new Map<string, Milliseconds>();

  readonly #root: string;
  readonly #least: Milliseconds;

  /**
   * @param root The path of the copy.
   * @param least The least time after which tests are ended, for a machine that has other work.
   */
  constructor(root: string, least: Milliseconds = 20_000) {
    this.#root = root;
    this.#least = least;
  }

  /**
   * Runs tests without a mutant, once, and then with it.
   *
   * @throws {Error} If they fail without it.
   */
  async run(mutant: Mutant, tests: readonly string[]): Promise<Fate> {
    const key = tests.join(" ");
    const usual = this.#usual.get(key) ?? await this.#unmutated(tests);
    this.#usual.set(key, usual);
    const path = `${this.#root}/${mutant.file}`;
    const source = await Deno.readTextFile(path);
    const { start, end, text } = mutant;
    await Deno.writeTextFile(path, source.slice(0, start) + text + source.slice(end));
    try {
      const limit = Math.max(this.#least, TIMES * usual);
      const passed = await this.#deno(testing(tests), limit);
      if (passed === undefined) return "timed out";
      if (!passed) return "killed";
      const check = ["check", "--quiet", "--lock", "tests/deno.lock", mutant.file, ...tests];
      return await this.#deno(check, 600_000) === false ? "types" : "lives";
    } finally {
      await Deno.writeTextFile(path, source);
    }
  }

  /** Returns how long the tests take without a mutant. A machine with other work may fail one once. */
  async #unmutated(tests: readonly string[]): Promise<Milliseconds> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const startMs = performance.now();
      if (await this.#deno(testing(tests), 600_000)) return performance.now() - startMs;
    }
    throw new Error(`cannot try a mutant: its tests fail without it: ${tests.join(" ")}`);
  }

  /** Returns whether a run of Deno succeeded, or undefined if it did not end in time. */
  async #deno(args: string[], limit: Milliseconds): Promise<boolean | undefined> {
    // A group of its own, because tests start programs.
    const child = new Deno.Command("setsid", {
      args: [Deno.execPath(), ...args],
      cwd: this.#root,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    let late = false;
    const end = (): void => {
      try {
        Deno.kill(-child.pid, "SIGKILL");
      } catch { /* All have ended. */ }
    };
    const timer = setTimeout(() => {
      late = true;
      end();
    }, limit);
    const { success } = await child.status;
    clearTimeout(timer);
    end();
    return late ? undefined : success;
  }
}

function testing(tests: readonly string[]): string[] {
  return ["task", "--quiet", "test", "--no-check", "--fail-fast", ...tests];
}

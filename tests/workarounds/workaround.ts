/** @module What the sources do because of a defect of Deno, and may stop doing once it is mended. */
import { assert } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/** A defect of Deno, and what works around it. */
export interface Workaround {
  /** What works around it: a name of the sources. */
  readonly symbol: string;
  /** The file that has the name. */
  readonly file: string;
  /** What Deno does, as the end of "SYMBOL is needed when". */
  readonly when: string;
  /** Where the public knows of it; `null` if no issue is known. */
  readonly issue: string | null;
  /** Whether Deno still does it. */
  readonly isThere: () => boolean | Promise<boolean>;
}

/** Options of {@linkcode testWorkaround}. */
export interface TestWorkaroundOptions {
  /**
   * The permissions of the test.
   * @default {"inherit"}
   */
  permissions?: Deno.PermissionOptions;
  /**
   * Whether only Linux can show the defect.
   * @default {false}
   */
  linux?: boolean;
}

/** Tests that a defect is still there: once it is mended, the test fails and says what may go. */
export function testWorkaround(
  { symbol, file, when, issue, isThere }: Workaround,
  { permissions = "inherit", linux = false }: TestWorkaroundOptions = {},
): void {
  const isNamed = Deno.readTextFileSync(new URL(file, ROOT)).includes(symbol);
  Deno.test({
    name: `${symbol} in ${file} is needed when ${when}`,
    permissions,
    ignore: linux && Deno.build.os !== "linux",
    fn: async () => {
      assert(isNamed, `${file} has no ${symbol}: say where it is now, or remove this test`);
      const known = issue ?? "no issue known";
      const message = `Deno ${Deno.version.deno} has mended it (${known}): ` +
        `what ${symbol} in ${file} does about it may go, and then this test`;
      assert(await isThere(), message);
    },
  });
}

/** Options of {@linkcode runDeno}. */
export interface RunDenoOptions {
  /**
   * The flags of `deno run`.
   * @default {["--allow-all"]}
   */
  flags?: readonly string[];
  /**
   * Variables to add to the environment, in the syntax of a shell.
   * @default {""}
   */
  env?: string;
  /**
   * The maximum number of file descriptors; by default that of this process.
   * @default {undefined}
   */
  descriptors?: number;
}

/** Runs a module in a Deno of its own. Returns what it printed. */
export async function runDeno(
  code: string,
  { flags = ["--allow-all"], env = "", descriptors }: RunDenoOptions = {},
): Promise<string> {
  const limit = descriptors === undefined ? "" : `ulimit -n ${descriptors} && `;
  const child = new Deno.Command("sh", {
    args: ["-c", `${limit}${env} exec "$0" "$@"`, Deno.execPath(), "run", "--quiet", "--no-prompt"]
      .concat(flags, "--no-config", "--no-lock", "-"),
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(code));
  await writer.close();
  const { success, stdout, stderr } = await output;
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

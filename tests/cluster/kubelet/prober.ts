/** @module The kubelet's own prober, built from its sources. Needs Go. */
import { linesOf } from "../../support/program.ts";
import { runTool } from "../../support/tool.ts";

/** The version of Kubernetes, and of its staging modules. */
const VERSION = "1.36.3";
const STAGING = VERSION.replace(/^1/, "0");
const MODULE = `k8s.io/kubernetes@v${VERSION}`;

/** Reports whether there is Go. */
export async function hasGo(): Promise<boolean> {
  try {
    return (await runTool("go", ["version"], "")).ok;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Builds the prober into a folder.
 *
 * @returns The path of the program.
 * @throws {Error} with what Go printed, if it cannot be built.
 */
export async function buildProber(folder: string): Promise<string> {
  const download = await go(["mod", "download", "-json", MODULE], folder);
  const { GoMod: manifest } = JSON.parse(download) as { GoMod: string };
  const staged = new Set((await Deno.readTextFile(manifest)).match(/\S+(?= => \.\/staging)/g));
  const replaced = [...staged].map((module) => `replace ${module} => ${module} v${STAGING}\n`);
  await Deno.writeTextFile(
    `${folder}/go.mod`,
    `module kubelet\n\ngo 1.26\n\nrequire k8s.io/kubernetes v${VERSION}\n\n${replaced.join("")}`,
  );
  await Deno.copyFile(new URL("main.go", import.meta.url), `${folder}/main.go`);
  await go(["mod", "tidy"], folder);
  await go(["build", "-o", "prober", "."], folder);
  return `${folder}/prober`;
}

async function go(args: readonly string[], folder: string): Promise<string> {
  const { ok, stdout, stderr } = await runTool("go", ["-C", folder, ...args], "");
  if (!ok) throw new Error(`cannot run go ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** A prober of one pod. Disposing of it kills it. */
export class Prober implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #lines: AsyncIterableIterator<string>;

  constructor(program: string, pod: object) {
    this.#child = new Deno.Command(program, { stdin: "piped", stdout: "piped", stderr: "inherit" })
      .spawn();
    this.#lines = linesOf(this.#child.stdout);
    new Blob([JSON.stringify(pod)]).stream().pipeTo(this.#child.stdin).catch(() => {});
  }

  /** Begins the deletion of the pod. */
  delete(): void {
    this.#child.kill("SIGUSR1");
  }

  /**
   * Waits until two results in a row are equal to this, for at most 20 results.
   *
   * @returns Whether they were.
   */
  async settles(wanted: "Success" | "Failure"): Promise<boolean> {
    let equal = 0;
    for (let read = 0; read < 20; read++) {
      const { done, value } = await this.#lines.next();
      if (done) return false;
      equal = value === wanted ? equal + 1 : 0;
      if (equal === 2) return true;
    }
    return false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended, and said why on standard error.
    }
    await this.#child.status;
    await this.#lines.return?.();
  }
}

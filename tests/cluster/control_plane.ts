/** @module An API server and its etcd, on loopback, with their data in one folder. */
import { refusedPort } from "../servers/misbehaving.ts";
import { runTool } from "../support/tool.ts";

/** The programs. setup-envtest installs all of them. */
export const PROGRAMS = ["etcd", "kube-apiserver", "kubectl"] as const;
/** How long the API server may take to be ready. */
const START_MS = 120_000;
const POLL_MS = 500;

/** What kubectl printed, and whether it exited with 0. */
export interface Answer {
  readonly ok: boolean;
  readonly stdout: string;
  /** Standard error, or standard output if there is none. */
  readonly reason: string;
}

/** A running API server. Disposing of it ends both programs and removes their data. */
export interface ControlPlane extends AsyncDisposable {
  /**
   * Runs kubectl against the server.
   *
   * @param args The arguments of kubectl.
   * @param input What it reads from standard input.
   */
  kubectl(args: readonly string[], input?: string): Promise<Answer>;
}

/** Returns the programs that are not in PATH. */
export async function missingPrograms(): Promise<string[]> {
  const missing = await Promise.all(PROGRAMS.map(async (program) => {
    try {
      await new Deno.Command(program, { args: ["--help"], stdout: "null", stderr: "null" })
        .output();
      return [];
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return [program];
    }
  }));
  return missing.flat();
}

/** Writes a key with which the server signs the tokens of service accounts: it does not start without. */
async function writeKey(path: string): Promise<void> {
  const { privateKey } = await crypto.subtle.generateKey(
    {
      name: "RSASSA-PKCS1-v1_5",
      hash: "SHA-256",
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    true,
    ["sign", "verify"],
  );
  const key = new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey)).toBase64();
  const lines = key.match(/.{1,64}/g)?.join("\n");
  await Deno.writeTextFile(
    path,
    `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`,
  );
}

/** Starts a program that writes its log into a file. */
async function start(
  program: string,
  args: readonly string[],
  log: string,
): Promise<AsyncDisposable> {
  const child = new Deno.Command(program, { args: [...args], stdout: "null", stderr: "piped" })
    .spawn();
  const file = await Deno.open(log, { write: true, create: true });
  const written = child.stderr.pipeTo(file.writable);
  return {
    async [Symbol.asyncDispose](): Promise<void> {
      child.kill("SIGKILL");
      await child.status;
      await written;
    },
  };
}

/**
 * Starts etcd and an API server, and waits until it is ready.
 *
 * @throws {Error} If it is not ready in time, with the end of its log.
 */
export async function startControlPlane(): Promise<ControlPlane> {
  const folder = await Deno.makeTempDir();
  const stack = new AsyncDisposableStack();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  try {
    const [client, peer, secure] = [refusedPort(), refusedPort(), refusedPort()];
    const [token, key, log] = [crypto.randomUUID(), `${folder}/sa.key`, `${folder}/server.log`];
    await writeKey(key);
    await Deno.writeTextFile(`${folder}/tokens`, `${token},admin,1,system:masters\n`);
    const [etcd, peers] = [client, peer].map((port) => `http://127.0.0.1:${port}`);
    stack.use(
      await start("etcd", [
        `--data-dir=${folder}/etcd`,
        `--listen-client-urls=${etcd}`,
        `--advertise-client-urls=${etcd}`,
        `--listen-peer-urls=${peers}`,
        `--initial-advertise-peer-urls=${peers}`,
        `--initial-cluster=default=${peers}`,
      ], `${folder}/etcd.log`),
    );
    stack.use(
      await start("kube-apiserver", [
        `--etcd-servers=${etcd}`,
        `--secure-port=${secure}`,
        "--bind-address=127.0.0.1",
        `--cert-dir=${folder}/certificates`,
        `--token-auth-file=${folder}/tokens`,
        "--service-account-issuer=https://kubernetes.default.svc",
        `--service-account-signing-key-file=${key}`,
        `--service-account-key-file=${key}`,
        "--service-cluster-ip-range=10.0.0.0/24",
        // No controller makes the account that each pod has by default.
        "--disable-admission-plugins=ServiceAccount",
      ], log),
    );
    const kubectl = async (args: readonly string[], input = ""): Promise<Answer> => {
      const { ok, stdout, stderr } = await runTool("kubectl", [
        `--server=https://127.0.0.1:${secure}`,
        `--token=${token}`,
        "--insecure-skip-tls-verify",
        `--cache-dir=${folder}/cache`,
        ...args,
      ], input);
      return { ok, stdout, reason: (stderr || stdout).trim() };
    };
    await ready(kubectl, log);
    const running = stack.move();
    return { kubectl, [Symbol.asyncDispose]: () => running.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function ready(kubectl: ControlPlane["kubectl"], log: string): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (!(await kubectl(["get", "--raw", "/readyz"])).ok) {
    if (performance.now() > deadline) {
      const lines = (await Deno.readTextFile(log)).trimEnd().split("\n").slice(-10).join("\n");
      throw new Error(
        `cannot start kube-apiserver: it is not ready after ${START_MS} ms\n${lines}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

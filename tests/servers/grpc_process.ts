/** @module Real gRPC servers, in a process of their own. */

/** A running process with two servers. Disposing of it ends it. */
export interface GrpcProcess extends AsyncDisposable {
  /** The port of the server with the health service. */
  readonly plain: number;
  /** The port of the server without the health service. */
  readonly bare: number;
}

/**
 * Starts the servers of tests/servers/grpc_server.ts.
 *
 * @param folder Where the server with the health service also listens on `app.sock`, and the other on
 *   `bare.sock`.
 */
export async function startGrpcServers(folder: string): Promise<GrpcProcess> {
  const script = new URL("./grpc_server.ts", import.meta.url).pathname;
  const lock = new URL("../deno.lock", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--lock", lock, "--allow-all", script, folder],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const line = new TextDecoder().decode((await reader.read()).value);
  const [plain = 0, bare = 0] = line.split(" ").map(Number);
  return {
    plain,
    bare,
    async [Symbol.asyncDispose](): Promise<void> {
      await child.stdin.close();
      await reader.cancel();
      await child.status;
    },
  };
}

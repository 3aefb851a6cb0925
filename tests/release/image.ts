// deno task image [NAME]: builds the image, and runs it as a pod would: as PID 1, read-only, without
// capabilities. The sidecar must answer, and exit with 0 on SIGTERM.

const [image = "healthcheck"] = Deno.args;
const HARDENED = ["--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"];
const SELF = "http://localhost:8081/self";

let container = "";

/** Runs docker and returns its standard output; exits with 1 if it fails. */
async function docker(...args: string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command("docker", {
    args,
    stdin: "null",
    stderr: "inherit",
  }).output();
  if (success) return new TextDecoder().decode(stdout).trim();
  // deno-lint-ignore no-console
  console.error(`cannot continue: docker ${args[0]} failed`);
  if (container !== "" && args[0] !== "rm") await docker("rm", "--force", container);
  Deno.exit(1);
}

await docker("build", "--file", "Containerfile.distroless", "--tag", image, ".");
container = await docker("run", "--detach", ...HARDENED, image);
await docker("exec", container, "/app/healthcheck", "wait", "--for", "10", "1", SELF);
await docker("stop", "-t", "10", container);
const code = await docker("wait", container);
const log = await docker("logs", container);
await docker("rm", container);
// deno-lint-ignore no-console
console.log(`${log}\nthe container exited with ${code}`);
Deno.exitCode = code === "0" ? 0 : 1;

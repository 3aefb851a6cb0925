// deno task publish NAME:TAG: builds the image for both architectures, with an SBOM and provenance,
// pushes it, and prints its digest as `digest=sha256:...`.

const [image] = Deno.args;
if (image === undefined) {
  // deno-lint-ignore no-console
  console.error("cannot publish: NAME:TAG is missing");
  Deno.exit(1);
}
const metadata = await Deno.makeTempFile();

/** Runs docker; exits with 1 if it fails. */
async function docker(...args: string[]): Promise<void> {
  const { success } = await new Deno.Command("docker", {
    args,
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).output();
  if (!success) Deno.exit(1);
}

// A base of last month that is in the cache would lack its updates.
const fresh = ["--pull", "--no-cache"];
// The default builder of docker cannot build for two platforms.
await docker("buildx", "create", "--use");
const attested = ["--sbom=true", "--provenance=mode=max", "--metadata-file", metadata];
const file = ["--file", "Containerfile.distroless", "--platform", "linux/amd64,linux/arm64"];
await docker("buildx", "build", ...fresh, ...file, ...attested, "--tag", image, "--push", ".");
const { "containerimage.digest": digest } = JSON.parse(await Deno.readTextFile(metadata));
await Deno.remove(metadata);
// deno-lint-ignore no-console
console.log(`digest=${digest}`);

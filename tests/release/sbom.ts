// deno task sbom: prints what is in the binary as a CycloneDX document, from deno.json and deno.lock.
import manifest from "../../deno.json" with { type: "json" };

/** `sha512-` and Base64, as a lock file has it, in hexadecimal. */
function sha512Of(integrity: string): string {
  return Uint8Array.fromBase64(integrity.replace(/^sha512-/, "")).toHex();
}

const lock: { npm: Record<string, { integrity: string }> } = JSON.parse(
  await Deno.readTextFile(new URL("../../deno.lock", import.meta.url)),
);
const libraries = Object.entries(lock.npm).map(([id, { integrity }]) => {
  const [, name = "", version = ""] = /^(.+)@(.+)$/.exec(id) ?? [];
  const hashes = [{ alg: "SHA-512", content: sha512Of(integrity) }];
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  return { type: "library", name, version, purl, "bom-ref": purl, hashes };
});
const { deno } = Deno.version;
const runtime = {
  type: "platform",
  name: "deno",
  version: deno,
  purl: `pkg:github/denoland/deno@v${deno}`,
  "bom-ref": "deno",
};
const program = { type: "application", name: "healthcheck", version: manifest.version };
// deno-lint-ignore no-console
console.log(JSON.stringify(
  {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { ...program, "bom-ref": "healthcheck" } },
    components: [runtime, ...libraries],
    dependencies: [
      { ref: "healthcheck", dependsOn: ["deno", ...libraries.map(({ purl }) => purl)] },
    ],
  },
  null,
  2,
));

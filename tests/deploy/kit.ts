// deno task kit [--update]: builds and validates deploy/ with the tools that its users have.
// With --update, it writes the renderings in golden/ instead of comparing them.
import { runTool } from "../support/tool.ts";
import { DIGESTS, digests, foldersOf, goldenOf } from "./sources.ts";

const DEPLOY = new URL("../../deploy/", import.meta.url).pathname;
/** The tools, and how to get those that are not in PATH. */
const TOOLS = {
  kustomize: "go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.2",
  kubeconform: "go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0",
  promtool: "apt-get install prometheus",
};
type Tool = keyof typeof TOOLS;
/** Schemas of Kubernetes 1.31 without descriptions, from kubernetes-validate 1.37.0 (PyPI). */
const SCHEMAS = new URL("schemas/", import.meta.url).pathname;
/** Kinds of operators, of which `deno task ok` validates the first two; `deno task cluster` tries the policies. */
const CUSTOM = [
  "PodMonitor",
  "PrometheusRule",
  "PeerAuthentication",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
].join(",");

const update = Deno.args.includes("--update");
const missing = new Set<Tool>();
let failures = 0;

// deno-lint-ignore no-console
const print = (line: string): void => console.log(line);

function judge(ok: boolean, what: string, details = ""): void {
  print(`${ok ? "ok     " : "FAILED "} ${what}`);
  if (ok) return;
  failures++;
  print(details.trimEnd());
}

/** Runs a tool; `undefined` if it is not in PATH. */
async function output(tool: Tool, args: string[], input = ""): Promise<
  { readonly ok: boolean; readonly stdout: string; readonly text: string } | undefined
> {
  if (missing.has(tool)) return undefined;
  try {
    const { ok, stdout, stderr } = await runTool(tool, args, input);
    return { ok, stdout, text: `${stdout}${stderr}` };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    missing.add(tool);
    return undefined;
  }
}

async function buildFolder(folder: string): Promise<void> {
  const built = await output("kustomize", ["build", DEPLOY + folder]);
  if (built === undefined) return;
  judge(built.ok, `kustomize build deploy/${folder}`, built.text);
  if (!built.ok) return;
  const golden = goldenOf(folder);
  if (golden !== undefined && update) await Deno.writeTextFile(golden, built.stdout);
  else if (golden !== undefined) {
    const same = await Deno.readTextFile(golden).catch(() => "") === built.stdout;
    judge(same, `the rendering of deploy/${folder}`, "it differs: run deno task kit --update");
  }
  const args = ["-strict", "-summary", "-skip", CUSTOM];
  const location = `${SCHEMAS}{{.ResourceKind}}{{.KindSuffix}}.json`;
  const valid = await output("kubeconform", [...args, "-schema-location", location], built.stdout);
  if (valid !== undefined) judge(valid.ok, `kubeconform deploy/${folder}`, valid.text);
}

// A tool that is only needed later is named too.
for (const tool of Object.keys(TOOLS) as Tool[]) await output(tool, ["--help"]);
for (const folder of foldersOf()) await buildFolder(folder);
if (update && missing.size === 0 && failures === 0) {
  await Deno.writeTextFile(DIGESTS, await digests());
}
for (const [verb, file] of [["check", "rules.yaml"], ["test", "rules_test.yaml"]] as const) {
  const done = await output("promtool", [verb, "rules", `${DEPLOY}monitoring/${file}`]);
  if (done !== undefined) judge(done.ok, `promtool ${verb} rules ${file}`, done.text);
}
for (const tool of missing) print(`MISSING ${tool} is not in PATH: ${TOOLS[tool]}`);
Deno.exitCode = failures + missing.size === 0 ? 0 : 1;

/** @module One workload with components: is it applied, and its pod admitted as wanted? */
import { relative } from "node:path";
import { documentsOf } from "../deploy/sources.ts";
import type { Case } from "./cases.ts";
import { makesPods, podOf, probesOf, sidecarOf } from "./pods.ts";
import {
  admitted,
  judgeRefusal,
  makeNamespace,
  must,
  pathOf,
  type Setting,
  workloadOf,
} from "./setting.ts";

/** Writes the kustomization of a case, as its user would. */
async function writeKustomization(
  { deploy, work }: Setting,
  { workload, components, patches = [] }: Case,
  name: string,
): Promise<string> {
  const folder = `${work}/${name}`;
  // kustomize takes no absolute path.
  const base = relative(folder, deploy);
  await Deno.mkdir(folder);
  await Deno.copyFile(pathOf(workload), `${folder}/workload.yaml`);
  const { kind } = await workloadOf(workload);
  const list = components.includes("component/classic") ? "containers" : "initContainers";
  const args = ["8081", "5", "http://localhost:8080/ready#name=web"];
  const endpoints = {
    apiVersion: "apps/v1",
    kind,
    metadata: { name: "web" },
    spec: { template: { spec: { [list]: [{ name: "healthcheck", args }] } } },
  };
  const kustomization = {
    resources: ["workload.yaml"],
    components: components.map((component) => `${base}/${component}`),
    patches: [JSON.stringify(endpoints), ...patches].map((patch) => ({ patch })),
  };
  await Deno.writeTextFile(`${folder}/kustomization.yaml`, JSON.stringify(kustomization));
  return folder;
}

/** Returns what is wrong; `undefined` if the server says what the case wants. */
export async function judgeCase(
  setting: Setting,
  one: Case,
  namespace: string,
): Promise<string | undefined> {
  const { plane } = setting;
  const { kubectl } = plane;
  await makeNamespace(plane, namespace, one.level, one.namespace);
  const folder = await writeKustomization(setting, one, namespace);
  const workload = await workloadOf(one.workload);
  // The workload alone is applied first, as in a cluster where it runs.
  const alone = await admitted(plane, namespace, podOf(workload, "alone"));
  if (typeof alone === "string" && one.refused === undefined) {
    return `without healthcheck: ${alone}`;
  }
  must(await kubectl(["-n", namespace, "apply", "--server-side", "-f", pathOf(one.workload)]));
  const built = await kubectl(["kustomize", folder]);
  if (!built.ok) return built.reason;
  const apply = ["apply", "--server-side", "--force-conflicts", "--validate=strict", "-f", "-"];
  const applied = await kubectl(["-n", namespace, ...apply], built.stdout);
  if (!applied.ok) return judgeRefusal(applied.reason, one.refused);
  const object = documentsOf(built.stdout).find(makesPods) ?? {};
  const pod = await admitted(plane, namespace, podOf(object, "together"));
  if (typeof pod === "string") return judgeRefusal(pod, one.refused);
  if (one.refused !== undefined) return `it must be refused with ${one.refused.source}`;
  if (sidecarOf(pod)?.["readinessProbe"] === undefined) return "the sidecar has no readiness probe";
  if (typeof alone === "string") return undefined;
  const { qosClass = "Burstable" } = one;
  const { qosClass: got } = pod.status;
  if (got !== qosClass) return `it must be ${qosClass}, got ${got}`;
  const kept = probesOf(alone) === probesOf(pod);
  return kept || one.patches !== undefined ? undefined : `probes changed: ${probesOf(pod)}`;
}

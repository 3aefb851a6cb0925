/** @module The policy in deploy/injection: does it add the sidecar, or say what is missing? */
import type { Injection } from "./cases.ts";
import { podOf, probesOf, sidecarOf } from "./pods.ts";
import {
  admitted,
  judgeRefusal,
  makeNamespace,
  must,
  type Setting,
  workloadOf,
} from "./setting.ts";

/** How long the server may take until it follows a new policy. */
const POLICY_MS = 30_000;
const POLL_MS = 500;

/** Returns what is wrong; `undefined` if the server says what the case wants. */
export async function judgeInjection(
  { plane, deploy }: Setting,
  { workload, endpoints, args, refused }: Injection,
  namespace: string,
): Promise<string | undefined> {
  const folder = `${deploy}/injection`;
  const applied = await plane.kubectl([
    "apply",
    "--server-side",
    "--validate=strict",
    "-k",
    folder,
  ]);
  if (!applied.ok) return applied.reason;
  await makeNamespace(plane, namespace, "restricted");
  const object = await workloadOf(workload);
  const annotations = endpoints === undefined ? {} : { "healthcheck/endpoints": endpoints };
  const asked = { labels: { "healthcheck-inject": "enabled" }, annotations };
  await followed(plane, namespace);
  const pod = await admitted(plane, namespace, podOf(object, "asks", asked));
  if (typeof pod === "string") return judgeRefusal(pod, refused);
  if (refused !== undefined) return `it must be refused with ${refused.source}`;
  const [first] = pod.spec.initContainers ?? [];
  if (first !== sidecarOf(pod)) return "the sidecar must be the first init container";
  if (JSON.stringify(first?.args) !== JSON.stringify(args)) return `arguments: ${first?.args}`;
  if (first?.["readinessProbe"] === undefined) return "the sidecar has no readiness probe";
  const { labels } = pod.metadata;
  if (labels["healthcheck-inject"] !== "enabled" || labels["healthcheck"] !== "sidecar") {
    return `labels: ${JSON.stringify(labels)}`;
  }
  const other = await admitted(plane, namespace, podOf(object, "asks-not"));
  if (typeof other === "string") return other;
  if (sidecarOf(other) !== undefined) return "a pod that does not ask must get no sidecar";
  return probesOf(other) === probesOf(pod) ? undefined : `probes changed: ${probesOf(pod)}`;
}

/** Waits until the server follows both policies: it reads new ones after a while. */
async function followed(plane: Setting["plane"], namespace: string): Promise<void> {
  const labels = { "healthcheck-inject": "enabled" };
  const workload = await workloadOf("hardened");
  const deadline = performance.now() + POLICY_MS;
  while (performance.now() < deadline) {
    const silent = await admitted(plane, namespace, podOf(workload, "waits", { labels }));
    const annotations = { "healthcheck/endpoints": "tcp://localhost:1" };
    const asked = podOf(workload, "waits", { labels, annotations });
    const asks = typeof silent === "string" && await admitted(plane, namespace, asked);
    const isFollowed = typeof asks === "object" && sidecarOf(asks) !== undefined;
    for (const pod of [silent, asks]) {
      if (typeof pod !== "object") continue;
      must(await plane.kubectl(["-n", namespace, "delete", "pod", "waits", "--now"]));
    }
    if (isFollowed) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

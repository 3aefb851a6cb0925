/** @module What each check works with, and what they do alike. */
import type { Answer, ControlPlane } from "./control_plane.ts";
import type { Yaml } from "../deploy/sources.ts";
import { documentsOf } from "../deploy/sources.ts";
import type { Pod } from "./pods.ts";

/** The server, and where the files are. */
export interface Setting {
  readonly plane: ControlPlane;
  /** The path of deploy/. */
  readonly deploy: string;
  /** A folder for kustomizations. */
  readonly work: string;
}

const WORKLOADS = new URL("workloads/", import.meta.url);

/** Returns where a workload is. */
export function pathOf(workload: string): string {
  return new URL(`${workload}.yaml`, WORKLOADS).pathname;
}

/** Returns the first object of a workload's file. */
export async function workloadOf(name: string): Promise<Yaml> {
  return documentsOf(await Deno.readTextFile(pathOf(name)))[0] ?? {};
}

/** Makes a namespace, with what is in a file of workloads/ if one is named. */
export async function makeNamespace(
  { kubectl }: ControlPlane,
  namespace: string,
  level: string,
  contents?: string,
): Promise<void> {
  const enforce = { "pod-security.kubernetes.io/enforce": level };
  const object = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: namespace, labels: enforce },
  };
  must(await kubectl(["create", "-f", "-"], JSON.stringify(object)));
  if (contents === undefined) return;
  must(await kubectl(["-n", namespace, "apply", "-f", pathOf(contents)]));
  const { kind, metadata, spec } = await workloadOf(contents);
  if (kind !== "ResourceQuota") return;
  // No controller counts what is used, and without a count the server refuses every pod.
  const { hard } = spec as { hard: Yaml };
  const used = Object.fromEntries(Object.keys(hard).map((resource) => [resource, "0"]));
  const status = JSON.stringify({ status: { hard, used } });
  const { name } = metadata as { name: string };
  const patch = ["patch", "resourcequota", name, "--subresource=status", "--type=merge", "-p"];
  must(await kubectl(["-n", namespace, ...patch, status]));
}

/** Throws if kubectl failed where it must not. */
export function must({ ok, reason, stdout }: Answer): string {
  if (!ok) throw new Error(`cannot prepare the cluster: ${reason}`);
  return stdout;
}

/** Makes a pod, and returns it as the server admitted it, or the reason why not. */
export async function admitted(
  { kubectl }: ControlPlane,
  namespace: string,
  pod: string,
): Promise<Pod | string> {
  const { ok, stdout, reason } = await kubectl(
    ["-n", namespace, "create", "-f", "-", "-o", "json"],
    pod,
  );
  return ok ? JSON.parse(stdout) as Pod : reason;
}

/** Compares a refusal with the one that is wanted; `undefined` if it is as wanted. */
export function judgeRefusal(reason: string, refused: RegExp | undefined): string | undefined {
  return refused?.test(reason) ? undefined : reason;
}

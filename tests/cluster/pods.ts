/** @module Workloads, and the pods that their controllers would make of them. */
import type { Yaml } from "../deploy/sources.ts";

/** A pod, as far as these checks read it. */
export interface Pod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
  };
  readonly status: { readonly qosClass: string };
}

/** A container of a {@link Pod}. */
export interface Container {
  readonly name: string;
  readonly args?: readonly string[];
  readonly [probe: `${string}Probe`]: unknown;
}

/** Returns whether an object makes pods. */
export function makesPods({ spec }: Yaml): boolean {
  return typeof spec === "object" && spec !== null && "template" in spec;
}

/**
 * Returns the Pod of a workload's template, as JSON for kubectl. Without controllers, only this
 * lets admission judge the pod.
 *
 * @param workload A Deployment, StatefulSet, DaemonSet or Job.
 * @param name The name of the pod.
 * @param asked Labels and annotations to add.
 */
export function podOf(
  workload: Yaml,
  name: string,
  asked: { readonly labels?: Yaml; readonly annotations?: Yaml } = {},
): string {
  const { template: { metadata, spec }, volumeClaimTemplates = [] } = workload["spec"] as {
    template: { metadata: Yaml; spec: Yaml };
    volumeClaimTemplates?: { metadata: { name: string } }[];
  };
  const claims = volumeClaimTemplates.map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: `${name}-0` },
  }));
  const volumes = [...spec["volumes"] as Yaml[] | undefined ?? [], ...claims];
  const [labels, annotations] = (["labels", "annotations"] as const).map((key) => ({
    ...metadata?.[key] as Yaml,
    ...asked[key],
  }));
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name, labels, annotations } };
  return JSON.stringify({ ...pod, spec: { ...spec, volumes } });
}

/** Returns the sidecar of a pod; `undefined` if it has none. */
export function sidecarOf({ spec }: Pod): Container | undefined {
  return [...spec.initContainers ?? [], ...spec.containers].find(({ name }) =>
    name === "healthcheck"
  );
}

/** Returns the probes of the containers but the sidecar, as text that can be compared. */
export function probesOf({ spec }: Pod): string {
  const others = spec.containers.filter(({ name }) => name !== "healthcheck");
  return JSON.stringify(
    others.map((container) =>
      Object.entries(container).filter(([key]) => key.endsWith("Probe")).sort()
    ),
  );
}

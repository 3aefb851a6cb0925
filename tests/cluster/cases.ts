/** @module What is asked of the API server: other people's workloads, with the components of deploy/. */

/** A workload with components of deploy/, in a namespace of its own. */
export interface Case {
  /** What is tried. */
  readonly name: string;
  /** A file in workloads/, without its ending. */
  readonly workload: string;
  /** The Pod Security level of the namespace. */
  readonly level: "privileged" | "restricted";
  /** Components of deploy/, in their order. */
  readonly components: readonly string[];
  /** A file in workloads/ for the namespace, without its ending. */
  readonly namespace?: string;
  /** Patches that a user would write, beside that of the endpoints. */
  readonly patches?: readonly string[];
  /** The class of the pod; Burstable if absent, because the sidecar requests less than its limits. */
  readonly qosClass?: string;
  /** What the server must refuse it with; it must accept it if absent. */
  readonly refused?: RegExp;
}

const NATIVE = ["component"];
const GUARANTEED = ["component", "component/guaranteed"];

/** The kinds and fields that a case's patch has in common. */
function patchOf(kind: string, spec: string): string {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: { name: web }
spec: { template: { spec: ${spec} } }
`;
}

const READY = "httpGet: { path: /all, port: 8081 }";

export const CASES: readonly Case[] = [
  ...["exec", "hardened", "init", "tcp", "daemonset"].flatMap((workload): Case[] => [
    { name: `${workload}, native`, workload, level: "restricted", components: NATIVE },
    {
      name: `${workload}, classic`,
      workload,
      level: "restricted",
      components: ["component/classic"],
    },
  ]),
  // Since Kubernetes 1.34, Pod Security refuses a probe that names a host.
  { name: "https, native", workload: "https", level: "privileged", components: NATIVE },
  {
    name: "https, classic",
    workload: "https",
    level: "privileged",
    components: ["component/classic"],
  },
  { name: "host network", workload: "host-network", level: "privileged", components: NATIVE },
  {
    name: "host network, in a restricted namespace",
    workload: "host-network",
    level: "restricted",
    components: NATIVE,
    refused: /host namespaces/,
  },
  {
    name: "guaranteed",
    workload: "guaranteed",
    level: "restricted",
    components: GUARANTEED,
    qosClass: "Guaranteed",
  },
  {
    name: "guaranteed, without the component for it",
    workload: "guaranteed",
    level: "restricted",
    components: NATIVE,
  },
  {
    name: "a quota of limits.cpu",
    workload: "guaranteed",
    namespace: "quota",
    level: "restricted",
    components: GUARANTEED,
    qosClass: "Guaranteed",
  },
  {
    name: "a quota of limits.cpu, without the component for it",
    workload: "guaranteed",
    namespace: "quota",
    level: "restricted",
    components: NATIVE,
    refused: /must specify limits\.cpu for: healthcheck/,
  },
  {
    name: "a LimitRange with a minimum",
    workload: "guaranteed",
    namespace: "limit-range",
    level: "restricted",
    components: GUARANTEED,
    qosClass: "Guaranteed",
  },
  {
    name: "a LimitRange with a minimum, without the component for it",
    workload: "guaranteed",
    namespace: "limit-range",
    level: "restricted",
    components: NATIVE,
    refused: /minimum cpu usage per Container is 50m/,
  },
  {
    name: "another port",
    workload: "hardened",
    level: "restricted",
    components: NATIVE,
    patches: [patchOf(
      "Deployment",
      `{ initContainers: [{ name: healthcheck, args: ["9081", "5", "http://localhost:8080/ready"], ports: [{ $patch: replace }, { name: healthcheck, containerPort: 9081 }] }] }`,
    )],
  },
  {
    name: "a probe of the application that is merged",
    workload: "exec",
    level: "restricted",
    components: NATIVE,
    patches: [
      patchOf("Deployment", `{ containers: [{ name: web, readinessProbe: { ${READY} } }] }`),
    ],
    refused: /may not specify more than 1 handler type/,
  },
  {
    name: "a probe of the application that is replaced",
    workload: "exec",
    level: "restricted",
    components: NATIVE,
    patches: [
      patchOf(
        "Deployment",
        `{ containers: [{ name: web, readinessProbe: { $patch: replace, ${READY} } }] }`,
      ),
    ],
  },
];

/** A pod that asks deploy/injection for the sidecar. */
export interface Injection {
  readonly name: string;
  /** A file in workloads/, without its ending. */
  readonly workload: string;
  /** The annotation; absent if `undefined`. */
  readonly endpoints?: string;
  /** The arguments that the sidecar must get. */
  readonly args?: readonly string[];
  readonly refused?: RegExp;
}

const APP = "http://localhost:8080/health#name=app";
const MUST_NAME = /the annotation healthcheck\/endpoints must name what to check/;

export const INJECTIONS: readonly Injection[] = [
  { name: "one endpoint", workload: "exec", endpoints: APP, args: ["8081", "5", APP] },
  {
    name: "init containers of its own",
    workload: "init",
    endpoints: APP,
    args: ["8081", "5", APP],
  },
  {
    name: "two spaces and a new line",
    workload: "hardened",
    endpoints: ` ${APP}  tcp://localhost:5432\n`,
    args: ["8081", "5", APP, "tcp://localhost:5432"],
  },
  {
    name: "a tab and a carriage return",
    workload: "exec",
    endpoints: `${APP}\ttcp://localhost:5432\r\ntcp://localhost:6379`,
    args: ["8081", "5", APP, "tcp://localhost:5432", "tcp://localhost:6379"],
  },
  { name: "no annotation", workload: "exec", refused: MUST_NAME },
  { name: "an empty annotation", workload: "exec", endpoints: " \n ", refused: MUST_NAME },
];

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseAll } from "@std/yaml";
import { PodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import { PrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import { MutatingAdmissionPolicy } from "kubernetes-models/admissionregistration.k8s.io/v1/MutatingAdmissionPolicy";
import { MutatingAdmissionPolicyBinding } from "kubernetes-models/admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBinding";
import { ValidatingAdmissionPolicy } from "kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy";
import { ValidatingAdmissionPolicyBinding } from "kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { Job } from "kubernetes-models/batch/v1/Job";
import { StatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { Service } from "kubernetes-models/v1/Service";
import { createApp } from "../../src/server/app.ts";
import type { ServeSettings } from "../../src/commands/serve/arguments.ts";
import { reportOf } from "../../src/check/report.ts";
import { parseArguments } from "../../src/cli/arguments.ts";
import { Registry } from "../../src/exposition/registry.ts";
import manifest from "../../deno.json" with { type: "json" };
import {
  DIGESTS,
  digests,
  documentsOf,
  filesOf,
  foldersOf,
  goldenOf,
  textOf,
  type Yaml,
  yamlOf,
} from "./sources.ts";
import { at, OK, resultOf } from "../support/reports.ts";

/** The schemas of the Kubernetes API, by kind. */
const MODELS: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
  Deployment,
  Job,
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  NetworkPolicy,
  PodMonitor,
  PrometheusRule,
  Service,
  StatefulSet,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
};
/** Kinds of operators that have no schema here. */
const WITHOUT_MODEL = ["PeerAuthentication"];
const FOLDERS = foldersOf();
const OF_MONITORING = ["podmonitor.yaml", "prometheusrule.yaml"];

/** The settings of any command, as far as these tests read them. */
type Settings = Pick<ServeSettings, "timeout" | "endpoints"> & Partial<Pick<ServeSettings, "port">>;

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly securityContext?: Yaml;
  readonly resources?: { readonly requests: Yaml; readonly limits: Yaml };
  readonly [probe: `${string}Probe`]: Probe | undefined;
}

interface Lifecycle {
  readonly preStop: { readonly exec: { readonly command: readonly string[] } };
}

interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string | number };
  readonly exec?: { readonly command: readonly string[] };
  readonly timeoutSeconds?: number;
}

interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: Yaml;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly { readonly image?: { readonly reference: string } }[];
}

/** Returns the objects of a folder, as the real kustomize built them. */
function objectsOf(folder: string): Yaml[] {
  const golden = goldenOf(folder);
  if (golden === undefined) return OF_MONITORING.map((file) => yamlOf(`${folder}/${file}`));
  return documentsOf(Deno.readTextFileSync(golden));
}

/** Returns the pods of a folder. */
function podsOf(folder: string): PodSpec[] {
  return objectsOf(folder).flatMap(({ spec }) => {
    const template = (spec as Yaml | undefined)?.["template"] as { spec: PodSpec } | undefined;
    return template === undefined ? [] : [template.spec];
  });
}

function containersOf({ containers, initContainers = [] }: PodSpec): Container[] {
  return [...containers, ...initContainers];
}

/** Parses the arguments of a container; `undefined` if it does not run healthcheck. */
async function settingsOf({ image, command = [], args = [] }: Container): Promise<
  Settings | undefined
> {
  const [program, ...first] = command;
  if (!image.includes("/healthcheck:") && !program?.endsWith("/healthcheck")) return undefined;
  const invocation = await parseArguments([...first, ...args]);
  assert("settings" in invocation);
  return invocation.settings as Settings;
}

for (const folder of FOLDERS) {
  Deno.test(`deploy/${folder} matches the schemas of Kubernetes when it is built`, () => {
    for (const object of objectsOf(folder)) {
      const kind = String(object["kind"]);
      if (WITHOUT_MODEL.includes(kind)) continue;
      const Model = MODELS[kind];
      assert(Model !== undefined, `a schema of ${kind}`);
      new Model(object as never).validate();
    }
  });

  Deno.test(`deploy/${folder} has only images with a registry and a tag when it is built`, () => {
    const ofVolumes = podsOf(folder).flatMap(({ volumes = [] }) => volumes)
      .flatMap(({ image }) => image?.reference ?? []);
    const ofContainers = podsOf(folder).flatMap(containersOf).map(({ image }) => image);
    for (const image of [...ofContainers, ...ofVolumes]) {
      assert(/^[a-z.]+\.[a-z]+\/\S+:\d+\.\d+\.\d+$/.test(image), image);
    }
  });

  Deno.test(`deploy/${folder} is hardened when it is built`, async () => {
    for (const pod of podsOf(folder)) {
      assertEquals(pod.automountServiceAccountToken, false);
      assertEquals(pod.securityContext?.["seccompProfile"], { type: "RuntimeDefault" });
      for (const container of containersOf(pod)) {
        const { securityContext, resources } = container;
        // Where a workload sets it on its containers alone, Pod Security asks each of them for it.
        const runsHere = await settingsOf(container) !== undefined;
        assertEquals(securityContext, {
          runAsNonRoot: true,
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          ...(runsHere ? { seccompProfile: { type: "RuntimeDefault" } } : {}),
        });
        assert(resources?.requests["memory"] && resources.limits["memory"]);
      }
    }
  });

  Deno.test(`deploy/${folder} has probes for routes that exist when it is built`, async () => {
    for (const pod of podsOf(folder)) {
      const containers = containersOf(pod);
      const served = new Map<number, Settings>();
      for (const container of containers) {
        const settings = await settingsOf(container);
        if (settings?.port === undefined) continue;
        served.set(settings.port, settings);
        assertEquals(container.ports?.map(({ containerPort }) => containerPort), [settings.port]);
      }
      for (const container of containers) await assertProbes(container, served);
    }
  });
}

/** Asserts that each probe of a container names a port of the pod and a route served there. */
async function assertProbes(
  container: Container,
  served: ReadonlyMap<number, Settings>,
): Promise<void> {
  for (const [key, value] of Object.entries(container)) {
    if (!key.endsWith("Probe")) continue;
    const { httpGet, exec, timeoutSeconds = 1 } = value as Probe;
    if (exec !== undefined) {
      const { name, image } = container;
      const settings = await settingsOf({ name, image, command: exec.command });
      assert(settings !== undefined && timeoutSeconds > settings.timeout, name);
    }
    if (httpGet === undefined) continue;
    const { path, port } = httpGet;
    const number = typeof port === "number"
      ? port
      : container.ports?.find(({ name }) => name === port)?.containerPort;
    assert(number !== undefined, `${container.name} has a port ${port}`);
    const settings = served.get(number);
    if (settings === undefined) {
      assertEquals(container.ports?.[0]?.containerPort, number);
      continue;
    }
    const { endpoints } = settings;
    let longest = 0;
    const app = createApp({
      endpoints,
      registry: new Registry(endpoints),
      rounds: {
        request: (selected) => {
          longest = Math.max(...selected.map(({ timeout }) => timeout));
          const results = selected.map((endpoint) => resultOf(endpoint, OK));
          return Promise.resolve(reportOf(at(0), results));
        },
      },
    });
    assertEquals((await app.request(path)).status, 200, `${container.name} ${path}`);
    assert(timeoutSeconds > longest, `${container.name} ${path}`);
  }
}

Deno.test("deploy/ is what tests/deploy/golden was built from when it is read", async () => {
  const built = await Deno.readTextFile(DIGESTS);
  assertEquals(built, await digests(), "out of date: run deno task kit --update");
});

Deno.test("tests/deploy/golden has one file for each folder when it is read", () => {
  const golden = [...Deno.readDirSync(new URL("golden/", import.meta.url))].map(({ name }) => name);
  const wanted = FOLDERS.flatMap((folder) => goldenOf(folder)?.pathname.split("/").pop() ?? []);
  assertEquals(golden.sort(), [...wanted, "sources.sha256"].sort());
});

Deno.test("deploy/ has no unused file when every kustomization is read", () => {
  const files = filesOf();
  const named = new Set(files.filter(isKustomization).flatMap(namedBy));
  const others = ["README.md", "monitoring/rules.yaml", "monitoring/rules_test.yaml"];
  for (const file of files) {
    assert(isKustomization(file) || named.has(file) || others.includes(file), file);
    if (file.endsWith(".yaml")) parseAll(textOf(file));
  }
});

function isKustomization(file: string): boolean {
  return file.endsWith("/kustomization.yaml");
}

/** Returns the files that a kustomization names. */
function namedBy(file: string): string[] {
  const folder = file.slice(0, file.lastIndexOf("/"));
  const { resources = [], patches = [], configMapGenerator = [] } = yamlOf(file) as {
    resources?: string[];
    patches?: { path: string }[];
    configMapGenerator?: { files: string[] }[];
  };
  const generated = configMapGenerator.flatMap(({ files }) => files);
  return [...resources, ...patches.map(({ path }) => path), ...generated]
    .map((path) => `${folder}/${path.replace(/^.*=/, "")}`);
}

Deno.test("deploy/component and its classic form differ only as native sidecars must when they are built", () => {
  const { restartPolicy, startupProbe, ...native } = sidecarOf("native-sidecar");
  const { lifecycle, ...classic } = sidecarOf("istio");
  assertEquals(restartPolicy, "Always");
  assert(startupProbe !== undefined && lifecycle !== undefined);
  assertEquals({ ...native, args: [] }, { ...classic, args: [] });
});

function sidecarOf(overlay: string): Container & Yaml {
  const sidecar = podsOf(`overlays/${overlay}`).flatMap(containersOf)
    .find(({ name }) => name === "healthcheck");
  assert(sidecar !== undefined);
  return sidecar as Container & Yaml;
}

Deno.test("deploy/component and its classic form leave the images of others alone when they are read", () => {
  for (const component of ["component", "component/classic"]) {
    const { transformers } = yamlOf(`${component}/kustomization.yaml`) as {
      transformers: string[];
    };
    const images = transformers.flatMap((path) => {
      const folder = path.replace(/^(?:\.\.\/)+/, "");
      const { resources } = yamlOf(`${folder}/kustomization.yaml`) as { resources: string[] };
      return resources.map((file) => yamlOf(`${folder}/${file}`)["imageTag"] as Yaml);
    });
    assertEquals(images.map(({ name }) => name), ["healthcheck"]);
  }
});

Deno.test("deploy/overlays/ambient admits the kubelet's probes past every CNI when it is built", () => {
  const policy = objectsOf("overlays/ambient").find(({ kind }) => kind === "NetworkPolicy");
  const { ingress } = policy?.["spec"] as { ingress: unknown[] };
  assertEquals(ingress.at(-1), { from: [{ ipBlock: { cidr: "169.254.7.127/32" } }] });
});

Deno.test("deploy/ selects every pod with the sidecar and no other when it is built", () => {
  const labels = { healthcheck: "sidecar" };
  const { selector, namespaceSelector } = yamlOf("monitoring/podmonitor.yaml")["spec"] as Yaml;
  assertEquals([selector, namespaceSelector], [{ matchLabels: labels }, { any: true }]);
  for (const folder of FOLDERS.filter((folder) => folder !== "monitoring")) {
    const objects = objectsOf(folder);
    const policies = objects.filter(({ kind }) => kind === "NetworkPolicy");
    for (const { spec, metadata } of policies) {
      assertEquals((spec as Yaml)["podSelector"], {
        matchLabels: { ...labels, ...(metadata as Yaml)["labels"] as Yaml },
      });
    }
    for (const { spec } of objects) {
      const template = (spec as { template?: { metadata: Yaml; spec: PodSpec } }).template;
      if (template === undefined) continue;
      const serves = containersOf(template.spec).some(({ name }) => name === "healthcheck");
      const label = (template.metadata["labels"] as Yaml)["healthcheck"];
      assertEquals([label, policies.length], serves ? ["sidecar", 1] : [undefined, 0], folder);
    }
  }
});

Deno.test("deploy/component and its classic form decide the pod's readiness when they are built", () => {
  for (const overlay of ["native-sidecar", "istio"]) {
    const { readinessProbe } = sidecarOf(overlay);
    assertEquals(readinessProbe?.httpGet, { path: "/all", port: "healthcheck" });
    const [app] = podsOf(`overlays/${overlay}`)[0]?.containers.filter(({ name }) =>
      name === "app"
    ) ?? [];
    const [alone] = podsOf("base")[0]?.containers ?? [];
    assertEquals(app, alone, "the application keeps its own probes");
  }
});

Deno.test("deploy/ tells each native sidecar that watches of the deletion when it is built", async () => {
  const watching = FOLDERS.flatMap(podsOf).flatMap(({ initContainers = [] }) => initContainers)
    .filter(({ args = [] }) => args[0] === "watch");
  assertEquals(watching.length, 3);
  for (const { lifecycle } of watching as (Container & { lifecycle?: Lifecycle })[]) {
    const [program, ...args] = lifecycle?.preStop.exec.command ?? [];
    assertEquals(program, "/app/healthcheck");
    const invocation = await parseArguments(args);
    assert("command" in invocation && invocation.command.name === "healthcheck drain");
  }
});

Deno.test("deploy/overlays have names and selectors of their own when they are built", () => {
  const names = new Map<string, string>();
  const selectors = new Map<string, string>();
  for (const folder of FOLDERS.filter((folder) => folder.startsWith("overlays/"))) {
    for (const { kind, metadata, spec } of objectsOf(folder)) {
      const name = `${kind} ${(metadata as Yaml)["name"]}`;
      assertEquals(names.get(name), undefined, `${name} of ${folder}`);
      names.set(name, folder);
      const { selector, podSelector } = spec as Yaml;
      const selected = JSON.stringify(selector ?? podSelector);
      if (selected === undefined) continue;
      const other = selectors.get(`${kind} ${selected}`);
      assertEquals(other, undefined, `${kind} ${selected} of ${folder}`);
      selectors.set(`${kind} ${selected}`, folder);
    }
  }
});

Deno.test("deploy/ names the application as the default container when it is built", () => {
  for (const object of FOLDERS.flatMap(objectsOf)) {
    const template = (object["spec"] as { template?: { metadata: Yaml; spec: PodSpec } }).template;
    if (template === undefined) continue;
    const { "kubectl.kubernetes.io/default-container": name } = template
      .metadata["annotations"] as Yaml;
    assert(template.spec.containers.some((container) => container.name === name));
    assert(name !== "healthcheck");
  }
});

Deno.test("deploy/monitoring/podmonitor.yaml names a port of the sidecar when it is read", () => {
  const { podMetricsEndpoints } = yamlOf("monitoring/podmonitor.yaml")["spec"] as {
    podMetricsEndpoints: { port: string; relabelings: Yaml[] }[];
  };
  const ports = podsOf("overlays/native-sidecar").flatMap(containersOf).flatMap(({ ports = [] }) =>
    ports
  );
  for (const { port, relabelings } of podMetricsEndpoints) {
    assert(ports.some(({ name }) => name === port));
    const job = relabelings.find(({ targetLabel }) => targetLabel === "job");
    assertEquals(job?.["replacement"], "healthcheck", "the job in the rules, under any namePrefix");
  }
});

Deno.test("Containerfile.distroless compiles with the flags of `deno task compile` when it is read", () => {
  const containerfile = Deno.readTextFileSync(
    new URL("../../Containerfile.distroless", import.meta.url),
  );
  const flags = manifest.tasks.compile.match(/(?:--(?:v8|no-|exclude|quiet)|-P)\S*/g) ?? [];
  assertEquals(flags.length, 6);
  const compile = containerfile.slice(containerfile.indexOf("deno compile"));
  for (const flag of flags) assertStringIncludes(compile, flag);
});

Deno.test(
  "Containerfile.distroless chooses the target by TARGETARCH or the builder when it is run",
  {
    ignore: Deno.build.os !== "linux",
  },
  async () => {
    const containerfile = await Deno.readTextFile(
      new URL("../../Containerfile.distroless", import.meta.url),
    );
    const [, script = ""] = containerfile.match(/^RUN (arch=[^]*?esac)/m) ?? [];
    const own = `${Deno.build.arch}-unknown-linux-gnu`;
    for (
      const [TARGETARCH, target] of [
        ["amd64", "x86_64-unknown-linux-gnu"],
        ["arm64", "aarch64-unknown-linux-gnu"],
        ["", own],
      ] as const
    ) {
      const args = ["-c", `${script}; echo "$target"`];
      const { stdout } = await new Deno.Command("sh", { args, env: { TARGETARCH } }).output();
      assertEquals(new TextDecoder().decode(stdout), `${target}\n`);
    }
  },
);

/** @module The table of docs/life-cycle.md, as the kubelet's own prober sees it. */
import { answer, head, listen } from "../../servers/misbehaving.ts";
import { type Row, ROWS } from "../../docs/life_cycle.ts";
import { Program } from "../../support/program.ts";
import { yamlOf } from "../../deploy/sources.ts";
import { Prober } from "./prober.ts";

/** A container, as far as it is read here. */
interface Sidecar {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly readinessProbe: object;
}

/** The pod of a workload with the component, whose sidecar listens on this port of this host. */
function podOf(native: boolean, port: number): object {
  const path = native ? "component/sidecar.yaml" : "component/classic/sidecar.yaml";
  const list = native ? "initContainers" : "containers";
  const { spec } = yamlOf(path) as {
    spec: { template: { spec: Record<string, readonly Sidecar[]> } };
  };
  const containers = (spec.template.spec[list] ?? []).map((
    { name, restartPolicy, readinessProbe },
  ) => ({
    name,
    restartPolicy,
    ports: [{ name: "healthcheck", containerPort: port }],
    // As in the component, but for the period: its own would take minutes.
    readinessProbe: { ...readinessProbe, periodSeconds: 1 },
  }));
  return { metadata: { name: "web", namespace: "default" }, spec: { [list]: containers } };
}

/**
 * Deletes one pod for each row of the table.
 *
 * @param program The prober.
 * @returns What was judged, and what is wrong with it; `undefined` for nothing.
 */
export async function* judgeLifeCycle(
  program: string,
): AsyncGenerator<[what: string, wrong: string | undefined]> {
  for (const row of ROWS) {
    const { native, delayed, sleeps } = row;
    const setup = [native ? "native" : "classic", delayed && "delay", sleeps && "preStop.sleep"];
    yield [`life cycle: ${setup.filter(Boolean).join(", ")}`, await judgeRow(program, row)];
  }
}

async function judgeRow(
  program: string,
  { native, delayed, phases }: Row,
): Promise<string | undefined> {
  const application = listen(answer(head("HTTP/1.1 200 OK")));
  const url = `http://127.0.0.1:${application.port}/`;
  const delay = delayed ? ["--shutdown-delay", "1m"] : [];
  await using sidecar = new Program([...delay, "0", "5", url]);
  await using prober = new Prober(program, podOf(native, await sidecar.port()));
  const [sleeping = "-", ended = "-", signalled = "-", last = "-"] = phases;
  const judge = async (phase: string, said: string): Promise<string | undefined> => {
    const wanted = said.startsWith("`/all` 200") ? "Success" : "Failure";
    if (said === "-" || await prober.settles(wanted)) return undefined;
    return `${phase}: the probe must be a ${wanted}, as ${said} says`;
  };
  const wrong = await judge("before the deletion", "`/all` 200");
  if (wrong !== undefined) return wrong;
  prober.delete();
  const found = [await judge("during preStop.sleep", sleeping)];
  await application[Symbol.asyncDispose]();
  found.push(await judge("when the application has ended", ended));
  sidecar.kill("SIGTERM");
  found.push(await judge("after SIGTERM", signalled));
  if (delayed) sidecar.kill("SIGTERM");
  await sidecar.status;
  found.push(await judge("at last", last));
  return found.find((reason) => reason !== undefined);
}

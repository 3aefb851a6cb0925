// deno task cluster [DEPLOY]: applies deploy/ to a real API server, which admits each pod or refuses it.
import { CASES, INJECTIONS } from "./cases.ts";
import { missingPrograms, PROGRAMS, startControlPlane } from "./control_plane.ts";
import { judgeCase } from "./judge_case.ts";
import { judgeInjection } from "./judge_injection.ts";
import { judgeLifeCycle } from "./kubelet/judge_life_cycle.ts";
import { buildProber, hasGo } from "./kubelet/prober.ts";
import { judgeOverlays } from "./judge_overlays.ts";

const HOW = "go run sigs.k8s.io/controller-runtime/tools/setup-envtest@v0.25.1 use 1.36.x -p path";
const [folder = new URL("../../deploy/", import.meta.url).pathname] = Deno.args;

// deno-lint-ignore no-console
const print = (line: string): void => console.log(line);

const missing = await missingPrograms();
if (missing.length > 0) {
  print(`MISSING ${missing.join(", ")} of ${PROGRAMS.join(", ")}: ${HOW}`);
  Deno.exit(1);
}
let failures = 0;

function judge(what: string, wrong: string | undefined): void {
  print(`${wrong === undefined ? "ok     " : "FAILED "} ${what}`);
  if (wrong === undefined) return;
  failures++;
  print(wrong);
}

{
  await using plane = await startControlPlane();
  const version = JSON.parse((await plane.kubectl(["get", "--raw", "/version"])).stdout);
  print(`kube-apiserver ${version.gitVersion}`);
  const work = await Deno.realPath(await Deno.makeTempDir());
  try {
    const set = { plane, deploy: await Deno.realPath(folder), work };
    for (const [what, wrong] of await judgeOverlays(set)) judge(what, wrong);
    for (const [index, one] of CASES.entries()) {
      judge(one.name, await judgeCase(set, one, `case-${index}`));
    }
    for (const [index, one] of INJECTIONS.entries()) {
      judge(`injection: ${one.name}`, await judgeInjection(set, one, `injection-${index}`));
    }
    if (await hasGo()) {
      const prober = await buildProber(await Deno.makeTempDir({ dir: work }));
      for await (const [what, wrong] of judgeLifeCycle(prober)) judge(what, wrong);
    } else print("skipped the life cycle on the kubelet's own prober: needs go");
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}
if (failures > 0) Deno.exit(1);

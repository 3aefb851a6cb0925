/** @module What the program runs on. */
import { readVariable } from "./environment.ts";
import type { Log } from "./output/log.ts";

/**
 * Warns when the program runs in a pod under `deno run`. There, SIGUSR1 opens Deno's inspector, through
 * which any container of the pod runs code in this process, and nothing prevents that
 * (docs/permissions-and-security.md). The runtime of a compiled binary has no inspector.
 *
 * @param log Where to warn.
 * @param standalone Whether this is a compiled binary.
 * @param inPod Whether this runs in a pod: the kubelet sets the variable in every container.
 */
export function warnOfDenoRun(
  log: Log,
  standalone = Deno.build.standalone,
  inPod = readVariable("KUBERNETES_SERVICE_HOST") !== undefined,
): void {
  if (standalone || !inPod) return;
  log("warn", "run the compiled binary in a pod", {
    reason: "under deno run, SIGUSR1 opens an inspector to every container",
  });
}

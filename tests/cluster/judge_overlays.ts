/** @module Every overlay, all in one `restricted` namespace: is it applied, and its pods admitted? */
import { documentsOf, foldersOf } from "../deploy/sources.ts";
import { makesPods, podOf } from "./pods.ts";
import { admitted, makeNamespace, type Setting } from "./setting.ts";

/** Kinds that this server has no definition of. */
const CUSTOM = ["PeerAuthentication"];
const NAMESPACE = "overlays";

/** Returns each overlay, and what is wrong with it. */
export async function judgeOverlays(
  setting: Setting,
): Promise<[what: string, wrong: string | undefined][]> {
  await makeNamespace(setting.plane, NAMESPACE, "restricted");
  const verdicts: [string, string | undefined][] = [];
  for (const folder of foldersOf().filter((folder) => folder.startsWith("overlays/"))) {
    verdicts.push([folder, await judgeOverlay(setting, folder)]);
  }
  return verdicts;
}

async function judgeOverlay(
  { plane, deploy }: Setting,
  folder: string,
): Promise<string | undefined> {
  const { kubectl } = plane;
  const built = await kubectl(["kustomize", `${deploy}/${folder}`]);
  if (!built.ok) return built.reason;
  const objects = documentsOf(built.stdout).filter(({ kind }) => !CUSTOM.includes(String(kind)));
  const name = folder.replaceAll("/", "-");
  for (const object of objects) {
    // Each overlay is a manager of its own: two that differ in the same object conflict.
    const apply = [
      "apply",
      "--server-side",
      "--validate=strict",
      `--field-manager=${name}`,
      "-f",
      "-",
    ];
    const applied = await kubectl(["-n", NAMESPACE, ...apply], JSON.stringify(object));
    if (!applied.ok) return applied.reason;
    if (!makesPods(object)) continue;
    const pod = await admitted(plane, NAMESPACE, podOf(object, name));
    if (typeof pod === "string") return pod;
  }
  return undefined;
}

/** @module What of a case's needs this machine lacks. */
import type { Case } from "./case.ts";

/** Returns the programs of a case that are not in PATH, each with its origin. */
export async function missing({ needs }: Case): Promise<string[]> {
  const found = await Promise.all(needs.map(({ program }) => isInPath(program)));
  return needs.filter((_, index) => !found[index])
    .map(({ program, origin }) => `${program} (${origin})`);
}

async function isInPath(program: string): Promise<boolean> {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  for (const folder of folders) {
    const info = await Deno.stat(`${folder}/${program}`).catch(() => undefined);
    if (info?.isFile && ((info.mode ?? 0) & 0o111) !== 0) return true;
  }
  return false;
}

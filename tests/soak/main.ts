// deno task soak [--minutes 60], at least 10: a watch that meets everything at once must not grow. It needs
// namespaces (unshare -rmn), and /dev/fuse for the volume.
import { readArguments } from "../support/command/arguments.ts";
import { runInNamespace } from "../torture/names/namespace.ts";
import type { Growth } from "./growth.ts";

/** Mounts a volume at $0 whose server, this process, never answers, and runs the rest. */
const HANGING_VOLUME = "exec 3<>/dev/fuse && " +
  'mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 hangs "$0" && exec "$@"';

// deno-lint-ignore no-console
const print = (value: unknown): void => console.log(value);

const { numbers: { minutes } } = readArguments(
  { does: "soak", line: "deno task soak [--minutes 60], at least 10" },
  { minutes: { default: 60, from: 10 } },
);
const folder = await Deno.makeTempDir();
try {
  const volume = ["sh", "-c", HANGING_VOLUME, folder];
  const mounts = await runInNamespace([...volume, "echo", "mounted"]) === "mounted\n";
  if (!mounts) print("without a volume that hangs: /dev/fuse is not permitted here");
  const script = new URL("./soak.ts", import.meta.url).pathname;
  const found = await runInNamespace([
    ...(mounts ? volume : []),
    ...[Deno.execPath(), "run", "--allow-all", script, String(minutes)],
    ...(mounts ? [folder] : []),
  ]);
  if (!found) {
    throw new Error("cannot soak: namespaces (unshare -rmn) must be permitted, or see above");
  }
  const growth = JSON.parse(found) as Growth;
  print(growth);
  Deno.exitCode = growth.grown ? 1 : 0;
} finally {
  await Deno.remove(folder);
}

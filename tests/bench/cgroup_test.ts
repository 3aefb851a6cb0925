import { assert, assertEquals, assertMatch } from "@std/assert";
import { Cgroup } from "../../bench/support/cgroup.ts";
import { inFolder } from "../support/folder.ts";

/** Returns the files below a folder and what they hold, without the name of the group. */
async function filesIn(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    const shown = name.replace(/^healthcheck-[\da-f-]+$/, "GROUP");
    if (!isDirectory) files[shown] = await Deno.readTextFile(path);
    else {
      for (const [file, text] of Object.entries(await filesIn(path))) {
        files[`${shown}/${file}`] = text;
      }
    }
  }
  return files;
}

Deno.test("Cgroup.make() limits memory and processor when the hierarchy is unified", () =>
  inFolder(async (root) => {
    await Deno.writeTextFile(`${root}/cgroup.controllers`, "");
    const group = await Cgroup.make({ memory: 128, cpu: 50 }, root);
    assertEquals(await filesIn(root), {
      "cgroup.controllers": "",
      "cgroup.subtree_control": "+memory +cpu",
      "GROUP/memory.max": "134217728",
      "GROUP/cpu.max": "5000 100000",
    });
    assertMatch(
      group?.words(["a"])[2] ?? "",
      /^echo \$\$ > \S+\/cgroup\.procs && exec "\$0" "\$@"$/,
    );
  }));

Deno.test("Cgroup.make() limits memory and processor when each controller is apart", () =>
  inFolder(async (root) => {
    for (const controller of ["memory", "cpu"]) await Deno.mkdir(`${root}/${controller}`);
    assert(await Cgroup.make({ memory: 1 }, root));
    assertEquals(await filesIn(root), {
      "memory/GROUP/memory.limit_in_bytes": "1048576",
      "cpu/GROUP/cpu.cfs_period_us": "100000",
      "cpu/GROUP/cpu.cfs_quota_us": "-1",
    });
  }));

Deno.test("Cgroup.make() returns undefined when there are no groups", () =>
  inFolder(async (root) => {
    assertEquals(await Cgroup.make({}, `${root}/none`), undefined);
  }));

Deno.test("Cgroup.kills() counts what the kernel killed when the group had no more memory", () =>
  inFolder(async (root) => {
    await Deno.writeTextFile(`${root}/cgroup.controllers`, "");
    const group = await Cgroup.make({ memory: 1 }, root);
    assert(group);
    const [folder] = await Array.fromAsync(Deno.readDir(root)).then((entries) =>
      entries.filter(({ isDirectory }) => isDirectory)
    );
    await Deno.writeTextFile(`${root}/${folder?.name}/memory.events`, "oom 3\noom_kill 2\n");
    assertEquals(await group.kills(), 2);
  }));

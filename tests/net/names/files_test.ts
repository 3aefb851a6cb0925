import { assert, assertEquals } from "@std/assert";
import { createReadNameFiles } from "../../../src/net/names/files.ts";
import { inFolder } from "../../support/folder.ts";

Deno.test("createReadNameFiles() reads the files again when one has changed, appeared or gone", async () => {
  await inFolder(async (folder) => {
    const [hosts, resolvConf] = [`${folder}/hosts`, `${folder}/resolv.conf`];
    const read = createReadNameFiles({ hosts, resolvConf });
    assertEquals(read(), { hosts: "", resolvConf: "" });
    await Deno.writeTextFile(hosts, "10.0.0.1 a");
    const first = read();
    assertEquals(first, { hosts: "10.0.0.1 a", resolvConf: "" });
    assert(read() === first);
    await Deno.writeTextFile(resolvConf, "search a");
    assertEquals(read(), { hosts: "10.0.0.1 a", resolvConf: "search a" });
    await Deno.writeTextFile(hosts, "10.0.0.10 b");
    assertEquals(read(), { hosts: "10.0.0.10 b", resolvConf: "search a" });
    await Deno.remove(hosts);
    assertEquals(read(), { hosts: "", resolvConf: "search a" });
  });
});

const OLD = new Date("2026-01-01");

for (
  const [what, text, time, isReplaced] of [
    // As a kubelet writes /etc/hosts in place when an address changes.
    ["time", "10.0.0.2 a", new Date("2026-01-02"), false],
    ["size", "10.0.0.20 a", OLD, false],
    ["inode", "10.0.0.2 a", OLD, true],
  ] as const
) {
  Deno.test(`createReadNameFiles() reads the files again when only the ${what} of one has changed`, async () => {
    await inFolder(async (folder) => {
      const [hosts, resolvConf] = [`${folder}/hosts`, `${folder}/resolv.conf`];
      await Deno.writeTextFile(hosts, "10.0.0.1 a");
      await Deno.utime(hosts, OLD, OLD);
      const read = createReadNameFiles({ hosts, resolvConf });
      assertEquals(read()?.hosts, "10.0.0.1 a");
      const file = isReplaced ? `${folder}/new` : hosts;
      await Deno.writeTextFile(file, text);
      await Deno.utime(file, time, time);
      await Deno.rename(file, hosts);
      assertEquals(read()?.hosts, text);
    });
  });
}

Deno.test("createReadNameFiles() returns what it read last when a file cannot be read any more", async () => {
  await inFolder(async (folder) => {
    const [hosts, resolvConf] = [`${folder}/hosts`, `${folder}/resolv.conf`];
    await Deno.writeTextFile(hosts, "10.0.0.1 a");
    const read = createReadNameFiles({ hosts, resolvConf });
    const first = read();
    await Deno.remove(hosts);
    await Deno.mkdir(hosts);
    assert(read() === first);
  });
});

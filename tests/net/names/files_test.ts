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

import { assertEquals } from "@std/assert";
import { findWrongFile } from "../../src/probes/tls_files.ts";

function pathOf(name: string): string {
  return new URL(`../certificates/${name}`, import.meta.url).pathname;
}

const ca = pathOf("authority.pem");
const cert = pathOf("good.pem");
const key = pathOf("good.key");

Deno.test("findWrongFile() returns the client certificate when Deno is before 2.9", async () => {
  const must = "used with Deno 2.9 or newer";
  const files = { ca, cert, key };
  assertEquals(await findWrongFile(files, "2.8.3"), { option: "cert", path: cert, must });
  assertEquals(await findWrongFile({ ca, cert: null, key: null }, "2.8.3"), undefined);
  assertEquals(await findWrongFile(files, "2.9.0"), undefined);
});

Deno.test("findWrongFile() accepts one file when it holds the certificate and the key", async () => {
  const both = await Deno.makeTempFile();
  await Deno.writeTextFile(both, await Deno.readTextFile(key) + await Deno.readTextFile(cert));
  assertEquals(await findWrongFile({ ca: both, cert: both, key: both }), undefined);
  await Deno.remove(both);
});

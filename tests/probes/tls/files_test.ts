import { assert, assertEquals } from "@std/assert";
import { createTlsFilesReader, findWrongFile } from "../../../src/probes/tls/files.ts";

function pathOf(name: string): string {
  return new URL(`../../certificates/${name}`, import.meta.url).pathname;
}

const cert = pathOf("good.pem");
const key = pathOf("good.key");

Deno.test("findWrongFile() accepts one file when it holds the certificate and the key", async () => {
  const both = await Deno.makeTempFile();
  await Deno.writeTextFile(both, await Deno.readTextFile(key) + await Deno.readTextFile(cert));
  assertEquals(await findWrongFile({ ca: both, cert: both, key: both }), undefined);
  await Deno.remove(both);
});

Deno.test("createTlsFilesReader() verifies a pair once when its files stay the same", async () => {
  const read = createTlsFilesReader({ ca: null, cert, key }, (path) => Deno.readFile(path));
  const { signal } = new AbortController();
  const first = await read(signal);
  assert(first.clientCertificate !== undefined);
  assert(await read(signal) === first);
});

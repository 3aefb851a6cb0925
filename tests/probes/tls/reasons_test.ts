import { assertEquals } from "@std/assert";
import { fixture, outcomeOf } from "../../support/outcome.ts";

/** The path of a certificate. */
function pathOf(name: string): string {
  return new URL(`../../certificates/${name}`, import.meta.url).pathname;
}

for (
  const [certificate, options, expected] of [
    [
      "policies_chain",
      "ca=policies_authority.pem",
      "an intermediate certificate has a critical certificatePolicies, which is not supported",
    ],
    ["policies_chain", "ca=policies_intermediate.pem", "ok"],
    ["policies_chain", "insecure", "ok"],
    ["sha1", "ca=sha1.pem", "certificate is signed with SHA-1, which is not supported"],
    [
      "address_as_name",
      "ca=policies_authority.pem&server-name=app.example",
      "certificate not valid for app.example, only for 127.0.0.1 as a DNS name",
    ],
  ] as const
) {
  Deno.test(`https createProbe() returns "${expected}" when the server has ${certificate} and the option is ${options}`, async () => {
    await using server = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      cert: fixture(`certificates/${certificate}.pem`),
      key: fixture(`certificates/${certificate}.key`),
      onListen: () => {},
    }, () => new Response());
    const asked = options.replace("ca=", `ca=${pathOf("")}`);
    const outcome = await outcomeOf(`https://localhost:${server.addr.port}/#${asked}`);
    assertEquals(outcome.ok ? "ok" : outcome.reason, expected);
  });
}

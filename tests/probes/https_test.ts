import { assertEquals } from "@std/assert";
import { answer, head, listen, neverAnswer } from "../servers/misbehaving.ts";
import { failure, fixture, outcomeOf } from "../support/outcome.ts";

const AUTHORITY = fixture("certificates/authority.pem");

function serve(certificate: string, hosts: string[] = []): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    cert: fixture(`certificates/${certificate}.pem`),
    key: fixture(`certificates/${certificate}.key`),
    onListen: () => {},
  }, (request) => {
    hosts.push(request.headers.get("host") ?? "");
    return new Response("all is well", { status: 201 });
  });
}

for (
  const [certificate, trusted, untrusted] of [
    [
      "good",
      { ok: true, status: 201, found: "status 201" },
      failure("certificate", "certificate: unknown issuer"),
    ],
    [
      "odd_chain",
      { ok: true, status: 201, found: "status 201" },
      failure("certificate", "certificate: unknown issuer"),
    ],
    [
      "expired",
      failure("certificate", "certificate: expired"),
      failure("certificate", "certificate: expired"),
    ],
    [
      "wrong_name",
      failure("certificate", "certificate: not valid for this name"),
      failure("certificate", "certificate: unknown issuer"),
    ],
    [
      "self_signed",
      failure("certificate", "certificate: self-signed"),
      failure("certificate", "certificate: self-signed"),
    ],
  ] as const
) {
  Deno.test(`https createProbe() judges the certificate when it is ${certificate}`, async () => {
    const hosts: string[] = [];
    await using server = serve(certificate, hosts);
    for (const host of [`localhost:${server.addr.port}`, `127.0.0.1:${server.addr.port}`]) {
      const authorities = [AUTHORITY];
      assertEquals(await outcomeOf(`https://${host}/`, { authorities }), trusted);
      assertEquals(await outcomeOf(`https://${host}/`), untrusted);
      const before = hosts.length;
      const insecure = await outcomeOf(`https://${host}/#insecure&contains=is+well`);
      assertEquals(insecure, { ok: true, status: 201, found: "status 201" });
      assertEquals(hosts.slice(before), [host]);
    }
  });
}

Deno.test("https createProbe() returns the reason when the server speaks plain HTTP", async () => {
  await using server = listen(answer(head("HTTP/1.1 400 Bad Request")));
  assertEquals(await outcomeOf(`https://127.0.0.1:${server.port}/`), failure("tls", "not TLS"));
});

Deno.test("https createProbe() closes at the timeout when the handshake never ends", async () => {
  await using server = listen(neverAnswer);
  const outcome = await outcomeOf(`https://127.0.0.1:${server.port}/`, { timeout: 0.3 });
  assertEquals(outcome, failure("timeout", "timed out after 0.3 s"));
  await server.closed;
});

for (const port of [6000, 10080]) {
  Deno.test(`https createProbe() checks a port that fetch refuses when it is ${port}`, async () => {
    await using server = Deno.serve({
      hostname: "127.0.0.2",
      port,
      cert: fixture("certificates/good.pem"),
      key: fixture("certificates/good.key"),
      onListen: () => {},
    }, () => new Response());
    const outcome = await outcomeOf(`https://127.0.0.2:${port}/#insecure`);
    assertEquals([outcome, server.addr.port], [
      { ok: true, status: 200, found: "status 200" },
      port,
    ]);
  });
}

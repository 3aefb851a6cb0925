import { assertEquals } from "@std/assert";
import { runRound } from "../../../src/check/check.ts";
import type { Certificate } from "../../../src/check/certificate.ts";
import type { Outcome } from "../../../src/check/report.ts";
import { parseEndpoints } from "../../../src/endpoint/parse.ts";
import { createLookUp } from "../../../src/net/names/look_up.ts";
import { SocketLimit } from "../../../src/net/sockets/limit.ts";
import { loadProbes } from "../../../src/probes/kinds.ts";
import { sleep } from "../../../src/process/time/sleep.ts";
import {
  alertWith,
  answer,
  answerAndClose,
  head,
  listen,
  neverAnswer,
} from "../../servers/misbehaving.ts";
import { serveWithClientCertificates } from "../../servers/tls_server.ts";
import { failure, fixture, outcomeOf } from "../../support/outcome.ts";

const AUTHORITY = fixture("certificates/authority.pem");

function serve(
  certificate: string,
  hosts: string[] = [],
  hostname = "127.0.0.1",
): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({
    hostname,
    port: 0,
    cert: fixture(`certificates/${certificate}.pem`),
    key: fixture(`certificates/${certificate}.key`),
    onListen: () => {},
  }, (request) => {
    hosts.push(request.headers.get("host") ?? "");
    return new Response("all is well", { status: 201 });
  });
}

const UNTRUSTED = failure(
  "certificate",
  "issuer not trusted (Test authority), or an intermediate is missing: ca= or --ca-file adds one",
);
const SELF_SIGNED = failure("certificate", "certificate is self-signed");
const EXPIRED = failure("certificate", `certificate expired ${daysSince("2020-01-02")} d ago`);
const NOT_YET = failure("certificate", "certificate not valid until 2100-01-01");
const FOUND: Outcome = { ok: true, status: 201, found: "status 201" };
const GOOD: Certificate = {
  expires: new Date("2126-10-28T00:43:26Z"),
  issuer: "Test authority",
  subject: "good",
};

function daysSince(date: string): number {
  return Math.floor((Date.now() - Date.parse(date)) / 86_400_000);
}

for (
  const [file, trusted, untrusted, certificate] of [
    ["good", FOUND, UNTRUSTED, GOOD],
    ["odd_chain", FOUND, UNTRUSTED, GOOD],
    ["expired", EXPIRED, EXPIRED, {
      expires: new Date("2020-01-02T00:00:00Z"),
      issuer: "Test authority",
      subject: "expired",
    }],
    ["not_yet_valid", NOT_YET, NOT_YET, {
      expires: new Date("2109-12-30T00:00:00Z"),
      issuer: "not_yet_valid",
      subject: "not_yet_valid",
    }],
    ["wrong_name", undefined, UNTRUSTED, {
      expires: new Date("2126-10-28T00:43:26Z"),
      issuer: "Test authority",
      subject: "wrong_name",
    }],
    ["self_signed", SELF_SIGNED, SELF_SIGNED, {
      expires: new Date("2126-10-27T23:58:58Z"),
      issuer: "localhost",
      subject: "localhost",
    }],
  ] as const
) {
  Deno.test(`https createProbe() judges the certificate when it is ${file}`, async () => {
    const hosts: string[] = [];
    await using server = serve(file, hosts);
    for (const hostname of ["localhost", "127.0.0.1"]) {
      const host = `${hostname}:${server.addr.port}`;
      const wrongName = failure(
        "certificate",
        `certificate not valid for ${hostname}, only for elsewhere.example`,
      );
      const authorities = [AUTHORITY];
      for (let i = 0; i < 2; i++) {
        assertEquals(
          await outcomeOf(`https://${host}/`, { authorities }),
          { ...trusted ?? wrongName, certificate },
        );
        assertEquals(await outcomeOf(`https://${host}/`), { ...untrusted, certificate });
      }
      const before = hosts.length;
      const insecure = await outcomeOf(`https://${host}/#insecure&contains=is+well`);
      assertEquals(insecure, { ...FOUND, certificate });
      assertEquals(hosts.slice(before), [host]);
    }
  });
}

for (
  const [file, reason] of [
    ["forged_name", "certificate not valid for HOST, only for app.example"],
    ["quoted_name", "certificate not valid for HOST, only for *.app.example, 10.0.0.1, fd00::5"],
    ["before_1970", `certificate expired ${daysSince("1969-01-01")} d ago`],
  ] as const
) {
  Deno.test(`https createProbe() refuses the certificate when it is ${file}`, async () => {
    await using server = serve(file);
    for (const hostname of ["localhost", "127.0.0.1"]) {
      const { certificate: _, ...outcome } = await outcomeOf(
        `https://${hostname}:${server.addr.port}/`,
        { authorities: [fixture("certificates/odd_authority.pem")] },
      );
      assertEquals(outcome, failure("certificate", reason.replace("HOST", hostname)));
    }
  });
}

Deno.test("https createProbe() warns when the certificate has less than `expires` left", async () => {
  await using expired = serve("expired");
  await using good = serve("good");
  const url = `https://localhost:${expired.addr.port}/#expires=1d`;
  const outcome = await outcomeOf(`${url}&insecure`);
  assertEquals(outcome, {
    ...FOUND,
    certificate: {
      expires: new Date("2020-01-02T00:00:00Z"),
      issuer: "Test authority",
      subject: "expired",
    },
    warnFrom: new Date("2020-01-01T00:00:00Z"),
    warning: `certificate expired ${daysSince("2020-01-02")} d ago`,
  });
  const authorities = [AUTHORITY];
  const enough = `https://localhost:${good.addr.port}/#expires=3650d`;
  assertEquals(await outcomeOf(enough, { authorities }), {
    ...FOUND,
    certificate: GOOD,
    warnFrom: new Date(GOOD.expires.getTime() - 3650 * 86_400_000),
  });
});

Deno.test("https createProbe() sends nothing when the certificate is refused", async () => {
  const hosts: string[] = [];
  await using server = serve("wrong_name", hosts);
  await outcomeOf(`https://localhost:${server.addr.port}/`, { authorities: [AUTHORITY] });
  await outcomeOf(`https://localhost:${server.addr.port}/`);
  assertEquals(hosts, []);
});

Deno.test("https createProbe() verifies the address when the endpoint has no name", async () => {
  await using server = serve("good", [], "127.0.0.2");
  const outcome = await outcomeOf(`https://127.0.0.2:${server.addr.port}/`, {
    authorities: [AUTHORITY],
  });
  assertEquals(outcome, {
    ...failure("certificate", "certificate not valid for 127.0.0.2, only for localhost, 127.0.0.1"),
    certificate: GOOD,
  });
});

Deno.test("https createProbe() returns the certificate when the answer fails or never ends", async () => {
  await using server = serve("good");
  const url = `https://localhost:${server.addr.port}/`;
  const authorities = [AUTHORITY];
  assertEquals(await outcomeOf(`${url}#status=200`, { authorities }), {
    ...failure("status", "status 201", 201),
    certificate: GOOD,
  });
  await using silent = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: fixture("certificates/good.pem"),
    key: fixture("certificates/good.key"),
  });
  const accepted = silent.accept();
  const silentUrl = `https://localhost:${silent.addr.port}/`;
  assertEquals(await outcomeOf(silentUrl, { authorities, timeout: 0.5 }), {
    ...failure("timeout", "timed out after 0.5 s"),
    certificate: GOOD,
  });
  (await accepted).close();
});

Deno.test("https createProbe() returns the reason when the server speaks plain HTTP", async () => {
  await using server = listen(answer(head("HTTP/1.1 400 Bad Request")));
  assertEquals(await outcomeOf(`https://127.0.0.1:${server.port}/`), failure("tls", "not TLS"));
});

Deno.test("https createProbe() returns the reason when the server closes during the handshake", async () => {
  await using server = listen(answerAndClose(""));
  assertEquals(
    await outcomeOf(`https://127.0.0.1:${server.port}/`),
    failure("reset", "connection closed during the TLS handshake"),
  );
});

for (
  const [alert, reason] of [
    [40, "refused the handshake (no cipher in common, or it may want a client certificate)"],
    [42, "the server wants a client certificate"],
    [48, "the server wants a client certificate"],
    [50, "TLS handshake failed"],
    [70, "refused the handshake: no version of TLS in common"],
    [80, "refused the handshake: internal error"],
    [116, "the server wants a client certificate"],
    [120, "refused the handshake: no protocol in common"],
  ] as const
) {
  Deno.test(`https createProbe() returns "${reason}" when the alert is ${alert}`, async () => {
    await using server = listen(alertWith(alert));
    assertEquals(await outcomeOf(`https://127.0.0.1:${server.port}/`), failure("tls", reason));
  });
}

for (
  const [version, reason, certificate] of [
    [
      "TLSv1.2",
      "refused the handshake (no cipher in common, or it may want a client certificate)",
      {},
    ],
    ["TLSv1.3", "the server wants a client certificate", { certificate: GOOD }],
  ] as const
) {
  Deno.test(`https createProbe() returns "${reason}" when ${version} asks for one`, async () => {
    await using server = await serveWithClientCertificates(version);
    for (const scheme of ["https", "grpcs"]) {
      assertEquals(
        await outcomeOf(`${scheme}://localhost:${server.port}`, { authorities: [AUTHORITY] }),
        { ...failure("tls", reason), ...certificate },
      );
    }
  });
}

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
      { ok: true, status: 200, found: "status 200", certificate: GOOD },
      port,
    ]);
  });
}

Deno.test("runRound() ends in time when a check over TLS is given a socket as its time ends", async () => {
  await using server = listen(neverAnswer);
  const { port } = server;
  const urls = [`http://127.0.0.1:${port}/`, `https://127.0.0.1:${port}/#name=b`];
  const sockets = new SocketLimit({ required: 1, optional: 1 });
  const options = { authorities: [], sockets, lookUp: createLookUp() };
  const targets = await loadProbes(await parseEndpoints(urls, 0.2), options);
  const late = new AbortController();
  const report = await Promise.race([runRound(targets), sleep(5000, late.signal)]);
  late.abort();
  const found = report?.results.map(({ outcome }) => outcome.ok || outcome.reason.split(":")[0]);
  assertEquals(found, ["timed out after 0.2 s", "timed out after 0.2 s"]);
});

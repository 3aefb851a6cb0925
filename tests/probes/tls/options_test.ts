import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Certificate } from "../../../src/check/certificate.ts";
import { runRound } from "../../../src/check/check.ts";
import type { Outcome } from "../../../src/check/report.ts";
import type { Target } from "../../../src/check/target.ts";
import { parseEndpoint } from "../../../src/endpoint/parse.ts";
import { ArgumentError } from "../../../src/process/argument_error.ts";
import { MutualServer } from "../../servers/tls_server.ts";
import { inFolder } from "../../support/folder.ts";
import { failure, fixture, outcomeOf, targetsOf } from "../../support/outcome.ts";

const CERTIFICATE: Certificate = {
  expires: new Date("2126-10-28T00:43:26Z"),
  issuer: "Test authority",
  subject: "good",
};
const OK: Outcome = { ok: true, status: 200, found: "status 200", certificate: CERTIFICATE };
const UNTRUSTED: Outcome = {
  ...failure(
    "certificate",
    "issuer not trusted (Test authority), or an intermediate is missing: ca= or --ca-file adds one",
  ),
  certificate: CERTIFICATE,
};
const WRONG_NAME: Outcome = {
  ...failure(
    "certificate",
    "certificate not valid for elsewhere.example, only for localhost, 127.0.0.1",
  ),
  certificate: CERTIFICATE,
};

const FOLDER = new URL("../../certificates/", import.meta.url).pathname;

function pathOf(name: string): string {
  return FOLDER + name;
}

const AUTHORITY = pathOf("authority.pem");
const PAIR = `cert=${pathOf("good.pem")}&key=${pathOf("good.key")}`;

async function outcomeAgain(targets: readonly Target[]): Promise<Outcome | undefined> {
  return (await runRound(targets)).results[0]?.outcome;
}

Deno.test("https createProbe() trusts only the file when ca names one", async () => {
  await using server = new MutualServer();
  const url = `https://localhost:${await server.listen()}/`;
  assertEquals(await outcomeOf(`${url}#ca=${AUTHORITY}`), OK);
  const other = `${url}#ca=${pathOf("wrong_name.pem")}`;
  const authorities = [fixture("certificates/authority.pem")];
  assertEquals(await outcomeOf(other, { authorities }), UNTRUSTED);
});

Deno.test("https createProbe() sends and verifies another name when server-name is set", async () => {
  await using server = new MutualServer();
  const port = await server.listen();
  const ca = `ca=${AUTHORITY}`;
  assertEquals(await outcomeOf(`https://127.0.0.1:${port}/#${ca}&server-name=localhost`), OK);
  assertEquals(
    await outcomeOf(`https://localhost:${port}/#${ca}&server-name=elsewhere.example`),
    WRONG_NAME,
  );
  const insecure = `https://localhost:${port}/#insecure&server-name=elsewhere.example`;
  assertEquals(await outcomeOf(insecure), OK);
  assertEquals([server.serverNames[0], server.serverNames.at(-1)], [
    "localhost",
    "elsewhere.example",
  ]);
});

Deno.test("https createProbe() presents the client certificate of the endpoint, else the common one", async () => {
  await using server = new MutualServer();
  const url = `https://localhost:${await server.listen()}/#ca=${AUTHORITY}`;
  const clientFiles = { cert: pathOf("wrong_name.pem"), key: pathOf("wrong_name.key") };
  assertEquals(await outcomeOf(url), OK);
  assertEquals(await outcomeOf(`${url}&${PAIR}`, { clientFiles }), OK);
  assertEquals(await outcomeOf(url, { clientFiles }), OK);
  assertEquals(server.clients, ["none", "good", "wrong_name"]);
});

Deno.test("grpcs createProbe() presents the client certificate when the endpoint has one", async () => {
  await using server = new MutualServer();
  const port = await server.listen();
  await outcomeOf(`grpcs://localhost:${port}#ca=${AUTHORITY}&${PAIR}`);
  assertEquals(server.clients, ["good"]);
});

Deno.test("https createProbe() reads the files anew when they have been rotated", async () => {
  await inFolder(async (folder) => {
    await using server = new MutualServer();
    const [cert, key] = [`${folder}/tls.crt`, `${folder}/tls.key`];
    const rotate = async (name: string): Promise<void> => {
      await Deno.writeTextFile(cert, fixture(`certificates/${name}.pem`));
      await Deno.writeTextFile(key, fixture(`certificates/${name}.key`));
    };
    await rotate("good");
    const port = await server.listen();
    const url = `https://localhost:${port}/#ca=${AUTHORITY}&cert=${cert}&key=${key}`;
    const targets = await targetsOf(url);
    assertEquals(await outcomeAgain(targets), OK);
    await rotate("wrong_name");
    assertEquals(await outcomeAgain(targets), OK);
    assertEquals(server.clients, ["good", "wrong_name"]);

    await Deno.writeTextFile(key, fixture("certificates/good.key"));
    assertEquals(
      await outcomeAgain(targets),
      failure("file", `cannot use ${key}: it must be the key of the certificate`),
    );
    await Deno.writeTextFile(cert, "SECRET");
    assertEquals(
      await outcomeAgain(targets),
      failure("file", `cannot use ${cert}: it must be a file of certificates in PEM`),
    );
    await Deno.remove(cert);
    assertEquals(
      await outcomeAgain(targets),
      failure("file", `cannot read ${cert}: no such file`),
    );
    await rotate("good");
    assertEquals(await outcomeAgain(targets), OK);
    assertEquals(server.clients, ["good", "wrong_name", "good"]);
  });
});

Deno.test("https createProbe() succeeds when the check falls between the two files of a rotation", async () => {
  await inFolder(async (folder) => {
    await using server = new MutualServer();
    const [cert, key] = [`${folder}/tls.crt`, `${folder}/tls.key`];
    await Deno.writeTextFile(cert, fixture("certificates/good.pem"));
    await Deno.writeTextFile(key, fixture("certificates/good.key"));
    const port = await server.listen();
    const [target] = await targetsOf(
      `https://localhost:${port}/#ca=${AUTHORITY}&cert=${cert}&key=${key}`,
    );
    assert(target !== undefined);
    await Deno.writeTextFile(key, fixture("certificates/wrong_name.key"));
    const outcome = outcomeAgain([target]);
    setTimeout(() => Deno.writeTextFileSync(cert, fixture("certificates/wrong_name.pem")), 30);
    assertEquals(await outcome, OK);
    assertEquals(server.clients, ["wrong_name"]);
  });
});

for (
  const [fragment, message] of [
    ["ca=relative.pem", "option ca must be an absolute path, got "],
    [
      "ca=/none",
      'option ca must be a file of at most 1 MiB that can be read (no such file), got "/none"',
    ],
    [`ca=${pathOf("good.key")}`, "option ca must be a file of certificates in PEM, got "],
    [`ca=${AUTHORITY}&insecure`, "option ca must not be combined with insecure, which trusts any"],
    [`cert=${pathOf("good.pem")}`, 'option cert and key must be given together, got "cert"'],
    [`key=${pathOf("good.key")}`, 'option cert and key must be given together, got "key"'],
    [`${PAIR.replace("good.key", "none.key")}`, "option key must be a file of at most 1 MiB"],
    [`${PAIR.replace("good.key", "good.pem")}`, "option key must be an unencrypted private key"],
    [
      `${PAIR.replace("good.key", "expired.key")}`,
      "option key must be the key of the certificate, got ",
    ],
    [`${PAIR}&key=${pathOf("good.key")}`, "option key must be given once"],
    [
      "ca=/none&timeout=0",
      'option timeout must be a duration such as 500ms, 90s or 5m, above 0 and at most 3650d, got "0"',
    ],
    [
      "header=A:b&ca=/SECRET",
      'option ca must be a file of at most 1 MiB that can be read (no such file), got "***"',
    ],
    ["cert=/none&key=SECRET", 'option key must be an absolute path, got "***"'],
    ["key=SECRET", 'option key must be an absolute path, got "***"'],
    ...["", "127.0.0.1", "::1", "a..b", "-a", "a.example.", "*.example", "a b", "1", "0x7f"].map(
      (
        name,
      ) => [`server-name=${encodeURIComponent(name)}`, "option server-name must be a DNS name"],
    ),
  ] as const
) {
  for (const url of ["https://localhost/", "grpcs://localhost:1/"]) {
    Deno.test(`parseEndpoint() throws an ArgumentError when given ${url} and ${fragment.replaceAll(FOLDER, "")}`, async () => {
      const parse = (): Promise<unknown> =>
        parseEndpoint(`${url}#${fragment}`, { label: "endpoint 2", timeout: 5 });
      const error = await assertRejects(parse, ArgumentError);
      assert(error.message.startsWith(`cannot use endpoint 2: ${message}`), error.message);
      assert(!/\n|SECRET/.test(error.message), error.message);
    });
  }
}

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { MutualServer, serveWithClientCertificates } from "../servers/tls_server.ts";
import { inFolder } from "../support/folder.ts";
import { fixture } from "../support/outcome.ts";
import { Program, sources } from "../support/program.ts";

const SPY = new URL("../support/preload/permission_spy.ts", import.meta.url).pathname;

/** Writes a certificate, its key and the authority of the server, as a Secret of Kubernetes names them. */
async function writeFiles(folder: string, name: string): Promise<void> {
  await Deno.writeTextFile(`${folder}/tls.crt`, fixture(`certificates/${name}.pem`));
  await Deno.writeTextFile(`${folder}/tls.key`, fixture(`certificates/${name}.key`));
  await Deno.writeTextFile(`${folder}/ca.crt`, fixture("certificates/authority.pem"));
}

async function answerOf(port: number): Promise<string> {
  return await (await fetch(`http://127.0.0.1:${port}/all`)).text();
}

for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
  sources.test(`serve presents the client certificate of each moment when it is rotated over ${version}`, async () => {
    await inFolder(async (folder) => {
      await writeFiles(folder, "self_signed");
      await using server = await serveWithClientCertificates(version);
      await using program = new Program(
        [
          "0",
          "5",
          `https://127.0.0.1:${server.port}/#name=app&server-name=localhost`,
          `--ca-file=${folder}/ca.crt`,
          `--cert-file=${folder}/tls.crt`,
          `--key-file=${folder}/tls.key`,
        ],
        { denoFlags: ["--allow-net", "--allow-sys", "--allow-read", "--preload", SPY] },
      );
      const port = await program.port();
      assertStringIncludes(await answerOf(port), "ok      app  status 200");

      await writeFiles(folder, "good");
      assertMatch(await answerOf(port), /FAILED +app +connection (?:closed|reset)/);
      await Deno.writeTextFile(`${folder}/tls.key`, "SECRET");
      const answer = await answerOf(port);
      assertStringIncludes(answer, `cannot use ${folder}/tls.key: it must be an unencrypted`);
      await program.line(/endpoint failing .* failure=file reason="cannot use /);
      await Deno.remove(`${folder}/tls.key`);
      assertStringIncludes(await answerOf(port), `cannot read ${folder}/tls.key: no such file`);
      await writeFiles(folder, "self_signed");
      assertStringIncludes(await answerOf(port), "ok      app  status 200");

      program.kill("SIGUSR1");
      const [, granted] = await program.line(/^granted: (.*)$/);
      assertEquals(granted, "net,read");
    });
  });
}

Deno.test("check presents a client certificate when --ca-file is in the same folder", async () => {
  await inFolder(async (folder) => {
    await writeFiles(folder, "good");
    await using server = new MutualServer();
    const url = `https://localhost:${await server.listen()}/`;
    await using program = new Program(
      [
        "check",
        "5",
        `${url}#name=app&cert=${folder}/tls.crt&key=${folder}/tls.key`,
        `--ca-file=${folder}/ca.crt`,
      ],
      { denoFlags: ["--allow-net", "--allow-sys", `--allow-read=${folder}`] },
    );
    const { code, out, err } = await program.end();
    assertEquals([code, out[0], err], [0, "All: Ready 200", ""]);
    assertEquals(server.clients, ["good"]);
  });
});

sources.test("check exits 2 with one line when a file is missing or was not compiled in", async () => {
  await inFolder(async (folder) => {
    await writeFiles(folder, "good");
    const pair = (key: string): string => `#cert=${folder}/tls.crt&key=${folder}/${key}`;
    const allowed = `--allow-read=${folder}`;
    for (
      const [flag, args, message] of [
        [allowed, [`https://a/${pair("none")}`], "option key must be a file of at most 1 MiB"],
        [
          allowed,
          [`grpcs://a:1${pair("ca.crt")}`],
          "option key must be an unencrypted private key",
        ],
        [
          "--allow-net",
          [`https://a/${pair("tls.key")}`],
          "option cert must be a file that healthcheck",
        ],
        [
          "--allow-net",
          ["https://a/", `--cert-file=${folder}/tls.crt`, `--key-file=${folder}/tls.key`],
          "cannot use --cert-file: it must be a file that healthcheck was compiled to read",
        ],
      ] as const
    ) {
      await using program = new Program(["check", "5", ...args], { denoFlags: [flag] });
      const { code, out, err } = await program.end();
      assertEquals([code, out, err.trim().split("\n").length], [2, [], 1]);
      assertStringIncludes(err, message);
    }
  });
});

Deno.test("check warns on standard error when a value begins with a plus", async () => {
  await using program = new Program(["check", "5", "tcp://localhost:1#name=a&expect=+PONG"]);
  const { code, err } = await program.end();
  assertEquals([code, err], [
    1,
    "healthcheck: a: expect: it begins with +, a space; %2B is the plus\n",
  ]);
});

Deno.test("serve warns in the log when a variable was not expanded", async () => {
  await using program = new Program(["0", "5", "http://localhost:1/#name=a&header=X:$(KEY)"]);
  await program.line(
    /warn +endpoint endpoint=a warning="header: a \$\(\.\.\.\) that was not expanded"$/,
  );
});

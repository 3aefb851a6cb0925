import { assertEquals, assertMatch } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };
import { refusedPort } from "../servers/misbehaving.ts";
import { NO_IPV6_LOOPBACK } from "../support/ipv6.ts";
import { fixture } from "../support/outcome.ts";
import { Program } from "../support/program.ts";

const AUTHORITY = new URL("../certificates/authority.pem", import.meta.url).pathname;

const ALLOW_ENV = `--allow-env=${manifest.permissions.healthcheck.env.join()}`;

for (
  const [env, options, expected] of [
    [{ DENO_CERT: AUTHORITY }, "", /issuer not trusted/],
    [{ DENO_TLS_CA_STORE: "system", SSL_CERT_FILE: AUTHORITY }, "", /issuer not trusted/],
    [{ NODE_EXTRA_CA_CERTS: AUTHORITY }, "", /issuer not trusted/],
    [{ NODE_OPTIONS: "--tls-min-v1.3 --tls-max-v1.2" }, "#insecure", /^ok /],
  ] as const
) {
  Deno.test(`main checks over TLS as it was told when ${Object.keys(env)[0]} is set`, async () => {
    await using server = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      cert: fixture("certificates/good.pem"),
      key: fixture("certificates/good.key"),
      onListen: () => {},
    }, () => new Response());
    const args = ["check", "5", `https://localhost:${server.addr.port}/${options}`];
    await using program = new Program(args, { denoFlags: ["--allow-net", ALLOW_ENV], env });
    assertMatch((await program.rest())[1] ?? "", expected);
  });
}

for (const address of ["tcp:127.0.0.1:0", "duplicate,tcp:127.0.0.1:0", "tunnel:"]) {
  Deno.test(`main listens where it was told when DENO_SERVE_ADDRESS is ${address}`, async () => {
    const port = refusedPort();
    await using program = new Program([`${port}`, "5", "http://localhost/"], {
      denoFlags: ["--allow-net", ALLOW_ENV],
      env: { DENO_SERVE_ADDRESS: address },
    });
    assertEquals(await program.port(), port);
    await (await fetch(`http://127.0.0.1:${port}/self`)).body?.cancel();
  });
}

Deno.test("main exits 1 with one line when it may not remove DENO_SERVE_ADDRESS", async () => {
  const port = refusedPort();
  for (
    const [address, args] of [
      ["tcp:127.0.0.1:0", [`${port}`]],
      [`tcp:127.0.0.1:${port}`, [`${port}`]],
      ["tcp:0.0.0.0:0", ["--host", "127.0.0.1", "0"]],
    ] as const
  ) {
    await using program = new Program([...args, "5", "http://localhost/"], {
      env: { DENO_SERVE_ADDRESS: address },
    });
    const { code, out, err } = await program.end();
    assertEquals([code, out.length, err], [1, 1, ""]);
    assertMatch(out[0] ?? "", /error cannot listen address=.*DENO_SERVE_ADDRESS/);
  }
});

for (const host of ["0.0.0.0", "127.1", "::0", "0:0:0:0:0:ffff:127.0.0.1"]) {
  Deno.test(`main listens when --host is ${host}`, {
    ignore: host.includes(":") && NO_IPV6_LOOPBACK,
  }, async () => {
    await using program = new Program(["--host", host, "0", "5", "http://localhost/"]);
    await program.port();
  });
}

for (
  const [name, args] of [
    ["SLACK_WEBHOOK_URL", ["watch", "--test-notice", "0", "1", "http://localhost/"]],
    ["HOSTNAME", ["watch", "--test-notice", "0", "1", "http://localhost/"]],
    ["POD_NAMESPACE", ["watch", "--test-notice", "0", "1", "http://localhost/"]],
    ["HEALTHCHECK_WAIT_DISABLED", ["wait", "--for", "1", "1", "http://localhost/"]],
    ["HEALTHCHECK_WAIT_DISABLED", ["run", "--for", "1", "1", "http://localhost/", "--", "true"]],
  ] as const
) {
  Deno.test(`${args[0]} exits 2 and shows no value when ${name} is not UTF-8`, async () => {
    await using program = new Program(args, {
      denoFlags: ["--allow-net", "--allow-run", ALLOW_ENV],
      before: `export ${name}=$(printf 'SECRET\\377')`,
    });
    const { code, out, err } = await program.end();
    assertEquals([code, out], [2, []]);
    const message = `cannot use ${name}: it must be UTF-8, got "***"`;
    assertEquals(err, `healthcheck: ${message}; see healthcheck ${args[0]} --help\n`);
  });
}

Deno.test("main checks as it was told when DENO_CERT is not UTF-8", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await using program = new Program(["check", "5", `tcp://127.0.0.1:${listener.addr.port}`], {
    denoFlags: ["--allow-net", ALLOW_ENV],
    before: `export DENO_CERT=$(printf '\\377')`,
  });
  assertEquals((await program.status).code, 0);
});

Deno.test("removedVariables() returns what removeOverrides() removed when a variable is set", async () => {
  const module = new URL("../../src/process/environment.ts", import.meta.url);
  const script = `
    import { removedVariables, removeOverrides } from "${module}";
    removeOverrides();
    removeOverrides();
    console.log(JSON.stringify([Deno.env.has("DENO_CERT"), removedVariables()]));
  `;
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      ALLOW_ENV,
      `data:application/typescript,${encodeURIComponent(script)}`,
    ],
    env: { DENO_CERT: "/certificates", NODE_EXTRA_CA_CERTS: "" },
    stdout: "piped",
  });
  const { stdout } = await command.output();
  const expected = [false, { DENO_CERT: "/certificates", NODE_EXTRA_CA_CERTS: "" }];
  assertEquals(JSON.parse(new TextDecoder().decode(stdout)), expected);
});

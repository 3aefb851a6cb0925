import { assert, assertEquals, assertMatch } from "@std/assert";
import { FakeAlertmanager } from "../servers/alertmanager.ts";
import { inFolder } from "../support/folder.ts";
import { Program } from "../support/program.ts";

/** An endpoint that can be made to fail, and a stand-in for Slack. */
interface Neighbours extends AsyncDisposable {
  readonly url: string;
  ok: boolean;
  /** The titles of the messages to Slack. */
  readonly titles: string[];
  /** Resolves when Slack got a second message. */
  readonly second: Promise<void>;
}

function neighbours(): Neighbours {
  const titles: string[] = [];
  const second = Promise.withResolvers<void>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      if (request.method === "GET") return new Response(null, { status: self.ok ? 200 : 503 });
      const { text } = await request.json();
      titles.push(/app is (down|back)/.exec(text)?.[1] ?? text);
      if (titles.length === 2) second.resolve();
      return new Response("ok");
    },
  );
  const self: Neighbours = {
    url: `http://127.0.0.1:${server.addr.port}`,
    ok: true,
    titles,
    second: second.promise,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return self;
}

function watch(
  { url }: Neighbours,
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Program {
  const args = ["--every", "0.05", "--host", "127.0.0.1", ...options, "0", "5", `${url}/#name=app`];
  return new Program(["watch", ...args], {
    denoFlags: [
      "--allow-net",
      "--allow-read",
      "--allow-write",
      "--allow-env=SLACK_WEBHOOK_URL,HOSTNAME,POD_NAMESPACE",
    ],
    env: { SLACK_WEBHOOK_URL: `${url}/`, HOSTNAME: "llm-0", POD_NAMESPACE: "prod", ...env },
  });
}

Deno.test("watch sends each event once to each receiver when one of them hangs", async () => {
  await using server = neighbours();
  await using hanging = new FakeAlertmanager();
  hanging.misbehaviors.push("hang");
  await using alertmanager = new FakeAlertmanager();
  const secret = `http://user:SECRET@127.0.0.1:${alertmanager.port}`;
  await using program = watch(server, ["--alertmanager", hanging.url, "--alertmanager", secret]);
  const port = await program.port();
  await program.line(/endpoint ok endpoint=app$/);
  server.ok = false;
  await hanging.until(() => hanging.requests === 1);
  await alertmanager.until(() => alertmanager.posts.length === 1);
  assertEquals(alertmanager.posts[0]?.alerts.map(({ labels }) => labels), [{
    alertname: "HealthcheckOutage",
    endpoint: "app",
    reason: "status",
    severity: "critical",
    instance: "llm-0",
    pod: "llm-0",
    namespace: "prod",
  }]);
  const response = await fetch(`http://127.0.0.1:${port}/all`);
  assertEquals(response.status, 503);
  await response.body?.cancel();
  server.ok = true;
  await alertmanager.until(() => alertmanager.posts.length === 2);
  await program.line(/outage resolved endpoint=app$/);
  await server.second;
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  for (const { port } of [hanging, alertmanager]) {
    const label = `receiver="alertmanager:127.0.0.1:${port}"`;
    assertMatch(metrics, new RegExp(`^healthcheck_notices_waiting\\{${label}\\} \\d$`, "m"));
  }
  program.kill("SIGTERM");
  const { code, out, err } = await program.end();
  assertEquals(code, 0);
  assertEquals(alertmanager.events, ["firing app", "resolved app"]);
  assertEquals(server.titles, ["down", "back"]);
  assertEquals(hanging.requests, 1);
  assert(!/SECRET/.test(out.join() + err + metrics));
});

Deno.test("watch sends an outage of the last run with its begin when there is a history", async () => {
  await inFolder(async (folder) => {
    await using server = neighbours();
    await using alertmanager = new FakeAlertmanager();
    const options = ["--history", `${folder}/history.db`, "--alertmanager", alertmanager.url];
    const begins: unknown[] = [];
    {
      await using program = watch(server, options);
      await program.line(/endpoint ok endpoint=app$/);
      server.ok = false;
      await alertmanager.until(() => alertmanager.posts.length === 1);
      begins.push(alertmanager.posts[0]?.alerts[0]?.startsAt);
      program.kill("SIGTERM");
      await program.end();
    }
    alertmanager.restart();
    await using _program = watch(server, options);
    await alertmanager.until(() => alertmanager.posts.length === 2);
    begins.push(alertmanager.posts[1]?.alerts[0]?.startsAt);
    assertEquals(begins[1], begins[0]);
    server.ok = true;
    await alertmanager.until(() => alertmanager.posts.length === 3);
    assertEquals(alertmanager.firing, []);
  });
});

for (const [status, code] of [[200, 0], [500, 1]] as const) {
  Deno.test(`watch exits ${code} when given --test-notice and an Alertmanager answers ${status}`, async () => {
    await using server = neighbours();
    await using alertmanager = new FakeAlertmanager();
    if (status !== 200) alertmanager.misbehaviors.push(status);
    const options = ["--test-notice", "--alertmanager", alertmanager.url];
    await using program = watch(server, options);
    const { code: actual } = await program.end();
    assertEquals([actual, alertmanager.requests, server.titles.length], [code, 1, 1]);
    assertEquals(alertmanager.events, status === 200 ? ["firing HealthcheckTest"] : []);
  });
}

Deno.test("watch reaches its receivers on loopback when a proxy is set", async () => {
  const proxied: string[] = [];
  await using proxy = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    ({ url }) => {
      proxied.push(url);
      return new Response(null, { status: 403 });
    },
  );
  await using server = neighbours();
  await using alertmanager = new FakeAlertmanager();
  const options = ["--alertmanager", `http://LOCALHOST:${alertmanager.port}`];
  options.push("--test-notice", "--alertmanager", "http://alertmanager.invalid:9093");
  const url = `http://127.0.0.1:${proxy.addr.port}`;
  const env = { HTTP_PROXY: url, http_proxy: url, NO_PROXY: "", no_proxy: "" };
  await using program = watch(server, options, env);
  await program.end();
  assertEquals(proxied.map((url) => new URL(url).host), ["alertmanager.invalid:9093"]);
  assertEquals([alertmanager.requests, server.titles.length], [1, 1]);
});

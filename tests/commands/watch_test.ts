import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { inFolder } from "../support/folder.ts";
import { openOutagesOf } from "../support/watch/history.ts";
import { Program, sources, type StartOptions } from "../support/program.ts";

/** A server that can be made to fail, and a stand-in for Slack. */
interface Bench extends AsyncDisposable {
  readonly url: string;
  readonly webhook: string;
  ok: boolean;
  /** The answers of the webhook in turn; 200 after the last. */
  readonly answers: Response[];
  /** Waits for the next message. Returns its plain text. */
  next: () => Promise<string>;
  /** The plain texts of the messages so far. */
  readonly texts: string[];
}

function bench(): Bench {
  const texts: string[] = [];
  const answers: Response[] = [];
  let read = 0;
  let arrived = Promise.withResolvers<void>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      if (request.method === "GET") return new Response(null, { status: self.ok ? 200 : 503 });
      const { text } = await request.json();
      const answer = answers.shift() ?? new Response("ok");
      if (answer.ok) texts.push(text);
      arrived.resolve();
      return answer;
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  const self: Bench = {
    url: `${url}/#name=app`,
    webhook: `${url}/services/SECRET`,
    ok: true,
    answers,
    texts,
    next: async () => {
      while (texts.length <= read) {
        await arrived.promise;
        arrived = Promise.withResolvers();
      }
      return texts[read++] ?? "";
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return self;
}

function watch(
  { url, webhook }: Bench,
  options: readonly string[] = [],
  start: StartOptions = {},
): Program {
  const args = ["watch", "--every", "0.05", "--host", "127.0.0.1", ...options, "0", "5", url];
  return new Program(args, {
    denoFlags: [
      "--allow-net",
      "--allow-read",
      "--allow-write",
      "--allow-env=SLACK_WEBHOOK_URL,HOSTNAME,POD_NAMESPACE",
    ],
    env: { SLACK_WEBHOOK_URL: webhook, HOSTNAME: "pod-1" },
    ...start,
  });
}

async function get(port: number, path: string, accept = "*/*"): Promise<[number, string]> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept } });
  return [response.status, await response.text()];
}

Deno.test("watch notifies Slack and updates /health and the metrics when an endpoint goes down and up", async () => {
  await using server = bench();
  await using program = watch(server);
  const port = await program.port();
  await program.line(/endpoint ok endpoint=app$/);
  server.ok = false;
  assertMatch(await server.next(), /^:red_circle: app is down \(pod-1\): status 503$/);
  const [status, text] = await get(port, "/health");
  assertEquals(status, 503);
  assertMatch(
    text,
    /^All: Health check failed\nFAILED {2}app {2}status 503 .*\nchecked \d+\.\d s ago\n$/,
  );
  server.ok = true;
  assertMatch(await server.next(), /^:large_green_circle: app is back after \d+ s \(pod-1\)$/);
  const [healthy, json] = await get(port, "/health", "application/json");
  assertEquals([healthy, typeof JSON.parse(json).age_seconds], [200, "number"]);
  const [, metrics] = await get(port, "/metrics");
  assertStringIncludes(metrics, "healthcheck_outages_begun_total 1\n");
  assertStringIncludes(metrics, "healthcheck_outages_resolved_total 1\n");
  assertStringIncludes(metrics, 'healthcheck_notices_sent_total{receiver="slack"} 2\n');
  // The routes of `serve` work too.
  assertEquals((await get(port, "/all"))[1].split("\n")[0], "All: Ready 200");
  assertEquals((await get(port, "/history"))[0], 404);
  program.kill("SIGTERM");
  const { code, out, err } = await program.end();
  assertEquals([code, server.texts.length], [0, 2]);
  assert(!/SECRET/.test(out.join() + err + metrics));
});

Deno.test("watch says what is on when it starts", async () => {
  await using server = bench();
  await inFolder(async (folder) => {
    const options = ["--after", "2", "--history", `${folder}/history.db`];
    await using program = watch(server, options);
    await program.port();
    const [line] = await program.line(/watching .*/);
    const history = `history=${folder}/history.db`;
    const said = "watching every=0.05s after=2 startup=60s slack=on alertmanager=off";
    assertStringIncludes(line, `${said} ${history}`);
  });
  await using program = watch(server, [], { env: { SLACK_WEBHOOK_URL: "" } });
  await program.line(/watching .* slack=off alertmanager=off history=off$/);
});

for (const url of ["http://hooks.slack.com/services/SECRET", "SECRET", "ftp://localhost/SECRET"]) {
  Deno.test(`watch exits 2 and shows no secret when the webhook is ${url}`, async () => {
    await using server = bench();
    await using program = watch({ ...server, webhook: url });
    const { code, out, err } = await program.end();
    assertEquals([code, out], [2, []]);
    const must = "it must be an https URL, or an http one on loopback";
    assertStringIncludes(err, `healthcheck: cannot use SLACK_WEBHOOK_URL: ${must}, got "***"`);
    assert(!err.includes("SECRET"));
  });
}

Deno.test("watch sends one message and exits 0 when given --test-notice", async () => {
  await using server = bench();
  server.ok = false;
  await using program = watch(server, ["--test-notice", "--label", "prod/llm"]);
  const { code, out } = await program.end();
  assertEquals([code, out.length], [0, 1]);
  assertMatch(out[0] ?? "", / info {2}test notice sent receiver=slack$/);
  assertEquals(server.texts, [
    ":white_check_mark: this is a test (prod/llm): outages will be posted here",
  ]);
});

for (const status of [302, 404, 429, 503]) {
  Deno.test(`watch sends one message and exits 1 when given --test-notice and Slack answers ${status}`, async () => {
    await using server = bench();
    server.answers.push(new Response(null, { status }));
    await using program = watch(server, ["--test-notice"]);
    const { code, out } = await program.end();
    assertEquals([code, out.length, server.texts], [1, 1, []]);
    const said = `test notice not sent receiver=slack reason="status ${status}"`;
    const todo = / todo="Slack does not take messages there: [^"]*"$/;
    assertEquals(todo.test(out[0] ?? ""), status === 302 || status === 404);
    assert(out[0]?.replace(todo, "").endsWith(said), out[0]);
  });
}

Deno.test("watch exits 1 when given --test-notice and a signal while Slack does not answer", async () => {
  await using server = bench();
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  await using webhook = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => {
      asked.resolve();
      return answer.promise;
    },
  );
  const url = `http://127.0.0.1:${webhook.addr.port}/`;
  await using program = watch({ ...server, webhook: url }, ["--test-notice"]);
  await asked.promise;
  program.kill("SIGTERM");
  const { code, out } = await program.end();
  answer.resolve(new Response());
  assertEquals(code, 1);
  assert(out[0]?.endsWith('test notice not sent receiver=slack reason="no answer"'), out[0]);
});

Deno.test("watch exits 1 when given --test-notice and there is no receiver", async () => {
  await using server = bench();
  await using program = watch({ ...server, webhook: "" }, ["--test-notice"]);
  const { code, out } = await program.end();
  assertEquals([code, out.length], [1, 1]);
  assert(
    out[0]?.endsWith(
      'test notice not sent reason="there is no receiver: set SLACK_WEBHOOK_URL, or --alertmanager"',
    ),
    out[0],
  );
});

Deno.test("watch retries a message until Slack accepts it when Slack answers 503 and 429", async () => {
  await using server = bench();
  server.answers.push(
    new Response(null, { status: 503 }),
    new Response(null, { status: 429, headers: { "retry-after": "1" } }),
  );
  await using program = watch(server);
  const port = await program.port();
  await program.line(/endpoint ok endpoint=app$/);
  server.ok = false;
  await program.line(/notice not accepted receiver=slack reason="status 503"/);
  // The rounds continue meanwhile.
  assertEquals((await get(port, "/health"))[0], 503);
  await program.line(/notice not accepted receiver=slack reason="status 429"/);
  assertMatch(await server.next(), /:red_circle: app is down/);
  assertEquals(server.texts.length, 1);
});

Deno.test("watch tells Slack of an outage after all when it refused the first message", async () => {
  await using server = bench();
  server.answers.push(new Response(null, { status: 404 }));
  await using program = watch(server);
  await program.line(/endpoint ok endpoint=app$/);
  server.ok = false;
  await program.line(/notice refused receiver=slack reason="status 404"/);
  assertMatch(await server.next(), /:red_circle: app is still down after \d+ s/);
});

Deno.test("watch stops sending messages about an endpoint when it is flapping", async () => {
  await using server = bench();
  await using program = watch(server);
  for (let outage = 1; outage <= 5; outage++) {
    server.ok = true;
    await program.line(/endpoint ok endpoint=app$/);
    server.ok = false;
    await program.line(/outage endpoint=app failure=status reason="status 503"$/);
  }
  program.kill("SIGTERM");
  await program.end();
  const opened = server.texts.filter((text) => text.includes("is down"));
  assertEquals(opened.length, 3);
});

Deno.test("watch names the label and the pod on each page, and since when an endpoint fails", async () => {
  await inFolder(async (folder) => {
    await using server = bench();
    server.ok = false;
    const options = ["--label", "prod/llm", "--history", `${folder}/history.db`];
    await using program = watch(server, options);
    const port = await program.port();
    await program.line(/endpoint failing endpoint=app/);
    for (const path of ["/all", "/health", "/self", "/history"]) {
      const [, page] = await get(port, path, "text/html");
      assertMatch(page, /<title>.* - prod\/llm, pod pod-1 - healthcheck<\/title>/, path);
      assertStringIncludes(page, "<span>prod/llm, pod pod-1</span>");
      assertMatch(page, /<nav><a href="/, path);
      if (path === "/all") {
        assertMatch(page, /<td>\d+ s, since <time [^>]*>[\d: -]+ UTC<\/time>/);
      }
    }
  });
});

Deno.test("watch resolves an outage of the last run when there is a history", async () => {
  await inFolder(async (folder) => {
    await using server = bench();
    const path = `${folder}/history.db`;
    const history = ["--history", path];
    let begin: Date | undefined;
    {
      await using first = watch(server, history);
      const port = await first.port();
      await first.line(/endpoint ok endpoint=app$/);
      server.ok = false;
      await server.next();
      // The history is written beside the rounds.
      let text = "";
      while (!text.includes("ongoing")) [, text] = await get(port, "/history?since=1h");
      while (!openOutagesOf(path)[0]?.notified) await get(port, "/self");
      const [status, page] = await get(port, "/history?since=24h", "text/html");
      assertEquals(status, 200);
      assertStringIncludes(page, "<h1>Outage now</h1>");
      begin = openOutagesOf(path)[0]?.begin;
      first.kill("SIGKILL");
      await first.status;
    }
    {
      await using second = watch(server, history);
      const port = await second.port();
      await second.line(/endpoint failing endpoint=app/);
      for (const path of ["/all", "/health"]) {
        let page = "";
        while (!page.includes(", since ")) [, page] = await get(port, path, "text/html");
        assertStringIncludes(page, `since <time datetime="${begin?.toISOString()}">`, path);
      }
      server.ok = true;
      // Its opening was notified by the first run.
      assertMatch(await server.next(), /app is back/);
      second.kill("SIGTERM");
      assertEquals((await second.end()).code, 0);
    }
    await using reader = new Program(
      ["history", "--format", "json", `${folder}/history.db`],
      { denoFlags: ["--allow-read", "--allow-write"] },
    );
    const { code, out } = await reader.end();
    const { endpoints } = JSON.parse(out.join(""));
    assertEquals([code, endpoints.length, endpoints[0].outages.length], [0, 1, 1]);
    assertEquals(server.texts.length, 2);
  });
});

for (
  const [when, file, reason] of [
    ["its folder is missing", "/no/such/folder/history.db", "No such file or directory"],
    [
      "it is not a database",
      new URL("../support/program.ts", import.meta.url).pathname,
      "not a database",
    ],
  ] as const
) {
  Deno.test(`watch continues without a history when ${when}`, async () => {
    await using server = bench();
    const copy = await Deno.makeTempFile();
    const path = file.endsWith(".ts") ? copy : file;
    if (path === copy) await Deno.copyFile(file, copy);
    await using program = watch(server, ["--history", path]);
    await program.port();
    const [line] = await program.line(/history not opened file=.*/);
    assertStringIncludes(line, reason);
    await program.line(/endpoint ok endpoint=app$/);
    program.kill("SIGTERM");
    assertEquals((await program.end()).code, 0);
    await Deno.remove(copy);
  });
}

sources.test("watch keeps only the network permission when it had all and writes a history", async () => {
  await inFolder(async (folder) => {
    await using server = bench();
    const spy = new URL("../support/preload/permission_spy.ts", import.meta.url).pathname;
    await using program = watch(server, ["--history", `${folder}/history.db`], {
      denoFlags: ["--allow-all", "--preload", spy],
      env: {},
    });
    await program.port();
    program.kill("SIGUSR1");
    const [, granted] = await program.line(/^granted: (.*)$/);
    assertEquals(granted, "net");
  });
});

Deno.test("history exits 1 with one line when there is no file", async () => {
  await using program = new Program(["history", "/no/such/file"], {
    denoFlags: ["--allow-read", "--allow-write"],
  });
  const { code, out, err } = await program.end();
  assertEquals([code, out, err.split("\n").length], [1, [], 2]);
  assertStringIncludes(err, "healthcheck: cannot read /no/such/file: ");
});

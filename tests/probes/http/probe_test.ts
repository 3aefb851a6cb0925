import { assert, assertEquals } from "@std/assert";
import manifest from "../../../deno.json" with { type: "json" };
import { runRound } from "../../../src/check/check.ts";
import { parseEndpoints } from "../../../src/endpoint/parse.ts";
import { loadProbes } from "../../../src/probes/kinds.ts";
import { createLookUp } from "../../../src/net/names/look_up.ts";
import { SocketLimit } from "../../../src/net/sockets/limit.ts";
import type { Outcome } from "../../../src/check/report.ts";
import {
  answer,
  answerAndClose,
  answerForEver,
  head,
  listen,
  listenAndReset,
  neverAnswer,
  record,
  refusedPort,
} from "../../servers/misbehaving.ts";
import { inFolder } from "../../support/folder.ts";
import { failure, outcomeOf } from "../../support/outcome.ts";
import { NO_IPV6_LOOPBACK } from "../../support/ipv6.ts";

/** Watches the timers until the end of its scope. */
class SeenTimers implements Disposable {
  readonly #timeout = AbortSignal.timeout;
  /** The longest delay, in milliseconds. */
  longest = 0;

  /** @param released No timer fires before it resolves. */
  constructor(released = Promise.resolve()) {
    AbortSignal.timeout = (delay): AbortSignal => {
      this.longest = Math.max(this.longest, delay);
      const abort = new AbortController();
      const fire = (): void => void released.then(() => abort.abort());
      this.#timeout.call(AbortSignal, delay).addEventListener("abort", fire);
      return abort.signal;
    };
  }

  [Symbol.dispose](): void {
    AbortSignal.timeout = this.#timeout;
  }
}

for (const status of [200, 204, 301, 399]) {
  Deno.test(`createHttpProbe() succeeds when the status is ${status}`, async () => {
    await using server = listen(answer(head(`HTTP/1.1 ${status} X`)));
    assertEquals(await outcomeOf(`http://127.0.0.1:${server.port}/`), {
      ok: true,
      status,
      found: `status ${status}`,
    });
  });
}

for (const status of [99, 101, 400, 404, 500, 503, 600, 999]) {
  Deno.test(`createHttpProbe() fails when the status is ${status}`, async () => {
    await using server = listen(answer(head(`HTTP/1.1 ${String(status).padStart(3, "0")} X`)));
    const outcome = await outcomeOf(`http://127.0.0.1:${server.port}/`);
    assertEquals(outcome, failure("status", `status ${status}`, status));
  });
}

const TLS_ALERT = new Uint8Array([21, 3, 3, 0, 2, 2, 70]);

const ANSWERS: readonly [string, Parameters<typeof listen>[0], Outcome][] = [
  [
    "the answer is interim and then final",
    answer("HTTP/1.1 103 X\r\nLink: x\r\n\r\n", head("HTTP/1.1 100 X") + head("HTTP/1.1 200 OK")),
    { ok: true, status: 200, found: "status 200" },
  ],
  [
    "the answer is only interim",
    answerAndClose("HTTP/1.1 199 X\r\n\r\n"),
    failure("reset", "status 199, then closed"),
  ],
  ["the server speaks HTTP/1.0", answerAndClose("HTTP/1.0 200 OK\r\n\r\nhello"), {
    ok: true,
    status: 200,
    found: "status 200",
  }],
  ["there is no reason phrase", answer("HTTP/1.1 204\r\n\r\n"), {
    ok: true,
    status: 204,
    found: "status 204",
  }],
  ["the lines end without CR", answerAndClose("HTTP/1.1 200 OK\nA: b\n\n"), {
    ok: true,
    status: 200,
    found: "status 200",
  }],
  ["a field is folded", answerAndClose("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n"), {
    ok: true,
    status: 200,
    found: "status 200",
  }],
  ["a redirect has a bad Location", answer(head("HTTP/1.1 301 X", "Location: http://[bad")), {
    ok: true,
    status: 301,
    found: "status 301",
  }],
  ["the body never ends", answerForEver("HTTP/1.1 200 OK\r\n\r\n", "x".repeat(65_536)), {
    ok: true,
    status: 200,
    found: "status 200",
  }],
  [
    "the body is cut",
    answerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
    failure("reset", "connection closed in the middle of the body (status 200)", 200),
  ],
  [
    "the last chunk is missing",
    answerAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
    failure("reset", "connection closed in the middle of the body (status 200)", 200),
  ],
  [
    "a chunk has no size",
    answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"),
    failure("protocol", "not HTTP: bad chunk (status 200)", 200),
  ],
  [
    "the body comes in pieces after the head",
    answer("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", "abc", "def"),
    { ok: true, status: 200, found: "status 200" },
  ],
  [
    "a chunked body comes in pieces after the head",
    answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n", "0\r\n\r\n"),
    { ok: true, status: 200, found: "status 200" },
  ],
  [
    "10 KiB of a larger body come",
    answer("HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n", "x".repeat(10_240)),
    { ok: true, status: 200, found: "status 200" },
  ],
  [
    "there is no body although the status is a failure",
    answer("HTTP/1.1 503 X\r\nContent-Length: 9\r\n\r\n"),
    failure("status", "status 503", 503),
  ],
  ["the answer is garbage", answer("SSH-2.0-OpenSSH_9\r\n"), failure("protocol", "not HTTP")],
  ["the answer is HTTP/2", answer("HTTP/2.0 200 OK\r\n\r\n"), failure("protocol", "not HTTP")],
  ["the status has two digits", answer("HTTP/1.1 20 OK\r\n\r\n"), failure("protocol", "not HTTP")],
  [
    "the status has four digits",
    answer("HTTP/1.1 2000 OK\r\n\r\n"),
    failure("protocol", "not HTTP"),
  ],
  [
    "the fields are garbage",
    answer("HTTP/1.1 200 OK\r\nno colon\r\n\r\n"),
    failure("protocol", "not HTTP"),
  ],
  // What Go's net/http and curl accept.
  ...[
    ["there is a space before a colon", "HTTP/1.1 200 OK\r\nFoo : bar\r\n\r\n"],
    ["a folded field has a space before its colon", "HTTP/1.1 200 OK\r\nA  : b\r\n c\r\n\r\n"],
    ["a name has a space", "HTTP/1.1 200 OK\r\nFoo Bar: x\r\n\r\n"],
    ["a length has a space that nothing needs", "HTTP/1.1 200 OK\r\nContent-Length : x\r\n\r\n"],
    ["there are two spaces before the status", "HTTP/1.1  200 OK\r\n\r\n"],
    ["there is a CR in the reason phrase", "HTTP/1.1 200 a\rb\r\n\r\n"],
  ].map(([when = "", sent = ""]): typeof ANSWERS[number] => [
    when,
    answerAndClose(sent),
    { ok: true, status: 200, found: "status 200" },
  ]),
  // What Go's net/http does not accept.
  ...[
    ["there is a tab before a colon", "HTTP/1.1 200 OK\r\nFoo\t: bar\r\n\r\n"],
    ["a name is empty", "HTTP/1.1 200 OK\r\n: bar\r\n\r\n"],
    ["a name is a space", "HTTP/1.1 200 OK\r\n : bar\r\n\r\n"],
    ["a colon is in the next line", "HTTP/1.1 200 OK\r\nFoo\r\n : bar\r\n\r\n"],
    ["a name has a quote", 'HTTP/1.1 200 OK\r\n{"a": 1}\r\n\r\n'],
    ["there is a CR in a value", "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n"],
    ["there is no space after the status", "HTTP/1.1 200OK\r\n\r\n"],
    ["there is no space before the status", "HTTP/1.1200 OK\r\n\r\n"],
  ].map(([when = "", sent = ""]): typeof ANSWERS[number] => [
    when,
    answer(sent),
    failure("protocol", "not HTTP"),
  ]),
  [
    "the server speaks HTTP/2 alone",
    answer(Uint8Array.of(0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100)),
    failure("protocol", "not HTTP/1.1, but HTTP/2"),
  ],
  ["the server wants TLS", answer(TLS_ALERT), failure("protocol", "not HTTP, but TLS")],
  ["the server closes", answerAndClose(""), failure("reset", "connection closed before an answer")],
  [
    "the server closes in the head",
    answerAndClose("HTTP/1.1 200 OK\r\nA: b\r\n"),
    failure("reset", "connection closed in the middle of the answer"),
  ],
  [
    "the head is 2 MB",
    answer("HTTP/1.1 200 OK\r\n", `A: ${"b".repeat(1000)}\r\n`.repeat(2000)),
    failure("protocol", "answer's head is over 64 KiB"),
  ],
  [
    "one field never ends",
    answerForEver("HTTP/1.1 200 OK\r\nA: ", "b".repeat(65_536)),
    failure("protocol", "answer's head is over 64 KiB"),
  ],
  [
    "interim answers never end",
    answerForEver("", "HTTP/1.1 102 X\r\n\r\n".repeat(1000)),
    failure("protocol", "answer's head is over 64 KiB"),
  ],
];
for (const [when, behaviour, expected] of ANSWERS) {
  Deno.test(`createHttpProbe() judges the response when ${when}`, async () => {
    await using server = listen(behaviour);
    assertEquals(await outcomeOf(`http://127.0.0.1:${server.port}/`), expected);
  });
}

const SLOW: readonly [string, Parameters<typeof listen>[0]][] = [
  ["never answers", neverAnswer],
  ["drips its head", answerForEver("HTTP/1.1 200 OK\r\nA: ", "b", 20)],
  ["stops after an interim answer", answer("HTTP/1.1 100 Continue\r\n\r\n")],
];
const STOPPED: readonly [string, Parameters<typeof listen>[0]][] = [
  ["sends no body", answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")],
  ["neither says how long its body is nor closes", answer("HTTP/1.1 200 OK\r\n\r\nabc")],
  ["stops short of 10 KiB", answer("HTTP/1.1 200 OK\r\nContent-Length: 10240\r\n\r\n", "abc")],
];
for (const [how, behaviour] of STOPPED) {
  Deno.test(`createHttpProbe() closes at the timeout when the server ${how}`, async () => {
    await using server = listen(behaviour);
    const url = `http://127.0.0.1:${server.port}/`;
    const expected = failure("timeout", "timed out after 0.3 s (status 200)", 200);
    assertEquals(await outcomeOf(url, { timeout: 0.3 }), expected);
    const head = await outcomeOf(`${url}#method=HEAD`);
    assertEquals(head, { ok: true, status: 200, found: "status 200" });
    await server.closed;
  });
}

/** Sends a head, and the body once it is released; then reads until the client closes. */
function lateBody(head: string): { behave: Parameters<typeof listen>[0]; sent: Promise<boolean> } {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  return {
    sent: promise,
    behave: async (conn) => {
      const buffer = new Uint8Array(4096);
      await conn.read(buffer);
      await conn.write(new TextEncoder().encode(head));
      // The body comes in a later turn than the head.
      await new Promise((later) => setTimeout(later, 20));
      const closed = conn.read(buffer);
      await conn.write(new TextEncoder().encode("x".repeat(200)));
      await conn.write(new TextEncoder().encode("x".repeat(200)));
      resolve((await closed) === null);
    },
  };
}

for (const status of [200, 503]) {
  Deno.test(`createHttpProbe() reads the body that comes after the head when the status is ${status}`, async () => {
    const { behave, sent } = lateBody(`HTTP/1.1 ${status} X\r\nContent-Length: 400\r\n\r\n`);
    await using server = listen(behave);
    assertEquals((await outcomeOf(`http://127.0.0.1:${server.port}/`)).ok, status === 200);
    // A client that closed with bytes unread would have reset the connection.
    assertEquals(await sent, true);
  });
}

for (const [how, behaviour] of SLOW) {
  Deno.test(`createHttpProbe() closes at the timeout when the server ${how}`, async () => {
    await using server = listen(behaviour);
    using timers = new SeenTimers();
    const outcome = await outcomeOf(`http://127.0.0.1:${server.port}/`, { timeout: 0.3 });
    assertEquals(outcome, failure("timeout", "timed out after 0.3 s"));
    // However long the timeout is, a freeze is seen.
    assertEquals(timers.longest, 100);
    await server.closed;
  });
}

Deno.test("createHttpProbe() returns the reason when the server resets", async () => {
  await using server = await listenAndReset();
  assertEquals(
    await outcomeOf(`http://127.0.0.1:${server.port}/`),
    failure("reset", "connection reset"),
  );
});

Deno.test("createHttpProbe() returns the reason when nothing listens", async () => {
  assertEquals(
    await outcomeOf(`http://127.0.0.1:${refusedPort()}/`),
    failure("refused", "connection refused"),
  );
  assertEquals(
    await outcomeOf(`http://localhost:${refusedPort()}/`),
    failure("refused", "connection refused"),
  );
});

Deno.test("createHttpProbe() returns the reason when the name does not resolve", async () => {
  const outcome = await outcomeOf("http://no-such-host.invalid/");
  assert(!outcome.ok);
  assert(["name not found", "name look-up failed"].includes(outcome.reason), outcome.reason);
});

Deno.test(
  "createHttpProbe() connects to ::1 when the host is localhost",
  { ignore: NO_IPV6_LOOPBACK },
  async () => {
    await using server = listen(answer(head("HTTP/1.1 200 OK")), { hostname: "::1" });
    assertEquals(await outcomeOf(`http://localhost:${server.port}/`), {
      ok: true,
      status: 200,
      found: "status 200",
    });
    assertEquals(await outcomeOf(`http://[::1]:${server.port}/`), {
      ok: true,
      status: 200,
      found: "status 200",
    });
  },
);

for (const port of [6000, 10080]) {
  Deno.test(`createHttpProbe() checks a port that fetch refuses when it is ${port}`, async () => {
    await using server = listen(answer(head("HTTP/1.1 200 OK")), { port });
    assertEquals(await outcomeOf(`http://127.0.0.1:${server.port}/`), {
      ok: true,
      status: 200,
      found: "status 200",
    });
  });
}

Deno.test("createHttpProbe() accepts the statuses of the option when there is one", async () => {
  for (const [status, ok] of [[200, false], [299, false], [401, true], [503, true], [505, false]]) {
    await using server = listen(answer(head(`HTTP/1.1 ${status} X`)));
    const outcome = await outcomeOf(`http://127.0.0.1:${server.port}/#status=401,500-504`);
    assertEquals([outcome.ok, outcome.status], [ok, status]);
  }
});

Deno.test("createHttpProbe() does not follow a redirect when the status is 302", async () => {
  await using elsewhere = listen(answer(head("HTTP/1.1 200 OK")));
  const location = `Location: http://127.0.0.1:${elsewhere.port}/`;
  await using server = listen(answer(head("HTTP/1.1 302 Found", location)));
  const outcome = await outcomeOf(`http://127.0.0.1:${server.port}/`);
  assertEquals([outcome, elsewhere.taken()], [{ ok: true, status: 302, found: "status 302" }, 0]);
});

Deno.test("createHttpProbe() sends the endpoint's request over a new connection when it checks twice", async () => {
  const requests: string[] = [];
  await using server = listen(record(requests));
  const url = `http://me:p%C3%A4ss@127.0.0.1:${server.port}/a?b=c`;
  await outcomeOf(url);
  await outcomeOf(
    `${url}#method=HEAD&header=host:x.example&header=X-A:%20b&header=X-A: c&header=Authorization:d`,
  );
  await outcomeOf(`${url}#contains=x`);
  await outcomeOf(`${url}#json=x:1`);
  await outcomeOf(`${url}#json=x:1&header=Accept-Encoding:gzip`);
  assertEquals(server.taken(), 5);
  const identity = "Accept-Encoding: identity";
  assertEquals(
    requests.map((request) => request.split("\r\n").filter((line) => /^Accept-/.test(line))),
    [[], [], [identity], [identity], ["Accept-Encoding: gzip"]],
  );
  assertEquals(requests[1]?.split("\r\n"), [
    "HEAD /a?b=c HTTP/1.1",
    `User-Agent: healthcheck/${manifest.version}`,
    "Accept: */*",
    "Connection: close",
    "host: x.example",
    "X-A: b",
    "X-A: c",
    "Authorization: d",
    "",
    "",
  ]);
  assertEquals(requests[0]?.split("\r\n"), [
    "GET /a?b=c HTTP/1.1",
    `Host: 127.0.0.1:${server.port}`,
    `User-Agent: healthcheck/${manifest.version}`,
    "Accept: */*",
    "Connection: close",
    "Authorization: Basic bWU6cMOkc3M=",
    "",
    "",
  ]);
});

for (const option of ["header-file=X:", "method=PUT&body-file="]) {
  Deno.test(`createHttpProbe() reads the file for each check when the option is ${option}`, async () => {
    await inFolder(async (folder) => {
      const requests: string[] = [];
      await using server = listen(record(requests));
      for (const text of ["first", "second"]) {
        await Deno.writeTextFile(`${folder}/file`, text);
        await outcomeOf(`http://127.0.0.1:${server.port}/#${option}${folder}/file`);
      }
      assertEquals(requests.map((text) => /first|second/.exec(text)?.[0]), ["first", "second"]);
    });
  });
}

Deno.test("runRound() does not let optional endpoints that hang delay a required one", async () => {
  const asked = Promise.withResolvers<void>();
  await using silent = listen(neverAnswer);
  await using server = listen(async (conn) => {
    asked.resolve();
    await answer(head("HTTP/1.1 200 OK"))(conn);
  });
  // No optional endpoint times out, and makes room, before the required one was asked or has timed out.
  const late = setTimeout(asked.resolve, 5000);
  using _timers = new SeenTimers(asked.promise);
  const hanging = Array.from(
    { length: 300 },
    (_, i) => `http://127.0.0.1:${silent.port}/#name=hangs${i}&optional`,
  );
  const required = `http://127.0.0.1:${server.port}/#name=required&timeout=5`;
  const targets = await loadProbes(await parseEndpoints([...hanging, required], 0.5), {
    authorities: [],
    lookUp: createLookUp(),
    sockets: new SocketLimit(),
  });
  const { ready, results } = await runRound(targets);
  clearTimeout(late);
  assertEquals([ready, results.at(-1)?.outcome], [true, {
    ok: true,
    status: 200,
    found: "status 200",
  }]);
  const reasons = new Set(results.map(({ outcome }) => outcome.ok ? "" : outcome.reason));
  assertEquals([...reasons], [
    "timed out after 0.5 s",
    "timed out after 0.5 s: waited for one of 128 sockets",
    "",
  ]);
});

Deno.test("runRound() checks all endpoints at the same time when several are slow", async () => {
  const count = 10;
  const all = Promise.withResolvers<void>();
  await using server = listen(async (conn) => {
    if (server.taken() === count) all.resolve();
    await all.promise;
    await answer(head("HTTP/1.1 200 OK"))(conn);
  });
  const urls = Array.from({ length: count }, (_, i) => `http://127.0.0.1:${server.port}/${i}`);
  const endpoints = await parseEndpoints(urls, 5);
  const targets = await loadProbes(endpoints, {
    authorities: [],
    lookUp: createLookUp(),
    sockets: new SocketLimit(),
  });
  assertEquals((await runRound(targets)).ready, true);
});

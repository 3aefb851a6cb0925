import { assert, assertEquals } from "@std/assert";
import type { Outcome } from "../../../src/check/report.ts";
import {
  answer,
  answerAndClose,
  answerForEver,
  listen,
  type Misbehaving,
  neverAnswer,
  refusedPort,
} from "../../servers/misbehaving.ts";
import { failure, outcomeOf } from "../../support/outcome.ts";
import { NO_IPV6_LOOPBACK } from "../../support/ipv6.ts";

const ANSWERED = { ok: true, status: null, found: "answered" } as const;
const EXPECTED = { ok: true, status: null, found: "answered as expected" } as const;
const CONNECTED = { ok: true, status: null, found: "connected" } as const;

Deno.test("tcp createProbe() succeeds and closes at once when the server accepts", async () => {
  await using server = listen(neverAnswer);
  assertEquals(await outcomeOf(`tcp://127.0.0.1:${server.port}`), CONNECTED);
  await server.closed;
  assertEquals(server.taken(), 1);
});

Deno.test(
  "tcp createProbe() connects to ::1 when the host is localhost",
  { ignore: NO_IPV6_LOOPBACK },
  async () => {
    await using server = listen(neverAnswer, { hostname: "::1" });
    assertEquals(await outcomeOf(`tcp://LOCALHOST:${server.port}`), CONNECTED);
    assertEquals(await outcomeOf(`tcp://[::1]:${server.port}`), CONNECTED);
  },
);

Deno.test("tcp createProbe() returns the reason when nothing listens", async () => {
  const outcome = await outcomeOf(`tcp://127.0.0.1:${refusedPort()}`);
  assertEquals(outcome, failure("refused", "connection refused"));
});

/** Sends what it received back, and closes. */
function echo(): Misbehaving {
  return listen(async (conn) => {
    const buffer = new Uint8Array(4096);
    const count = await conn.read(buffer);
    await conn.write(buffer.subarray(0, count ?? 0));
    conn.close();
  });
}

function check(server: Misbehaving, options: string, timeout = 5): Promise<Outcome> {
  return outcomeOf(`tcp://127.0.0.1:${server.port}#${options}`, { timeout });
}

Deno.test("tcp createProbe() sends and finds every byte when they are not UTF-8", async () => {
  await using server = echo();
  const bytes = Array.from({ length: 256 }, (_, byte) => `%${byte.toString(16).padStart(2, "0")}`);
  const encoded = bytes.join("");
  assertEquals(await check(server, `send=${encoded}&expect=${encoded}`), EXPECTED);
  assertEquals(await check(server, "send=a+b%FF%00&expect=a%20b%FF%00"), EXPECTED);
  const outcome = await check(server, "send=%C3%BF&expect=%FF");
  assertEquals(outcome, failure("body", "expected bytes not found in 2 bytes"));
});

Deno.test("tcp createProbe() finds what it expects when every byte comes alone", async () => {
  await using server = listen(async (conn) => {
    for (const byte of new TextEncoder().encode("aabaabaaab")) {
      await conn.write(Uint8Array.of(byte));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  });
  assertEquals(await check(server, "expect=aabaaab"), EXPECTED);
});

Deno.test("tcp createProbe() closes when it has found what it expects and the server goes on", async () => {
  await using server = listen(answerForEver("+PONG", "x"));
  assertEquals(await check(server, "send=PING&expect=PONG"), EXPECTED);
  await server.closed;
});

Deno.test("tcp createProbe() reads a greeting when there is nothing to send", async () => {
  await using server = listen(async (conn) => {
    await conn.write(new TextEncoder().encode("220 mail ESMTP\r\n"));
  });
  assertEquals(await check(server, "expect=220+"), EXPECTED);
});

Deno.test("tcp createProbe() takes any answer when nothing is expected", async () => {
  await using server = listen(answer("x"));
  assertEquals(await check(server, "send=PING"), ANSWERED);
  await using silent = listen(neverAnswer);
  assertEquals(await check(silent, "send=PING", 0.1), failure("timeout", "timed out after 0.1 s"));
});

for (const options of ["send=secret", "expect=secret", "send=secret&expect=secret"]) {
  Deno.test(`tcp createProbe() fails when the server closes before an answer to ${options}`, async () => {
    await using server = listen((conn) => Promise.resolve(conn.close()));
    const { ok, ...rest } = await check(server, options);
    assertEquals([ok, "failure" in rest && rest.failure], [false, "reset"]);
    assert(!JSON.stringify(rest).includes("secret"));
  });
}

Deno.test("tcp createProbe() says how much came when the server closes after another answer", async () => {
  await using server = listen(answerAndClose("-NOAUTH secret\r\n"));
  const outcome = await check(server, "send=PING&expect=%2BPONG");
  assertEquals(outcome, failure("body", "expected bytes not found in 16 bytes"));
});

Deno.test("tcp createProbe() says how much came when the server never sends what it expects", async () => {
  await using server = listen(answer("-LOADING\r\n"));
  const outcome = await check(server, "send=PING&expect=%2BPONG", 0.3);
  const reason = "timed out after 0.3 s: expected bytes not found in 10 bytes";
  assertEquals(outcome, failure("body", reason));
  await server.closed;
});

Deno.test("tcp createProbe() says only that it timed out when the server never answers", async () => {
  await using server = listen(neverAnswer);
  const outcome = await check(server, "send=PING&expect=%2BPONG", 0.3);
  assertEquals(outcome, failure("timeout", "timed out after 0.3 s"));
});

Deno.test("tcp createProbe() reads no more than 64 KiB when what it expects comes later", async () => {
  const [within, beyond] = [65_536, 65_537].map((end) => "x".repeat(end - 4) + "PONG");
  await using good = listen(answer(within ?? "", "rest"));
  assertEquals(await check(good, "send=PING&expect=PONG"), EXPECTED);
  await using bad = listen(async (conn) => {
    // A first read of one byte leaves the limit in the middle of a later one.
    await conn.write(new TextEncoder().encode("x"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await answer(beyond?.slice(1) ?? "", "PONG")(conn);
  });
  const outcome = await check(bad, "send=PING&expect=PONG");
  assertEquals(outcome, failure("body", "expected bytes not found in the first 64 KiB"));
});

Deno.test("tcp createProbe() takes the answer when the server does not read what was sent", async () => {
  // More than the buffers of a connection hold.
  const send = "x".repeat(16 * 1024 * 1024);
  const closed = Promise.withResolvers<void>();
  await using server = listen(async (conn) => {
    await conn.write(new TextEncoder().encode("busy"));
    await closed.promise;
  });
  assertEquals(await check(server, `send=${send}&expect=busy`), EXPECTED);
  closed.resolve();
});

import { assertEquals } from "@std/assert";
import { listen, neverAnswer, refusedPort } from "../servers/misbehaving.ts";
import { failure, outcomeOf } from "../support/outcome.ts";
import { NO_IPV6_LOOPBACK } from "../support/ipv6.ts";

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

import { assert, assertEquals } from "@std/assert";
import { check, runRound } from "../../src/check/check.ts";
import type { Endpoint } from "../../src/check/endpoint.ts";
import { KeptSuccess } from "../../src/check/kept_success.ts";
import { failureOf, WaitFailure } from "../../src/check/reason.ts";
import type { Outcome } from "../../src/check/report.ts";
import type { Probe } from "../../src/check/target.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { setDeadline } from "../../src/process/time/deadline.ts";
import { FakeTimers } from "../support/fake_timers.ts";
import { listen, neverAnswer } from "../servers/misbehaving.ts";
import { failure, targetsOf } from "../support/outcome.ts";
import { CERTIFICATE, OK, REFUSED } from "../support/reports.ts";

const DAY_MS = 86_400_000;

async function endpointOf(argument: string): Promise<Endpoint> {
  const [endpoint] = await parseEndpoints([argument], 5);
  if (endpoint === undefined) throw new TypeError("no endpoint");
  return endpoint;
}

/** A probe that ends with this outcome when its signal aborts, and not before. */
function endingWith(outcome: Outcome): Probe {
  return (signal) =>
    new Promise((resolve) => {
      if (signal.aborted) resolve(outcome);
      signal.addEventListener("abort", () => resolve(outcome));
    });
}

/** A probe that succeeds at once, and keeps the signal that it was called with. */
function recordingProbe(): { probe: Probe; signal: () => AbortSignal } {
  let last = AbortSignal.abort();
  const probe: Probe = (signal) => {
    last = signal;
    return Promise.resolve(OK);
  };
  return { probe, signal: () => last };
}

Deno.test("check() waits for the answer when the timeout is longer than setTimeout holds", async () => {
  const endpoint = await endpointOf("http://a/#timeout=30d");
  const { outcome } = await check({
    endpoint,
    probe: async (signal) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return signal.aborted ? REFUSED : OK;
    },
  });
  assertEquals(outcome, OK);
});

Deno.test("check() says how long the timeout was when the check takes longer", async () => {
  const endpoint = await endpointOf("http://a/#timeout=0.02");
  const { outcome, duration } = await check({ endpoint, probe: endingWith(REFUSED) });
  assertEquals(outcome, failure("timeout", "timed out after 0.02 s"));
  assert(duration >= 0.02, `${duration} s`);
});

Deno.test("check() ends the check 5 ms after its timeout, and no sooner, when it takes longer", async () => {
  const endpoint = await endpointOf("http://a/#timeout=1");
  using timers = new FakeTimers();
  let isEnded = false;
  const running = check({
    endpoint,
    probe: (signal) => {
      signal.addEventListener("abort", () => isEnded = true);
      return endingWith(REFUSED)(signal);
    },
  });
  await timers.turn();
  timers.advance(1004);
  assert(!isEnded);
  timers.advance(1);
  assert(isEnded);
  await running;
});

Deno.test("check() keeps the status when the timeout ends the check after the head", async () => {
  const endpoint = await endpointOf("http://a/#timeout=0.02");
  const probe = endingWith(failure("body", "body is not JSON", 503));
  const { outcome } = await check({ endpoint, probe });
  assertEquals(outcome, failure("timeout", "timed out after 0.02 s (status 503)", 503));
});

Deno.test("check() says what the check waited for when it waited until its timeout", async () => {
  const endpoint = await endpointOf("http://a/#timeout=0.02");
  const waited = failureOf(new WaitFailure("descriptors", "waited for one of 256 sockets"));
  const { outcome } = await check({ endpoint, probe: endingWith(waited) });
  const reason = "timed out after 0.02 s: waited for one of 256 sockets";
  assertEquals(outcome, failure("descriptors", reason));
});

Deno.test("check() returns the success when it comes after the timeout", async () => {
  const endpoint = await endpointOf("http://a/#timeout=0.02");
  assertEquals((await check({ endpoint, probe: endingWith(OK) })).outcome, OK);
});

Deno.test("check() never aborts the signal of a probe when its timeout passes after the check", async () => {
  const endpoint = await endpointOf("http://a/#timeout=0.02");
  const { probe, signal } = recordingProbe();
  await check({ endpoint, probe });
  // Deadlines with the same delay pass in the order in which they were set.
  await new Promise<void>((resolve) => setDeadline(resolve, 20));
  assert(!signal().aborted);
});

Deno.test("check() leaves no listener on the caller's signal when the check has ended", async () => {
  const caller = new AbortController();
  const { probe, signal } = recordingProbe();
  await check({ endpoint: await endpointOf("http://a/"), probe }, caller.signal);
  caller.abort();
  assert(!signal().aborted);
});

Deno.test("check() ends the check and says for how long it ran when the caller aborts", async () => {
  const caller = new AbortController();
  const endpoint = await endpointOf("http://a/");
  const probe = endingWith(REFUSED);
  const checked = check({ endpoint, probe }, caller.signal);
  caller.abort();
  assertEquals((await checked).outcome, failure("timeout", "no answer within 0.0 s"));
});

Deno.test("check() opens no connection when the caller's signal is aborted already", async () => {
  await using server = listen(neverAnswer);
  const [target] = await targetsOf(`tcp://127.0.0.1:${server.port}`);
  assert(target !== undefined);
  const { outcome } = await check(target, AbortSignal.abort());
  assertEquals([outcome.ok, server.taken()], [false, 0]);
  // Connections are accepted in their order, so this one would not be the first.
  using conn = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  await conn.write(new Uint8Array(1));
  while (server.taken() === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assertEquals(server.taken(), 1);
});

for (
  const [how, probe] of [
    ["rejects", () => Promise.reject(new Error("broken"))],
    ["throws before it returns", () => {
      throw new Error("broken");
    }],
  ] as const satisfies readonly (readonly [string, Probe])[]
) {
  Deno.test(`runRound() returns a failure and the other results when a probe ${how}`, async () => {
    const [a, b] = [await endpointOf("http://a/"), await endpointOf("http://b/")];
    const other = recordingProbe();
    const { ready, results } = await runRound([{ endpoint: a, probe }, { endpoint: b, ...other }]);
    assertEquals(results.map(({ outcome }) => outcome), [failure("other", "broken"), OK]);
    assertEquals([ready, results.map(({ endpoint }) => endpoint)], [false, [a, b]]);
  });
}

Deno.test("runRound() starts every check before one has ended when there are several", async () => {
  const endpoint = await endpointOf("http://a/");
  const all = Promise.withResolvers<Outcome>();
  let started = 0;
  const probe: Probe = () => {
    if (++started === 3) all.resolve(OK);
    return all.promise;
  };
  const { ready } = await runRound(Array.from({ length: 3 }, () => ({ endpoint, probe })));
  assert(ready);
});

Deno.test("check() warns when the certificate has little left, and only of a success", async () => {
  const endpoint = await endpointOf("https://a/#expires=10d");
  const certificate = { ...CERTIFICATE, expires: new Date(Date.now() + 5.5 * DAY_MS) };
  const found: Outcome = { ...OK, certificate, warnFrom: new Date(Date.now() - DAY_MS) };
  const outcomes = await Promise.all(
    [found, { ...REFUSED, certificate }].map(async (given) =>
      (await check({ endpoint, probe: () => Promise.resolve(given) })).outcome
    ),
  );
  assertEquals(outcomes, [
    { ...found, warning: "certificate expires in 5 d" },
    { ...REFUSED, certificate },
  ]);
});

Deno.test("check() keeps a success and runRound() returns it when the endpoint keeps successes", async () => {
  const endpoint = await endpointOf("http://a/#every=60");
  const kept = new KeptSuccess(60);
  const result = await check({ endpoint, probe: recordingProbe().probe, kept });
  const target = { endpoint, probe: () => Promise.resolve(REFUSED), kept };
  const { ready, results: [told] } = await runRound([target]);
  assertEquals([ready, told], [true, { ...result, age: told?.age ?? NaN }]);
  await check(target);
  assertEquals((await runRound([target])).ready, false);
});

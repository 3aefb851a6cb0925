import { assertEquals, assertRejects } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { createDnsLookUp, lookUpInSystem } from "../../../src/net/names/resolve.ts";

const { signal: NEVER } = new AbortController();

type Answer = readonly string[] | Error;
const NONE = new Deno.errors.NotFound("no records found");
const TIMED_OUT = new Deno.errors.TimedOut("request timed out");
const ODD = new Error("Label contains invalid characters");

/** Looks up a name whose queries for A and AAAA have these answers. */
function lookUp(a: Answer, aaaa: Answer): Promise<string[]> {
  return createDnsLookUp((_, type) => {
    const answer = type === "A" ? a : aaaa;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve([...answer]);
  })("db.", NEVER);
}

for (
  const [when, a, aaaa, addresses] of [
    ["both families have addresses", ["10.0.0.1", "10.0.0.2"], ["fd00::1"], [
      "10.0.0.1",
      "10.0.0.2",
      "fd00::1",
    ]],
    ["only IPv4 has an address", ["10.0.0.1"], NONE, ["10.0.0.1"]],
    ["only IPv6 has an address", NONE, ["fd00::1"], ["fd00::1"]],
    ["neither has an address", NONE, NONE, []],
    ["IPv4 has an address and the other query times out", ["10.0.0.1"], TIMED_OUT, ["10.0.0.1"]],
  ] as const
) {
  Deno.test(`createDnsLookUp() returns the addresses when ${when}`, async () => {
    assertEquals(await lookUp(a, aaaa), [...addresses]);
  });
}

/** A query that ends only when it is aborted. */
function unanswered(signal: AbortSignal): Promise<string[]> {
  return new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true })
  );
}

Deno.test("createDnsLookUp() asks again when the first query is lost", async () => {
  const signals: AbortSignal[] = [];
  const lookUpInDns = createDnsLookUp((_, type, { signal }) => {
    if (type === "AAAA") return Promise.reject(NONE);
    return signals.push(signal) === 1 ? unanswered(signal) : Promise.resolve(["10.0.0.1"]);
  });
  assertEquals(await lookUpInDns("db.", NEVER), ["10.0.0.1"]);
  assertEquals(signals.map(({ aborted }) => aborted), [true, true]);
});

Deno.test("createDnsLookUp() returns the IPv4 addresses when no query for IPv6 is answered", async () => {
  const queries: string[] = [];
  let ipv6: AbortSignal | undefined;
  const lookUpInDns = createDnsLookUp((name, type, { signal }) => {
    queries.push(`${type} ${name}`);
    if (type === "A") return Promise.resolve(["10.0.0.1"]);
    ipv6 = signal;
    return unanswered(signal);
  });
  assertEquals(await lookUpInDns("db.", NEVER), ["10.0.0.1"]);
  assertEquals([queries, ipv6?.aborted], [["A db.", "AAAA db."], true]);
});

Deno.test("createDnsLookUp() throws a CheckFailure when no name server answers", async () => {
  for (const [a, aaaa] of [[TIMED_OUT, ["fd00::1"]], [NONE, TIMED_OUT]] as const) {
    const { message } = await assertRejects(() => lookUp(a, aaaa), CheckFailure);
    assertEquals(message, "name look-up failed: no answer from the name server");
  }
});

Deno.test("createDnsLookUp() throws what Deno throws when it cannot handle the name", async () => {
  await assertRejects(() => lookUp(ODD, ODD), Error, ODD.message);
});

Deno.test("lookUpInSystem() returns the addresses when the system knows the name", async () => {
  const addresses = await lookUpInSystem("localhost");
  assertEquals(addresses.filter((address) => !["127.0.0.1", "::1"].includes(address)), []);
});

import { assertEquals, assertRejects } from "@std/assert";
import { CheckFailure } from "../../src/check/reason.ts";
import { lookUpInDns, lookUpInSystem } from "../../src/net/resolvers.ts";

type Answer = readonly string[] | Error;
const NONE = new Deno.errors.NotFound("no records found");
const TIMED_OUT = new Deno.errors.TimedOut("request timed out");
const ODD = new Error("Label contains invalid characters");

/** Looks up a name whose queries for A and AAAA have these answers. */
function lookUp(a: Answer, aaaa: Answer): Promise<string[]> {
  return lookUpInDns("db.", (_, type) => {
    const answer = type === "A" ? a : aaaa;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve([...answer]);
  });
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
  Deno.test(`lookUpInDns() returns the addresses when ${when}`, async () => {
    assertEquals(await lookUp(a, aaaa), [...addresses]);
  });
}

Deno.test("lookUpInDns() asks again when the first query is lost", async () => {
  let queries = 0;
  const addresses = await lookUpInDns("db.", (_, type) => {
    if (type === "AAAA") return Promise.reject(NONE);
    return ++queries === 1 ? new Promise(() => {}) : Promise.resolve(["10.0.0.1"]);
  });
  assertEquals([addresses, queries], [["10.0.0.1"], 2]);
});

Deno.test("lookUpInDns() throws a CheckFailure when no name server answers", async () => {
  for (const [a, aaaa] of [[TIMED_OUT, ["fd00::1"]], [NONE, TIMED_OUT]] as const) {
    const { message } = await assertRejects(() => lookUp(a, aaaa), CheckFailure);
    assertEquals(message, "name look-up failed: no answer from the name server");
  }
});

Deno.test("lookUpInDns() throws what Deno throws when it cannot handle the name", async () => {
  await assertRejects(() => lookUp(ODD, ODD), Error, ODD.message);
});

Deno.test("lookUpInSystem() returns the addresses when the system knows the name", async () => {
  const addresses = await lookUpInSystem("localhost");
  assertEquals(addresses.filter((address) => !["127.0.0.1", "::1"].includes(address)), []);
});

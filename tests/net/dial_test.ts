import { assertEquals, assertRejects } from "@std/assert";
import { eachAddress } from "../../src/net/dial.ts";

/** Connecting that fails with a code for each address; one without a code succeeds. */
function network(
  codes: Readonly<Record<string, string>>,
): { tried: string[]; connect: (address: string) => Promise<string> } {
  const tried: string[] = [];
  return {
    tried,
    connect: (address): Promise<string> => {
      tried.push(address);
      const code = codes[address];
      if (code === undefined) return Promise.resolve(address);
      return Promise.reject(Object.assign(new Error(`${address} ${code}`), { code }));
    },
  };
}

for (
  const [hostname, address] of [
    ["app", "app"],
    ["app.localhost", "app.localhost"],
    ["127.0.0.2", "127.0.0.2"],
    ["[::1]", "::1"],
  ] as const
) {
  Deno.test(`eachAddress() tries ${address} alone when the host is ${hostname}`, async () => {
    const up = network({});
    assertEquals([await eachAddress(hostname, up.connect), up.tried], [address, [address]]);
    const down = network({ [address]: "ECONNREFUSED" });
    await assertRejects(() => eachAddress(hostname, down.connect), Error, "ECONNREFUSED");
    assertEquals(down.tried, [address]);
  });
}

Deno.test("eachAddress() does not try ::1 when localhost connects or fails otherwise", async () => {
  const up = network({});
  assertEquals([await eachAddress("localhost", up.connect), up.tried], ["127.0.0.1", [
    "127.0.0.1",
  ]]);
  const down = network({ "127.0.0.1": "ECONNRESET" });
  await assertRejects(() => eachAddress("localhost", down.connect), Error, "ECONNRESET");
  assertEquals(down.tried, ["127.0.0.1"]);
});

Deno.test("eachAddress() tries ::1 when 127.0.0.1 refuses", async () => {
  const { connect, tried } = network({ "127.0.0.1": "ECONNREFUSED" });
  assertEquals(await eachAddress("localhost", connect), "::1");
  assertEquals(tried, ["127.0.0.1", "::1"]);
});

for (
  const [code, expected] of [
    ["ECONNREFUSED", "127.0.0.1 ECONNREFUSED"],
    ["EADDRNOTAVAIL", "127.0.0.1 ECONNREFUSED"],
    ["ENETUNREACH", "127.0.0.1 ECONNREFUSED"],
    ["EAFNOSUPPORT", "127.0.0.1 ECONNREFUSED"],
    ["EINVAL", "127.0.0.1 ECONNREFUSED"],
    ["ECONNRESET", "::1 ECONNRESET"],
  ] as const
) {
  Deno.test(`eachAddress() rejects with ${expected} when 127.0.0.1 refuses and ::1 gives ${code}`, async () => {
    const { connect } = network({ "127.0.0.1": "ECONNREFUSED", "::1": code });
    const { message } = await assertRejects(() => eachAddress("localhost", connect), Error);
    assertEquals(message, expected);
  });
}

import { assertEquals, assertRejects } from "@std/assert";
import { Trace } from "../../../src/check/trace.ts";
import { eachAddress } from "../../../src/net/sockets/dial.ts";
import type { LookUp } from "../../../src/net/names/look_up.ts";
import { listenersOf } from "../listeners.ts";

const { signal } = new AbortController();

/** Connecting that fails with a code for each address; one without a code succeeds. */
function network(codes: Readonly<Record<string, string>>): {
  tried: string[];
  closed: string[];
  connect: (address: string) => Promise<{ address: string; close: () => void }>;
} {
  const tried: string[] = [];
  const closed: string[] = [];
  return {
    tried,
    closed,
    connect: (address) => {
      tried.push(address);
      const code = codes[address];
      if (code === undefined) {
        return Promise.resolve({
          address,
          close: () => closed.push(address),
        });
      }
      return Promise.reject(Object.assign(new Error(`${address} ${code}`), { code }));
    },
  };
}

const NO_NAMES: LookUp = (name) => Promise.reject(new Error(`looked up ${name}`));
/** A port of localhost that nothing has been tried at. */
let port = 0;
const localhost = () => ({ hostname: "localhost", port: ++port, lookUp: NO_NAMES, signal });

for (
  const [hostname, address] of [
    ["127.0.0.2", "127.0.0.2"],
    ["[::1]", "::1"],
    ["2130706433", "2130706433"],
    ["0x7f.1", "0x7f.1"],
  ] as const
) {
  Deno.test(`eachAddress() tries ${address} without a look-up when the host is ${hostname}`, async () => {
    const host = { port: 80, hostname, lookUp: NO_NAMES, signal };
    const up = network({});
    assertEquals((await eachAddress(host, up.connect)).address, address);
    const down = network({ [address]: "ECONNREFUSED" });
    await assertRejects(() => eachAddress(host, down.connect), Error, "ECONNREFUSED");
    assertEquals([up.tried, down.tried], [[address], [address]]);
  });
}

for (const hostname of ["app", "app.localhost", "db.ns.svc.cluster.local", "v1"]) {
  Deno.test(`eachAddress() tries the addresses of the look-up when the host is ${hostname}`, async () => {
    const { connect, tried } = network({ "10.0.0.1": "ECONNREFUSED", "10.0.0.2": "ENETUNREACH" });
    const lookedUp: string[] = [];
    const lookUp: LookUp = (name) => {
      lookedUp.push(name);
      return Promise.resolve(["10.0.0.1", "10.0.0.2", "fd00::1", "fd00::2"]);
    };
    assertEquals(
      (await eachAddress({ port: 80, hostname, lookUp, signal }, connect)).address,
      "fd00::1",
    );
    assertEquals([lookedUp, tried], [[hostname], ["10.0.0.1", "10.0.0.2", "fd00::1"]]);
  });
}

Deno.test("eachAddress() does not try ::1 when localhost connects or fails otherwise", async () => {
  const up = network({});
  assertEquals((await eachAddress(localhost(), up.connect)).address, "127.0.0.1");
  const down = network({ "127.0.0.1": "ECONNRESET" });
  await assertRejects(() => eachAddress(localhost(), down.connect), Error, "ECONNRESET");
  assertEquals([up.tried, down.tried], [["127.0.0.1"], ["127.0.0.1"]]);
});

Deno.test("eachAddress() tries ::1 when 127.0.0.1 refuses", async () => {
  const { connect, tried } = network({ "127.0.0.1": "ECONNREFUSED" });
  assertEquals((await eachAddress(localhost(), connect)).address, "::1");
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
    const { message } = await assertRejects(() => eachAddress(localhost(), connect), Error);
    assertEquals(message, expected);
  });
}

const REFUSED = "ECONNREFUSED";

for (
  const [second, connected, rejected, tried, closed] of [
    // Both are tried at once. 127.0.0.1 counts where both accept.
    [{}, "127.0.0.1", "", ["127.0.0.1", "::1"], ["::1"]],
    [{ "127.0.0.1": REFUSED }, "::1", "", ["127.0.0.1", "::1"], []],
    [{ "::1": REFUSED }, "127.0.0.1", "", ["127.0.0.1", "::1"], []],
    [{ "127.0.0.1": "ECONNRESET" }, "", "127.0.0.1 ECONNRESET", ["127.0.0.1", "::1"], ["::1"]],
    [{ "127.0.0.1": REFUSED, "::1": "EINVAL" }, "", "127.0.0.1 ECONNREFUSED", [
      "127.0.0.1",
      "::1",
    ], []],
    [{ "127.0.0.1": REFUSED, "::1": "ECONNRESET" }, "", "::1 ECONNRESET", ["127.0.0.1", "::1"], []],
  ] as const
) {
  Deno.test(`eachAddress() ${connected ? `returns ${connected}` : `rejects with ${rejected}`} when both refused before, and now ${JSON.stringify(second)}`, async () => {
    const host = localhost();
    const before = network({ "127.0.0.1": REFUSED, "::1": REFUSED });
    await assertRejects(() => eachAddress(host, before.connect), Error);
    const now = network(second);
    const end = await eachAddress(host, now.connect).catch((error: Error) => error.message);
    assertEquals(typeof end === "string" ? end : end.address, connected || rejected);
    assertEquals([now.tried, now.closed], [[...tried], [...closed]]);
  });
}

for (
  const [now, end, codes] of [
    ["accepts", "127.0.0.1", {}],
    ["resets", "127.0.0.1 ECONNRESET", { "127.0.0.1": "ECONNRESET" }],
    ["refuses, until the signal aborts", "::1 aborted", { "127.0.0.1": REFUSED }],
  ] as const
) {
  Deno.test(`eachAddress() waits for ::1 no longer than needed when both refused before, and 127.0.0.1 now ${now}`, async () => {
    const host = localhost();
    const before = network({ "127.0.0.1": REFUSED, "::1": REFUSED });
    await assertRejects(() => eachAddress(host, before.connect), Error);
    const { connect } = network(codes);
    // As where the queue of the listener is full, or a server does not answer the handshake.
    const hang = (signal: AbortSignal): Promise<never> =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(new Error("::1 aborted")))
      );
    const check = new AbortController();
    const connecting = eachAddress(
      { ...host, signal: check.signal },
      (address, signal) => address === "::1" ? hang(signal) : connect(address),
    ).then(({ address }) => address, (error: Error) => error.message);
    if (end === "::1 aborted") check.abort();
    assertEquals(await connecting, end);
  });
}

Deno.test("eachAddress() tries 127.0.0.1 alone when it has accepted since both refused", async () => {
  const host = localhost();
  const before = network({ "127.0.0.1": REFUSED, "::1": REFUSED });
  await assertRejects(() => eachAddress(host, before.connect), Error);
  await eachAddress(host, network({}).connect);
  const { connect, tried } = network({});
  await eachAddress(host, connect);
  assertEquals(tried, ["127.0.0.1"]);
});

Deno.test("eachAddress() does not blame connecting when what came after it fails", async () => {
  const trace = new Trace();
  const host = { hostname: "127.0.0.1", port: 80, lookUp: NO_NAMES, signal, trace };
  const failing = eachAddress(host, (_address, _signal, phase) => {
    phase?.end();
    return Promise.reject(new Error("not TLS"));
  });
  await assertRejects(() => failing, Error, "not TLS");
  const phases = trace.end({ ok: true, status: 200, found: "" }, 0);
  assertEquals(phases[0]?.shown, "127.0.0.1:80");
});

Deno.test("eachAddress() gives up the phase of ::1, and leaves no listener, when 127.0.0.1 accepts", async () => {
  const host = { ...localhost(), signal: new AbortController().signal };
  const before = network({ "127.0.0.1": REFUSED, "::1": REFUSED });
  await assertRejects(() => eachAddress(host, before.connect), Error);
  const [trace, listeners] = [new Trace(), listenersOf(host.signal)];
  await eachAddress({ ...host, trace }, (address, signal, phase) => {
    if (address !== "::1") {
      phase?.end();
      return Promise.resolve({ close: () => {} });
    }
    return new Promise<never>((_, reject) =>
      signal.addEventListener("abort", () => reject(new Error("aborted")))
    );
  });
  const phases = trace.end({ ok: true, status: 200, found: "" }, 0).map(({ shown }) => shown);
  assertEquals(phases.filter((shown) => shown.startsWith("[::1]")), [
    `[::1]:${host.port}: given up`,
  ]);
  assertEquals(listeners(), 0);
});

import { assertEquals, assertRejects } from "@std/assert";
import { CheckFailure, WaitFailure } from "../../../src/check/reason.ts";
import { createLookUp, type CreateLookUpOptions } from "../../../src/net/names/look_up.ts";
import { Semaphore } from "../../../src/net/semaphore.ts";
import { runScript } from "../../support/script.ts";

const { signal: NEVER } = new AbortController();
const FILES = { hosts: "10.0.0.9 listed Alias", resolvConf: "search ns.svc\noptions ndots:5" };

/** A way to look names up whose answers the test gives, each to the oldest look-up without one. */
class Resolver {
  readonly asked: string[] = [];
  readonly signals: (AbortSignal | undefined)[] = [];
  readonly #waiting: PromiseWithResolvers<string[]>[] = [];

  readonly lookUp = (name: string, signal?: AbortSignal): Promise<string[]> => {
    this.asked.push(name);
    this.signals.push(signal);
    const answer = Promise.withResolvers<string[]>();
    this.#waiting.push(answer);
    return answer.promise;
  };

  async answer(answer: string[] | Error): Promise<void> {
    const next = this.#waiting.shift();
    if (answer instanceof Error) next?.reject(answer);
    else next?.resolve(answer);
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

function answering(answers: Readonly<Record<string, string[] | Error>>): Resolver["lookUp"] {
  return (name) => {
    const answer = answers[name] ?? [];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
}

function notAsked(name: string): Promise<never> {
  return Promise.reject(new TypeError(`looked up ${name}`));
}

Deno.test("createLookUp() gives the addresses of /etc/hosts when it has the name", async () => {
  const lookUp = createLookUp({ readFiles: () => FILES, dns: notAsked, system: notAsked });
  for (const name of ["listed", "LISTED", "alias"]) {
    assertEquals(await lookUp(name, NEVER), ["10.0.0.9"]);
  }
});

Deno.test("createLookUp() tries the full names in order when the name is in DNS", async () => {
  const dns = new Resolver();
  const lookUp = createLookUp({ readFiles: () => FILES, dns: dns.lookUp, system: notAsked });
  const addresses = lookUp("db", NEVER);
  await settled();
  await dns.answer([]);
  await dns.answer(["10.0.0.1"]);
  assertEquals(await addresses, ["10.0.0.1"]);
  assertEquals(dns.asked, ["db.ns.svc.", "db."]);
});

const SYSTEM = answering({ "db": ["10.0.0.2"] });
for (
  const [when, options] of [
    ["DNS has no address", { readFiles: () => FILES, dns: answering({}) }],
    ["Deno cannot look the name up", {
      readFiles: () => FILES,
      dns: answering({ "db.ns.svc.": new Error("Label contains invalid characters") }),
    }],
    ["the files cannot be read", { dns: notAsked }],
  ] satisfies [string, CreateLookUpOptions][]
) {
  Deno.test(`createLookUp() gives the addresses of the system when ${when}`, async () => {
    const lookUp = createLookUp({ ...options, system: SYSTEM });
    assertEquals(await lookUp("db", NEVER), ["10.0.0.2"]);
  });
}

Deno.test("createLookUp() throws a CheckFailure when not even the system has an address", async () => {
  const lookUp = createLookUp({ system: answering({}) });
  await assertRejects(() => lookUp("db", NEVER), CheckFailure, "name not found");
});

for (
  const failure of [
    new CheckFailure("dns", "no answer from the name server"),
    new Error("io error: Too many open files (os error 24)"),
  ]
) {
  Deno.test(`createLookUp() does not turn to the system when DNS fails with ${failure.message}`, async () => {
    const dns = answering({ "db.ns.svc.": failure });
    const lookUp = createLookUp({ readFiles: () => FILES, dns, system: notAsked });
    await assertRejects(() => lookUp("db", NEVER), Error, failure.message);
  });
}

Deno.test("createLookUp() joins the ongoing look-up of a name, within the signal of each", async () => {
  const dns = new Resolver();
  const lookUp = createLookUp({ readFiles: () => FILES, dns: dns.lookUp, system: notAsked });
  const abort = new AbortController();
  const first = lookUp("db.", abort.signal);
  const second = lookUp("DB.", NEVER);
  await settled();
  abort.abort();
  const { message } = await assertRejects(() => first, WaitFailure);
  assertEquals(message, "no answer to the name look-up");
  // It is still ongoing, although the check that began it has ended.
  const third = lookUp("db.", NEVER);
  await settled();
  assertEquals(dns.asked, ["db."]);
  await dns.answer(["10.0.0.1"]);
  assertEquals([await second, await third], [["10.0.0.1"], ["10.0.0.1"]]);
  const next = lookUp("db.", NEVER);
  await settled();
  assertEquals(dns.asked, ["db.", "db."]);
  await dns.answer(["10.0.0.2"]);
  assertEquals(await next, ["10.0.0.2"]);
});

Deno.test("createLookUp() aborts the query in DNS when the last check that waits for it has ended", async () => {
  const dns = new Resolver();
  const lookUp = createLookUp({ readFiles: () => FILES, dns: dns.lookUp, system: notAsked });
  const ends = [new AbortController(), new AbortController()];
  const checks = ends.map(({ signal }) => lookUp("db.", signal));
  const aborted: unknown[] = [];
  for (const end of ends) {
    await settled();
    aborted.push(dns.signals[0]?.aborted);
    end.abort();
  }
  for (const check of checks) await assertRejects(() => check, WaitFailure);
  assertEquals([...aborted, dns.signals[0]?.aborted], [false, false, true]);
  // A check that comes before that query has ended does not get its failure.
  const next = lookUp("db.", NEVER);
  await dns.answer(new DOMException("aborted", "AbortError"));
  await dns.answer(["10.0.0.1"]);
  assertEquals([await next, dns.asked], [["10.0.0.1"], ["db.", "db."]]);
});

/** Prints how many sockets a look-up that gets no answer holds, and 100 ms after its end. */
const LOST_QUERY = `
import { createSocket } from "node:dgram";
import { createLookUp } from "./src/net/names/look_up.ts";
import { createDnsLookUp } from "./src/net/names/resolve.ts";
const server = createSocket("udp4");
const asked = Promise.withResolvers();
server.once("message", asked.resolve);
await new Promise((resolve) => server.bind(0, "127.0.0.1", resolve));
const nameServer = { ipAddr: "127.0.0.1", port: server.address().port };
const dns = createDnsLookUp((name, type, options) =>
  Deno.resolveDns(name, type, { ...options, nameServer })
);
const files = { hosts: "", resolvConf: "" };
const lookUp = createLookUp({ readFiles: () => files, dns });
const sockets = () =>
  Array.from(Deno.readDirSync("/proc/self/fd"), ({ name }) => {
    try {
      return Deno.readLinkSync("/proc/self/fd/" + name);
    } catch {
      return "";
    }
  }).filter((target) => target.startsWith("socket:")).length;
const before = sockets();
const end = new AbortController();
const failed = lookUp("lost.example.", end.signal).catch(({ name }) => name);
await asked.promise;
const during = sockets() - before;
end.abort();
const failure = await failed;
await new Promise((resolve) => setTimeout(resolve, 100));
console.log(JSON.stringify({ during, failure, after: sockets() - before }));
server.close();
`;

Deno.test({
  name: "createLookUp() closes the socket of a lost query when the last check has ended",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const found = JSON.parse(await runScript(LOST_QUERY));
    assertEquals(found, { during: 1, failure: "WaitFailure", after: 0 });
  },
});

Deno.test("createLookUp() looks the name up again for those who joined when a look-up fails", async () => {
  const dns = new Resolver();
  const lookUp = createLookUp({ readFiles: () => FILES, dns: dns.lookUp, system: notAsked });
  const first = lookUp("db.", NEVER);
  await settled();
  const joined = [lookUp("db.", NEVER), lookUp("db.", NEVER)];
  await Promise.all([
    assertRejects(() => first, CheckFailure, "no answer"),
    dns.answer(new CheckFailure("other", "no answer")),
  ]);
  assertEquals(dns.asked, ["db.", "db."]);
  await dns.answer(["10.0.0.1"]);
  assertEquals(await Promise.all(joined), [["10.0.0.1"], ["10.0.0.1"]]);
});

Deno.test("createLookUp() finds a name in DNS when any number of other names hang", async () => {
  const dns = (fullName: string): Promise<string[]> =>
    fullName.startsWith("hangs") ? new Promise(() => {}) : Promise.resolve(["10.0.0.1"]);
  const blocking = new Semaphore({ required: 0, optional: 0 });
  const lookUp = createLookUp({ readFiles: () => FILES, dns, blocking });
  const end = new AbortController();
  const hanging = Array.from({ length: 1000 }, (_, i) => lookUp(`hangs${i}.`, end.signal));
  assertEquals(await lookUp("db.", NEVER), ["10.0.0.1"]);
  end.abort();
  await Promise.allSettled(hanging);
});

Deno.test("createLookUp() keeps half of the system's look-ups for required names", async () => {
  const system = new Resolver();
  const required = new Set(Array.from({ length: 20 }, (_, i) => `required${i}`));
  const lookUp = createLookUp({ required, system: system.lookUp });
  const end = new AbortController();
  const names = [...Array.from({ length: 20 }, (_, i) => `optional${i}`), ...required];
  const looking = names.map((name) => lookUp(name, end.signal));
  await settled();
  const expected = [...names.slice(0, 8), ...names.slice(20, 28)];
  assertEquals(system.asked, expected);
  // One that nobody waits for any more counts until it returns.
  end.abort();
  await Promise.allSettled(looking);
  assertEquals(system.asked, expected);
  await system.answer([]);
  assertEquals(system.asked, [...expected, "optional8"]);
});

Deno.test("createLookUp() takes /etc/hosts and the search list anew when they have changed", async () => {
  let files = FILES;
  const dns = new Resolver();
  const lookUp = createLookUp({ readFiles: () => files, dns: dns.lookUp, system: notAsked });
  assertEquals(await lookUp("listed", NEVER), ["10.0.0.9"]);
  files = { hosts: "10.0.0.8 listed", resolvConf: "search other.svc" };
  assertEquals(await lookUp("listed", NEVER), ["10.0.0.8"]);
  const addresses = lookUp("db", NEVER);
  await settled();
  assertEquals(dns.asked, ["db.other.svc."]);
  await dns.answer(["10.0.0.1"]);
  assertEquals(await addresses, ["10.0.0.1"]);
});

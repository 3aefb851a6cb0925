// Holds a law of look-ups: whatever DNS answers, there are addresses or a CheckFailure. A program of its own, because
// Deno prints a line for each malformed answer, unless it is quiet.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { createSocket } from "node:dgram";
import { CheckFailure } from "../../../src/check/reason.ts";
import { createLookUp } from "../../../src/net/names/look_up.ts";
import { createDnsLookUp } from "../../../src/net/names/resolve.ts";
import { mutatedBytes } from "../mutated.ts";

const QUESTION = [2, 0x64, 0x62, 7, ...new TextEncoder().encode("example"), 0];
/** A pointer to the name, class IN and 60 s (RFC 1035, section 4.1). */
const RECORDS = {
  A: [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 5],
  AAAA: [0xc0, 12, 0, 28, 0, 1, 0, 0, 0, 60, 0, 16, 0xfd, ...Array(14).fill(0), 5],
} as const;
const RIGHT = "10.0.0.5,fd00::5";
/** The address that the system knows, which is asked last. */
const SYSTEM = "192.0.2.1";

/** The answer of a name server, whose first two bytes are those of the query. */
function answerOf(type: keyof typeof RECORDS): Uint8Array {
  const [, , , code = 0] = RECORDS[type];
  const header = [0, 0, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0];
  return Uint8Array.from([...header, ...QUESTION, 0, code, 0, 1, ...RECORDS[type]]);
}

function withFlags(answer: Uint8Array, flags: readonly number[]): Uint8Array {
  const copy = answer.slice();
  copy.set(flags, 2);
  return copy;
}

/** The answers that the name does not exist: without a record, and with the code for it. */
const NONE = { A: noneOf("A"), AAAA: noneOf("AAAA") };

function noneOf(type: keyof typeof RECORDS): Uint8Array {
  const answer = withFlags(answerOf(type), [0x81, 0x83]);
  answer[7] = 0;
  return answer.subarray(0, 12 + QUESTION.length + 4);
}

/** What is sent before the right answer to a query of each type. */
let changed: Readonly<Record<keyof typeof RECORDS, Uint8Array>>;

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { port } = listener.addr;
const socket = createSocket("udp4");
socket.on("message", (query, { port, address }) => {
  const type = query[12 + QUESTION.length + 1] === 1 ? "A" : "AAAA";
  for (const answer of [changed[type], answerOf(type)]) {
    const bytes = answer.slice();
    bytes.set(query.subarray(0, Math.min(2, bytes.length)));
    socket.send(bytes, port, address);
  }
});
const listening = Promise.withResolvers<void>();
socket.bind(port, "127.0.0.1", listening.resolve);
await listening.promise;
const nameServer = { ipAddr: "127.0.0.1", port };
/** An answer that is cut short is asked for again over TCP, where nothing answers. */
const overTcp = (async (): Promise<void> => {
  for await (const conn of listener) conn.close();
})();

const lookUp = createLookUp({
  readFiles: () => ({ hosts: "", resolvConf: "" }),
  dns: createDnsLookUp((name, type, { signal }) =>
    Deno.resolveDns(name, type, { signal, nameServer })
  ),
  system: () => Promise.resolve([SYSTEM]),
});
const { signal } = new AbortController();
const found = { right: 0, others: 0, system: 0 };

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.join() === b.join();
}

/** An answer that was changed, only in its flags or anywhere, or says that there is no address. */
function changedAnswer(type: keyof typeof RECORDS): fc.Arbitrary<Uint8Array> {
  const right = answerOf(type);
  const flags = fc.tuple(fc.nat(255), fc.nat(255)).map((pair) => withFlags(right, pair));
  return fc.oneof(mutatedBytes(right), flags, fc.constantFrom(NONE[type], right));
}

const ANSWERS = fc.record({ A: changedAnswer("A"), AAAA: changedAnswer("AAAA") });
await fc.assert(
  fc.asyncProperty(ANSWERS, async (answers) => {
    changed = answers;
    try {
      const addresses = await lookUp("db.example", signal);
      const isIpv6 = addresses.map((address) => address.includes(":"));
      assertEquals(isIpv6, isIpv6.toSorted(), addresses.join());
      for (const address of addresses) {
        const host = address.includes(":") ? `[${address}]` : address;
        assertEquals(URL.parse(`http://${host}/`)?.hostname, host);
      }
      assert(addresses.length > 0);
      const all = addresses.join();
      // A family that answers rightly is found, whatever the other answers.
      if (isSame(answers.A, answerOf("A"))) assertEquals(addresses[0], "10.0.0.5");
      if (isSame(answers.A, NONE.A) && isSame(answers.AAAA, answerOf("AAAA"))) {
        assertEquals(all, "fd00::5");
      }
      found[all === RIGHT ? "right" : all === SYSTEM ? "system" : "others"]++;
    } catch (error) {
      assert(error instanceof CheckFailure, String(error));
    }
  }),
  { numRuns: 300 },
);
socket.close();
listener.close();
await overTcp;
assert(Math.min(found.right, found.others, found.system) > 0, JSON.stringify(found));

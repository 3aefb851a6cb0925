/** @module What a name server says of a name, right and wrong (RFC 1035, section 4.1). */

/** What was asked of a name server. */
export interface Query {
  readonly bytes: Uint8Array;
  /** The name that it asks for. */
  readonly name: string;
  /** Where its question ends. */
  readonly end: number;
  /** Whether it asks for addresses of IPv4. */
  readonly isIpv4: boolean;
}

/** Returns the messages to send; those over TCP are the answers of the mode `good`. */
export type Saying = (query: Query) => Uint8Array<ArrayBuffer>[];

const HEADER_BYTES = 12;
const TYPE = { A: 1, CNAME: 5 };
/** The codes of a response (RFC 1035, section 4.1.1). */
const CODE = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };
/** A pointer to the name of the question. */
const ASKED_NAME = [0xc0, HEADER_BYTES];
const LIVE = [127, 0, 0, 1];
/** Addresses of loopback on which nobody listens. */
const DEAD = Array.from({ length: 8 }, (_, index) => [127, 0, 0, 9 + index]);

/** Reads the question of a query. */
export function queryOf(bytes: Uint8Array): Query {
  const labels: string[] = [];
  let end = HEADER_BYTES;
  for (let length; (length = bytes[end] ?? 0) > 0; end += 1 + length) {
    labels.push(new TextDecoder().decode(bytes.subarray(end + 1, end + 1 + length)));
  }
  return { bytes, name: labels.join("."), end: end + 5, isIpv4: bytes[end + 2] === TYPE.A };
}

/** The modes in which the name leads to the server. */
export const RIGHT: Readonly<Record<string, Saying>> = {
  good: (query) => [addresses(query, [LIVE])],
  "many addresses, one of which works": (query) => [addresses(query, [...DEAD, LIVE])],
  "an alias": (query) => {
    const alias = labelsOf(`alias.${query.name}`);
    return [
      query.isIpv4
        ? response(query, [record(ASKED_NAME, TYPE.CNAME, alias), record(alias, TYPE.A, LIVE)])
        : response(query, [record(ASKED_NAME, TYPE.CNAME, alias)]),
    ];
  },
  "forged with another ID first": (query) => [
    otherId(addresses(query, DEAD)),
    addresses(query, [LIVE]),
  ],
};

/** Those in which it does too, but not every query has an answer over UDP. */
export const PARTLY_RIGHT: Readonly<Record<string, Saying>> = {
  "only IPv4 answered": (query) => query.isIpv4 ? [addresses(query, [LIVE])] : [],
  "too long for UDP": (query) => [response(query, [], { flags: 0x83 })],
};

/** The modes in which the name leads nowhere, as the resolver finds out at once. */
export const WRONG: Readonly<Record<string, Saying>> = {
  "no such name": (query) => [response(query, [], { code: CODE.NXDOMAIN })],
  "server failure": (query) => [response(query, [], { code: CODE.SERVFAIL })],
  "query refused": (query) => [response(query, [], { code: CODE.REFUSED })],
  "no address": (query) => [response(query, [])],
  "a dead address": (query) => [addresses(query, DEAD.slice(0, 1))],
  "many dead addresses": (query) => [addresses(query, DEAD)],
  "an alias of itself": (query) => [response(query, [record(ASKED_NAME, TYPE.CNAME, ASKED_NAME)])],
};

/** The modes in which nothing comes that answers the query. All hold the right address, if any. */
export const MUTE: Readonly<Record<string, Saying>> = {
  silence: () => [],
  "another ID": (query) => [otherId(addresses(query, [LIVE]))],
  "another question": (query) => {
    const answer = addresses(query, [LIVE]);
    answer[HEADER_BYTES + 1] = "z".charCodeAt(0);
    return [answer];
  },
  "cut short": (query) => [addresses(query, [LIVE]).subarray(0, -2)],
  "cut in the header": (query) => [addresses(query, [LIVE]).subarray(0, 7)],
  garbage: () => [new TextEncoder().encode("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")],
};

function addresses(query: Query, ipv4: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const found = query.isIpv4 ? ipv4 : [];
  return response(query, found.map((address) => record(ASKED_NAME, TYPE.A, address)));
}

/** A record of class IN that nobody may keep. */
function record(name: readonly number[], type: number, data: readonly number[]): number[] {
  return [...name, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length, ...data];
}

function labelsOf(name: string): number[] {
  const labels = name.split(".").map((label) => [...new TextEncoder().encode(label)]);
  return [...labels.flatMap((label) => [label.length, ...label]), 0];
}

/** A response to a query, with recursion desired and available. */
function response(
  { bytes, end }: Query,
  records: readonly (readonly number[])[],
  { flags = 0x81, code = 0 } = {},
): Uint8Array<ArrayBuffer> {
  const [id1 = 0, id2 = 0] = bytes;
  const header = [id1, id2, flags, 0x80 | code, 0, 1, 0, records.length, 0, 0, 0, 0];
  return Uint8Array.of(...header, ...bytes.subarray(HEADER_BYTES, end), ...records.flat());
}

function otherId(answer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  answer[0] = (answer[0] ?? 0) ^ 0xff;
  return answer;
}

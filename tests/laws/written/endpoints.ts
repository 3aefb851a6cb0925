/** @module ENDPOINT arguments, and what they mean. */
import fc from "fast-check";

/** The options that every kind has. */
export interface Common {
  readonly name: string;
  readonly timeout: number;
  readonly every: number;
  readonly optional: boolean;
  readonly groups: readonly string[];
}

/** An ENDPOINT argument, and what it means. */
export interface WrittenEndpoint extends Common {
  readonly text: string;
}

/** What must not be printed; it stands in every place of an endpoint that may be secret. */
export const SECRET = "Zq7";

const PORT = fc.integer({ min: 1, max: 65_535 }).map((port) => `:${port}`);
/** A host as people write it. */
export const HOST: fc.Arbitrary<string> = fc.constantFrom(
  ...["localhost", "APP.example", "127.1", "[::1]", "[FD00:0::1]", "b\u00fccher.example", "a_b"],
);
const SEGMENT = fc.constantFrom(
  ...["a", "", ".", "..", "%2e%2E", "a%20b", "%2F", "%3f%23", "\u00fc", "a:b", "a+b", "a,b", "(x)"],
);
const PATH = fc.array(SEGMENT, { maxLength: 4 }).map((parts) =>
  parts.map((one) => `/${one}`).join("")
);
const USER = fc.constantFrom("", `u:${SECRET}@`, `${SECRET}@`);
const QUERY = fc.constantFrom("", "?", `?a=${SECRET}&b`);
const FILE = fc.constantFrom("/run/a.sock", "/a%20b", "/%C3%BC/x", "/a%3Ab");
const TARGET = fc.constantFrom("", ":/", ":/a%20b", ":/a:b");

/** An address of each kind. */
const ADDRESS = fc.oneof(
  fc.tuple(
    fc.constantFrom("http://", "HTTPS://"),
    USER,
    HOST,
    fc.oneof(PORT, fc.constant("")),
    PATH,
    QUERY,
  ),
  fc.tuple(fc.constant("tcp://"), HOST, PORT),
  fc.tuple(
    fc.constantFrom("grpc://", "grpcs://"),
    HOST,
    PORT,
    fc.constantFrom("", "/", "/a.B", "/%20"),
  ),
  fc.tuple(fc.constant("http+unix://"), FILE, TARGET, QUERY),
  fc.tuple(fc.constant("grpc+unix://"), FILE, fc.constantFrom("", ":/", ":/a.B")),
  fc.tuple(fc.constant("file://"), fc.constantFrom("/a", "/a%20b/%3F", "/x/../y")),
).map((parts) => parts.join(""));

const NAME = fc.stringMatching(/^[A-Za-z0-9._-]{1,6}$/).filter((name) => !/^\.{1,2}$/.test(name));
const UNITS = { "": 1, ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const;
const DURATION = fc.tuple(
  fc.integer({ min: 1, max: 3650 }),
  fc.constantFrom("", "ms", "s", "m", "h", "d"),
).map(([number, unit]) => ({
  text: `${number}${unit}`,
  seconds: unit === "ms" ? number / 1000 : number * UNITS[unit],
}));

/** Percent-encodes some characters of a value, and all that would end it. */
export function encoded(value: string): fc.Arbitrary<string> {
  const how = fc.constantFrom("plain", "escaped", "plus");
  return fc.array(how, { minLength: 8, maxLength: 8 }).map((hows) =>
    [...value].map((character, index) => {
      const own = hows[index % hows.length];
      if (character === " " && own === "plus") return "+";
      return own === "escaped" || /[%&+]/.test(character) ? escapeBytes(character) : character;
    }).join("")
  );
}

function escapeBytes(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

/** Any of the options that every kind has, in any order and encoding. */
const COMMON = fc.record({
  name: fc.option(NAME, { nil: undefined }),
  timeout: fc.option(DURATION, { nil: undefined }),
  every: fc.option(DURATION, { nil: undefined }),
  optional: fc.boolean(),
  groups: fc.uniqueArray(NAME, { maxLength: 3 }),
}).chain(({ name, timeout, every, optional, groups }) => {
  const values: [option: string, value: string][] = [
    ...name === undefined ? [] : [["name", name] as [string, string]],
    ...timeout === undefined ? [] : [["timeout", timeout.text] as [string, string]],
    ...every === undefined ? [] : [["every", every.text] as [string, string]],
    ...groups.map((group): [string, string] => ["group", group]),
  ];
  const pairs = values.map(([option, value]) => encoded(value).map((text) => `${option}=${text}`));
  return fc.tuple(fc.nat(9), ...pairs).map(([at, ...written]) => ({
    pairs: optional ? written.toSpliced(at, 0, "optional") : written,
    meant: {
      name: name ?? "",
      timeout: timeout?.seconds ?? 5,
      every: every?.seconds ?? 0,
      optional,
      groups,
    },
  }));
});

/** An argument; without a timeout of its own it has 5 s. */
export const ENDPOINT: fc.Arbitrary<WrittenEndpoint> = fc.tuple(ADDRESS, COMMON).map(
  ([address, { pairs, meant }]) => ({ ...meant, text: [address, pairs.join("&")].join("#") }),
);

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseHosts } from "../../../src/net/names/hosts_file.ts";
import { fullNames, nameServers, parseSearchList } from "../../../src/net/names/search_list.ts";
import { mutatedText } from "../mutated.ts";

const HOSTS = [
  "# Kubernetes-managed hosts file.",
  "127.0.0.1\tlocalhost",
  "::1\tlocalhost ip6-localhost",
  "10.0.0.5   DB  db.Example # the old one: 10.0.0.9 db",
  "fd00::5 db",
  "10.0.0.6 db",
  "",
].join("\n");
const RESOLV_CONF = [
  "# from the kubelet: search nowhere",
  "nameserver 10.96.0.10",
  "nameserver fd00::a # the other",
  "search ns.svc.cluster.local svc.cluster.local cluster.local.",
  "domain a b",
  "options edns0 ndots:5",
  "search a. b",
  "",
].join("\n");

/** ASCII, as the files are, with the characters that mean something. */
const SIGNS = fc.oneof(
  fc.constantFrom("#", ";", "\n", "\r", "\t", " ", "\v", "db", "ndots:3", "search", "domain", "."),
  fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)),
);

/** The words of a line up to a comment, by the white space of ASCII. */
function wordsOf(line: string, comment: readonly string[]): string[] {
  let words = [""];
  for (const character of line) {
    if (comment.includes(character)) break;
    if (" \t\r\v\f".includes(character)) words = [...words, ""];
    else words.push((words.pop() ?? "") + character);
  }
  return words.filter((word) => word !== "");
}

Deno.test("parseHosts() reads what a second reading reads when a file is changed", () => {
  fc.assert(
    fc.property(mutatedText(HOSTS, SIGNS), (text) => {
      const expected = new Map<string, string[]>();
      const lines = text.split("\n").map((line) => wordsOf(line, ["#"]));
      for (const isIpv6 of [false, true]) {
        for (const [address = "", ...names] of lines) {
          if (address.includes(":") !== isIpv6) continue;
          for (const name of names.map((name) => name.toLowerCase())) {
            expected.set(name, [...expected.get(name) ?? [], address]);
          }
        }
      }
      assertEquals(Object.fromEntries(parseHosts(text)), Object.fromEntries(expected));
    }),
    { numRuns: 500 },
  );
});

Deno.test("parseSearchList() reads what a second reading reads when a file is changed", () => {
  fc.assert(
    fc.property(mutatedText(RESOLV_CONF, SIGNS), (text) => {
      let [domains, ndots]: [string[], number] = [[], 1];
      for (const line of text.split("\n")) {
        const [keyword, ...words] = wordsOf(line, ["#", ";"]);
        if (keyword === "search" || keyword === "domain") {
          domains = keyword === "search" ? words : words.slice(0, 1);
        }
        for (const word of keyword === "options" ? words : []) {
          const [option, value = ""] = word.split(":");
          if (option === "ndots" && /^\d+$/.test(value) && word === `ndots:${value}`) {
            ndots = Math.min(15, parseInt(value, 10));
          }
        }
      }
      const withoutDot = domains.map((domain) =>
        domain.endsWith(".") ? domain.slice(0, -1) : domain
      );
      assertEquals(parseSearchList(text), { domains: withoutDot, ndots });
    }),
    { numRuns: 500 },
  );
});

Deno.test("nameServers() lists the addresses in their order when a file has any lines", () => {
  const line = fc.constantFrom(
    ...["", "#nameserver 9.9.9.9", "search a", "options ndots:5", "nameservers 1", "nameserver"],
    ...[
      "nameserver 10.96.0.10",
      "nameserver\tfd00::a",
      "nameserver  1.1.1.1 # one",
      "nameserver 8.8.8.8;",
    ],
  );
  fc.assert(fc.property(fc.array(line), (lines) => {
    const right = lines.filter((line) => /^nameserver\s+\w/.test(line));
    const expected = right.map((line) => wordsOf(line, ["#", ";"])[1]);
    assertEquals<unknown>(nameServers(lines.join("\n")), expected);
  }));
});

Deno.test("fullNames() lists the name and each domain once, and the name first if it has the dots", () => {
  const word = fc.constantFrom("a", "b", "svc");
  const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join("."));
  const domain = fc.oneof(fc.constant(""), name);
  const list = fc.record({ domains: fc.array(domain, { maxLength: 4 }), ndots: fc.nat(5) });
  fc.assert(fc.property(name, list, (name, list) => {
    const names = fullNames(name, list);
    const asIs = `${name}.`;
    const searched = list.domains.map((domain) => domain === "" ? asIs : `${asIs}${domain}.`);
    const isFirst = name.replaceAll(/[^.]/g, "").length >= list.ndots;
    const expected = isFirst ? [asIs, ...searched] : [...searched, asIs];
    assertEquals(names, expected.filter((name, index) => expected.indexOf(name) === index));
    assertEquals(fullNames(asIs, list), [asIs]);
  }));
});

Deno.test("createLookUp() finds addresses, and those of a family that answers rightly, when real answers are changed", async () => {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-check", "--no-prompt", "--allow-net=127.0.0.1"],
      ...["--lock", "tests/deno.lock", "tests/laws/names/mutated_answers.ts"],
    ],
    cwd: new URL("../../../", import.meta.url),
  }).output();
  assert(success, new TextDecoder().decode(stderr));
});

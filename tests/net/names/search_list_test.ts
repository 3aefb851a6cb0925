import { assertEquals } from "@std/assert";
import { fullNames, parseSearchList } from "../../../src/net/names/search_list.ts";

const POD = parseSearchList(
  [
    "nameserver 10.96.0.10",
    "search ns.svc.cluster.local svc.cluster.local cluster.local.",
    "options edns0 ndots:5",
  ].join("\n"),
);

for (
  const [name, names] of [
    ["db", ["db.ns.svc.cluster.local.", "db.svc.cluster.local.", "db.cluster.local.", "db."]],
    ["db.ns.svc.cluster.local", [
      "db.ns.svc.cluster.local.ns.svc.cluster.local.",
      "db.ns.svc.cluster.local.svc.cluster.local.",
      "db.ns.svc.cluster.local.cluster.local.",
      "db.ns.svc.cluster.local.",
    ]],
    ["db.ns.svc.cluster.local.", ["db.ns.svc.cluster.local."]],
    ["a.b.c.d.e.f", [
      "a.b.c.d.e.f.",
      "a.b.c.d.e.f.ns.svc.cluster.local.",
      "a.b.c.d.e.f.svc.cluster.local.",
      "a.b.c.d.e.f.cluster.local.",
    ]],
  ] as const
) {
  Deno.test(`fullNames() has the order of resolv.conf(5) when a pod looks up ${name}`, () => {
    assertEquals(fullNames(name, POD), [...names]);
  });
}

for (
  const [text, domains, ndots] of [
    ["", [], 1],
    ["search a b\nsearch c\n", ["c"], 1],
    ["search a b\ndomain c d", ["c"], 1],
    ["# search a\n; search b\nsearch c ; d", ["c"], 1],
    ["search c # a\rb", ["c"], 1],
    ["search .", [""], 1],
    ["options ndots:0\noptions rotate ndots:3 timeout:1", [], 3],
    ["options ndots:99", [], 15],
    ["nameserver ndots:3\nsearch ndots:4", ["ndots:4"], 1],
    ["options ndots:x", [], 1],
  ] as const
) {
  Deno.test(`parseSearchList() returns the domains and ndots when it reads ${JSON.stringify(text)}`, () => {
    assertEquals(parseSearchList(text), { domains: [...domains], ndots });
  });
}

Deno.test("fullNames() has the name alone when there is no search list", () => {
  assertEquals(fullNames("db", parseSearchList("")), ["db."]);
  assertEquals(fullNames("db", parseSearchList("search .")), ["db."]);
});

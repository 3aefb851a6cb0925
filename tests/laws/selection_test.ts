import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Endpoint } from "../../src/check/endpoint.ts";
import { inGroups } from "../../src/commands/arguments/endpoints.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { select } from "../../src/server/selection.ts";
import { mutatedText } from "./mutated.ts";

/** Endpoints of which many names hold what a URL escapes, or what it means otherwise. */
const ALL = await parseEndpoints([
  "http://a/#name=a&group=g",
  "http://a/x%2Fy#group=h",
  "http://a/x/y#group=g&group=h",
  "http://a/x/y?2",
  "https://a:444/100%25+b&c=d",
  "http+unix:///run/a+b%20c.sock:/h#group=g",
  "tcp://[::1]:5432#optional&group=i",
  "grpc://a:443/a.B#name=b.c",
  "file:///a%3Fb%23c#group=h",
], 5);
const GROUPS = ["g", "h", "i"];
const ENDPOINTS = fc.shuffledSubarray(ALL, { minLength: 1 });

function namesOf(endpoints: readonly Endpoint[]): string[] {
  return endpoints.map(({ name }) => name);
}

/** A request for some of the endpoints, as a client would write it. */
const REQUEST = ENDPOINTS.chain((endpoints) =>
  fc.record({
    endpoints: fc.constant(endpoints),
    name: fc.option(fc.constantFrom(...namesOf(endpoints)), { nil: undefined, freq: 3 }),
    exclude: fc.subarray(namesOf(endpoints)),
    groups: fc.subarray(GROUPS),
    more: fc.constantFrom("", "refresh=5", "format=json", "format=health+json"),
    isForm: fc.boolean(),
  })
);

/** Writes parameters percent-encoded, or as a form does, with a plus for a space. */
function queryOf(parameters: readonly (readonly [string, string])[], isForm: boolean): string {
  if (isForm) {
    return new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  }
  return parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

Deno.test("select() selects and leaves out what together is all that was meant, in its order", () => {
  let selected = 0;
  fc.assert(
    fc.property(REQUEST, ({ endpoints, name, exclude, groups, more, isForm }) => {
      const known = groups.filter((group) =>
        endpoints.some(({ groups }) => groups.includes(group))
      );
      const query = queryOf([
        ...exclude.map((name) => ["exclude", name] as const),
        ...known.map((group) => ["group", group] as const),
      ], isForm);
      const path = name === undefined ? "/all" : `/all/${encodeURIComponent(name)}`;
      const selection = select(`http://x${path}?${query}&${more}`, endpoints);
      const meant = endpoints.filter((endpoint) =>
        (name === undefined || endpoint.name === name) &&
        (known.length === 0 || known.some((group) => endpoint.groups.includes(group)))
      );
      const left = meant.filter((endpoint) => !exclude.includes(endpoint.name));
      if (left.length === 0) {
        assert("status" in selection && selection.status === 400);
        return;
      }
      assert("view" in selection, "message" in selection ? selection.message : "");
      selected++;
      assertEquals(namesOf(selection.endpoints), namesOf(left));
      const { part, refresh } = selection.view;
      assertEquals(refresh, more === "refresh=5" ? 5 : null);
      assertEquals(selection.format, /^format=(.*)/.exec(more)?.[1]);
      const isPart = known.length > 0 || left.length < endpoints.length;
      assertEquals(part === undefined, !isPart);
      if (part === undefined) return;
      const { without, ...counts } = part;
      assertEquals(counts, { count: left.length, of: endpoints.length, name, groups: known });
      const both = [...namesOf(selection.endpoints), ...without];
      assertEquals(both.toSorted(), namesOf(meant).toSorted());
      assertEquals(without, namesOf(meant).filter((name) => without.includes(name)));
    }),
    { numRuns: 500 },
  );
  assert(selected > 100, `${selected} of 500 requests selected endpoints`);
});

Deno.test("select() selects one endpoint when the path has its name, as it is or encoded", () => {
  fc.assert(fc.property(ENDPOINTS, (endpoints) => {
    for (const { name } of endpoints) {
      for (const written of [name, encodeURIComponent(name)]) {
        const selection = select(`http://x/all/${written}`, endpoints);
        assert("view" in selection, written);
        assertEquals(namesOf(selection.endpoints), [name], written);
      }
    }
  }));
});

Deno.test("select() gives some endpoints in their order, or an error, when a request is changed", () => {
  const signs = fc.constantFrom(
    ..."?&=#/%+ ;a",
    "%2",
    "%ff",
    "group",
    "exclude=a",
    "refresh=",
    "\u00fc",
  );
  const url = fc.constantFrom(
    "http://x/all?exclude=a&group=g",
    "http://x/all/a?refresh=5",
    "http://x/all/b%2Ec",
    "http://x/all?group=h&group=i&format=html",
  ).chain((url) => mutatedText(url, signs));
  fc.assert(
    fc.property(url, (url) => {
      const selection = select(url, ALL);
      if ("status" in selection) {
        assert([400, 404].includes(selection.status) && selection.message !== "");
        return;
      }
      const names = namesOf(selection.endpoints);
      assert(names.length > 0);
      // A name that nobody can decode must not mean all.
      if (/^http:\/\/x\/[^/?#]*\/[^?#]/.test(url)) assertEquals(names.length, 1);
      assertEquals(names, namesOf(ALL).filter((name) => names.includes(name)));
    }),
    { numRuns: 300 },
  );
});

Deno.test("inGroups() and the endpoints in no group of them make up all when --group is given", () => {
  fc.assert(fc.property(fc.subarray(GROUPS), (groups) => {
    const selected = inGroups(ALL, { groups });
    const others = ALL.filter((endpoint) => !selected.includes(endpoint));
    const isIn = ({ groups: own }: Endpoint): boolean =>
      own.some((group) => groups.includes(group));
    assertEquals(namesOf(selected), namesOf(groups.length === 0 ? ALL : ALL.filter(isIn)));
    assertEquals(others.filter(isIn), []);
  }));
});

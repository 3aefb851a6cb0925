import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Endpoint } from "../../src/check/endpoint.ts";
import { parseArguments } from "../../src/cli/arguments.ts";
import { parseEndpoint, parseEndpoints } from "../../src/endpoint/parse.ts";
import type { HttpOptions } from "../../src/probes/http/options.ts";
import { ArgumentError } from "../../src/process/argument_error.ts";
import { mutatedText } from "./mutated.ts";
import { type Common, encoded, ENDPOINT, HOST, SECRET } from "./written/endpoints.ts";

function parse(text: string, timeout = 5): Promise<Endpoint> {
  return parseEndpoint(text, { label: "endpoint 1", timeout });
}

function commonOf({ name, timeout, every, optional, groups }: Common): Common {
  return { name, timeout, every, optional, groups };
}

/** Reads the line that --dry-run prints of an endpoint, and writes it as an argument. */
function argumentOf(line: string): { name: string; shownUrl: string; text: string } {
  const [, name = "", shownUrl = "", rest = ""] =
    /^ {2}ENDPOINT (\S+): ([^ ]+), (.*)$/.exec(line) ??
      [];
  const options = rest.split(", ").map((part) => part.replace(" ", "="));
  if (/^[\w.-]+$/.test(name)) options.push(`name=${name}`);
  return { name, shownUrl, text: `${shownUrl}#${options.join("&")}` };
}

Deno.test("parseEndpoint() gives the common options when they are written in any order and encoding", async () => {
  await fc.assert(
    fc.asyncProperty(ENDPOINT, async (written) => {
      assertEquals(commonOf(await parse(written.text)), commonOf(written));
    }),
    { numRuns: 200 },
  );
});

Deno.test("parseEndpoint() gives the same endpoint when its URL is written again", async () => {
  await fc.assert(fc.asyncProperty(ENDPOINT, async ({ text }) => {
    const [, fragment = ""] = text.split("#");
    const { warnings: _, ...endpoint } = await parse(text);
    const { warnings: __, ...again } = await parse(`${endpoint.url.href}#${fragment}`);
    assertEquals(again, endpoint);
  }));
});

Deno.test("--dry-run prints what gives the same endpoint, and no secret, when it is read again", async () => {
  await fc.assert(fc.asyncProperty(ENDPOINT, async ({ text }) => {
    const [endpoint] = await parseEndpoints([text], 5);
    assert(endpoint !== undefined);
    const invocation = await parseArguments(["--dry-run", "8081", "5", text]);
    assert("text" in invocation && !invocation.text.includes(SECRET), text);
    const line = invocation.text.split("\n").find((line) => line.startsWith("  ENDPOINT ")) ?? "";
    const printed = argumentOf(line);
    assertEquals([printed.name, printed.shownUrl], [endpoint.name, endpoint.shownUrl]);
    const [again] = await parseEndpoints([printed.text], 999);
    assert(again !== undefined);
    assertEquals(commonOf(again), commonOf(endpoint));
    assertEquals(again.shownUrl, endpoint.shownUrl);
  }));
});

Deno.test("parseEndpoints() names an endpoint by its host and path when it is alone", async () => {
  await fc.assert(fc.asyncProperty(ENDPOINT, async ({ text, name }) => {
    const [endpoint] = await parseEndpoints([text], 5);
    const derived = endpoint?.shownUrl.replace(/^[^:]+:\/\//, "").replace(/^([^/]+)\/$/, "$1");
    assertEquals(endpoint?.name, name === "" ? derived : name);
  }));
});

Deno.test("parseEndpoint() gives the host that a browser reads when the kind is any", async () => {
  const scheme = fc.constantFrom("http", "https", "tcp", "grpc", "grpcs");
  await fc.assert(fc.asyncProperty(scheme, HOST, async (scheme, host) => {
    const { url, shownUrl } = await parse(`${scheme}://${host}:81`);
    assertEquals(url.host, new URL(`http://${host}:81`).host);
    assertEquals(new URL(shownUrl).host, url.host);
  }));
});

/** Endpoints whose names, as derived from their URLs, are often the same. */
const ALIKE = fc.oneof(
  fc.tuple(
    fc.constantFrom("http://", "https://"),
    fc.constantFrom("a", "a-2"),
    fc.constantFrom("/", "/?1", "/?2", "/?3"),
  ).map((parts) => ({ text: parts.join(""), name: "" })),
  fc.constantFrom("a", "a-2").map((name) => ({ text: `http://c/#name=${name}`, name })),
);

Deno.test("parseEndpoints() gives each endpoint a name of its own, and its own name if it has one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(ENDPOINT, ALIKE), { maxLength: 6 }), async (written) => {
      const own = written.map(({ name }) => name).filter((name) => name !== "");
      const texts = written.map(({ text }) => text);
      fc.pre(new Set(own).size === own.length && new Set(texts).size === texts.length);
      const endpoints = await parseEndpoints(texts, 5).catch((error): Endpoint[] => {
        // Two texts may be one URL.
        assert(
          error instanceof ArgumentError && error.message.includes("must differ"),
          error.message,
        );
        return [];
      });
      assertEquals(new Set(endpoints.map(({ name }) => name)).size, endpoints.length);
      for (const [index, { name }] of endpoints.entries()) {
        assert(name !== "" && !name.includes(SECRET), name);
        if (written[index]?.name !== "") assertEquals(name, written[index]?.name);
      }
    }),
  );
});

Deno.test("parseEndpoint() fails with ArgumentError alone, and shows a URL that is one, when an argument is changed", async () => {
  const signs = fc.constantFrom(
    ..."#&=%/:?@[] .\\\u00e9",
    "%00",
    "name=",
    "&timeout=5x",
    "file://",
  );
  const changed = ENDPOINT.chain(({ text }) => mutatedText(text, signs));
  await fc.assert(
    fc.asyncProperty(changed, async (text) => {
      try {
        const { shownUrl } = await parse(text);
        assertEquals((await parse(shownUrl)).shownUrl, shownUrl);
      } catch (error) {
        assert(error instanceof ArgumentError, String(error));
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("parseEndpoint() gives the texts of options when they are any, in any encoding", async () => {
  const text = fc.string({ unit: "binary", minLength: 1, maxLength: 8 });
  const header = fc.tuple(
    fc.stringMatching(/^[A-Z][a-z]{2,5}$/),
    fc.stringMatching(/^[!-~](?:[ -~]*[!-~])?$/),
  );
  const options = fc.record({
    contains: text,
    body: text,
    headers: fc.array(header, { maxLength: 3 }),
  });
  const written = options.chain((meant) =>
    fc.tuple(
      fc.constant(meant),
      encoded(meant.contains).map((value) => `contains=${value}`),
      encoded(meant.body).map((value) => `body=${value}`),
      ...meant.headers.map(([name, value]) =>
        encoded(`${name}: ${value}`).map((pair) => `header=${pair}`)
      ),
    )
  );
  await fc.assert(fc.asyncProperty(written, async ([meant, ...pairs]) => {
    const { own } = await parse(`http://a/#${pairs.join("&")}`) as Endpoint<HttpOptions>;
    const { contains, body, headers } = own;
    assertEquals<unknown>({ contains, body, headers }, meant);
  }));
});

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ArgumentError } from "../../src/process/argument_error.ts";
import { parseEndpoint, parseEndpoints } from "../../src/endpoint/parse.ts";
import { KINDS, loadProbes } from "../../src/probes/kinds.ts";
import type { Endpoint } from "../../src/check/endpoint.ts";
import { createLookUp } from "../../src/net/names/look_up.ts";
import { SocketLimit } from "../../src/net/sockets/limit.ts";
import { kindsByOption } from "../support/kinds.ts";
import { random } from "../support/random.ts";

function parse(text: string): Promise<Endpoint> {
  return parseEndpoint(text, { label: "endpoint 2", timeout: 5 });
}

async function names(...texts: readonly string[]): Promise<string[]> {
  return (await parseEndpoints(texts, 5)).map(({ name }) => name);
}

Deno.test("parseEndpoint() returns every option when all are given", async () => {
  const { url, ...rest } = await parse(
    "https://u:p@a/b?c#name=app&timeout=.5&every=1m&optional&group=live&group=ready&group=live&status=200-299,401&method=GET&" +
      "header=X-A:%20b%26c&header=Host:d&contains=all+is%2Bwell&json=data[].id:granite&insecure&server-name=api.example&expires=14d",
  );
  assertEquals(url.href, "https://u:p@a/b?c");
  assertEquals(rest, {
    name: "app",
    shownUrl: "https://a/b",
    timeout: 0.5,
    every: 60,
    optional: true,
    groups: ["live", "ready"],
    permissions: [],
    acrossChecks: false,
    own: {
      status: [{ first: 200, last: 299 }, { first: 401, last: 401 }],
      method: "GET",
      body: null,
      bodyFile: null,
      headers: [["X-A", "b&c"], ["Host", "d"]],
      headerFiles: [],
      contains: "all is+well",
      json: [{ path: ["data", null, "id"], shownPath: "data[].id", values: ["granite"] }],
      metric: null,
      progress: null,
      busy: null,
      each: [],
      ifMissing: false,
      stall: null,
      insecure: true,
      ca: null,
      cert: null,
      key: null,
      serverName: "api.example",
      expires: 1_209_600,
    },
  });
});

Deno.test("parseEndpoint() accepts dots in a name and a group when there is more", async () => {
  const { name, groups } = await parse("http://a/#name=...&group=.a&group=v1.2");
  assertEquals([name, groups], ["...", [".a", "v1.2"]]);
});

Deno.test("parseEndpoint() accepts the URL of every kind when it is valid", async () => {
  const shown = [
    "http://localhost:8080/health",
    "https://[::1]/",
    "http+unix:///run/a%20b.sock:/health",
    "tcp://localhost:5432",
    "grpc://127.0.0.1:50051/my.Service",
    "grpcs://a:443",
    "grpc+unix:///run/a%20b.sock:/my.Service",
    "file:///shared/a%20b%3Fc%23",
  ];
  assertEquals((await Promise.all(shown.map(parse))).map(({ shownUrl }) => shownUrl), shown);
  // `URL` does not normalize the host of a scheme that it does not know.
  assertEquals((await parse("tcp://LOCALHOST:80")).url.href, "tcp://localhost:80");
  assertEquals((await parse("grpc://127.1:80")).url.hostname, "127.0.0.1");
});

Deno.test("parseEndpoint() keeps every byte when the option is send or expect", async () => {
  const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const encoded = Array.from(every, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  assertEquals((await parse(`tcp://a:1#expect=${encoded}&send=${encoded.toUpperCase()}`)).own, {
    send: every,
    expect: every,
  });
  const [plain, signs] = ["a+b%2B%25%26c=\u00e4", "%F0%9f\u{1f600}#?%20 /"];
  assertEquals((await parse(`tcp://a:1#send=${plain}&expect=${signs}`)).own, {
    send: new TextEncoder().encode("a b+%&c=\u00e4"),
    expect: Uint8Array.of(0xf0, 0x9f, 0xf0, 0x9f, 0x98, 0x80, ...new TextEncoder().encode("#?  /")),
  });
});

Deno.test("parseEndpoint() asks for permission to read when an option names a file", async () => {
  for (const option of ["body-file=/a", "header-file=Authorization:/a"]) {
    assertEquals((await parse(`http://a/#${option}`)).permissions, ["read"], option);
  }
  assertEquals((await parse("http://a/#body=x&header=X:y")).permissions, []);
});

for (const [text, seconds] of [["5", 5], [".5", 0.5], ["500ms", 0.5], ["1.5h", 5400]] as const) {
  Deno.test(`parseEndpoint() reads a timeout of ${seconds} s when the option is ${text}`, async () => {
    assertEquals((await parse(`tcp://a:1#timeout=${text}`)).timeout, seconds);
  });
}

Deno.test("parseEndpoints() makes names unique when they come from URLs", async () => {
  assertEquals(
    await names("http://a/?x=1", "http://a/?x=2", "tcp://a:80", "http+unix:///s:/h", "http://a-2"),
    ["a", "a-2", "a:80", "/s:/h", "a-2-2"],
  );
  assertEquals(await names("http://b/", "http://c/#name=b"), ["b-2", "b"]);
});

Deno.test("parseEndpoints() puts the scheme into the names when URLs differ in it", async () => {
  assertEquals(await names("http://a:1/x", "https://a:1/x", "tcp://b:1"), [
    "http-a:1/x",
    "https-a:1/x",
    "b:1",
  ]);
  assertEquals(await names("http+unix:///s:/h", "grpc+unix:///s:/h"), [
    "http-unix-/s:/h",
    "grpc-unix-/s:/h",
  ]);
  assertEquals(
    await names("http://a:1/?x", "http+unix:///s:/h", "grpc://a:1", "http://a:1/?y"),
    ["http-a:1", "/s:/h", "grpc-a:1", "http-a:1-2"],
  );
  // A name that was given, and a name that no other derives, stay.
  assertEquals(
    await names("http://a:1/", "tcp://a:1", "grpc://a:1#name=grpc-a", "http://tcp-a:1/"),
    ["http-a:1", "tcp-a:1-2", "grpc-a", "tcp-a:1"],
  );
  assertEquals(await names("http://a:1/#name=x", "https://a:1/"), ["x", "a:1"]);
});

Deno.test("parseEndpoints() gives unique names, and keeps a derived one, when URLs are random", async () => {
  const next = random(20261122);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)] as T;
  let withScheme = 0;
  for (let round = 0; round < 2000; round++) {
    const urls = new Set(Array.from({ length: 1 + Math.floor(next() * 8) }, () => {
      const scheme = pick(["http", "https", "grpc", "grpcs", "tcp"]);
      const path = scheme.startsWith("http") ? pick(["/", "/x", "/?y", "/?z"]) : "";
      return `${scheme}://${pick(["a", "b", "http-a", "grpc-b"])}:${pick([1, 2])}${path}`;
    }));
    const texts = [...urls];
    const found = await names(...texts);
    assertEquals(new Set(found).size, texts.length, texts.join(" "));
    const derived = texts.map((text) =>
      text.replace(/^\w+:\/\/|\/?\?.*|\/$/g, "").replace(/\/$/, "")
    );
    for (const [index, name] of found.entries()) {
      const own = derived[index] ?? "";
      const schemes = new Set(
        texts.filter((_, i) => derived[i] === own).map((text) => text.split(":")[0]),
      );
      const isAlone = derived.filter((other) => other === own).length === 1;
      if (isAlone) assertEquals(name, own, texts.join(" "));
      else if (schemes.size > 1) {
        withScheme++;
        assert(name.startsWith(`${texts[index]?.split(":")[0]}-${own}`), `${name}: ${texts}`);
      }
    }
  }
  assert(withScheme > 500, `${withScheme} have the scheme`);
});

const KNOWN =
  "name, timeout, every, optional, group, alert-label, status, method, body, body-file, header, header-file, contains, json, metric, progress, busy, each, if-missing, stall";
const DURATION = "a duration such as 500ms, 90s or 5m, above 0 and at most 3650d";
const RANGES = "option status must be ranges of statuses from 100 to 599, such as 200-299,401, got";

for (
  const [text, message] of [
    ["http://a/#timout=1", `its options must be of ${KNOWN}, got "timout"`],
    ["http://a/#stautsCode=1", `its options must be of ${KNOWN}, got "***"`],
    ["http://a/#Secret", `its options must be of ${KNOWN}, got "***"`],
    ["http://a/#header=X:y&optinal", `its options must be of ${KNOWN}, got "optinal"`],
    ["http://a/#header=X:y&timeout=0", `option timeout must be ${DURATION}, got "***"`],
    ["http://a/#header=X:y&timeout=", `option timeout must be ${DURATION}, got nothing`],
    ["http://a/#timeout=0&header=X:y", `option timeout must be ${DURATION}, got "0"`],
    ["http://%C3:%A4@a/", 'its user info must be percent-encoded UTF-8, got "http://***@a/"'],
    ["http://%C3%A4:%C3@a/", "its user info must be percent-encoded UTF-8"],
    ["http://a/#insecure", 'its scheme must be https: or grpcs: for option insecure, got "http:"'],
    [
      "tcp://a:1#status=200",
      'its scheme must be http: or https: or http+unix: for option status, got "tcp:"',
    ],
    [
      "grpc://a:1#method=HEAD",
      'its scheme must be http: or https: or http+unix: for option method, got "grpc:"',
    ],
    ["http://a/#__proto__=1", "its options must be of"],
    ["http://a:99999/", "its host and port must be valid"],
    ["http://a/#&name=a", "its options must be of"],
    ["http://a/#name", "option name must be of letters"],
    ["http://a/#name=", "option name must be of letters"],
    [
      "http://a/#name=a/b",
      'option name must be of letters, digits, dots, dashes and underscores, and not . or .., got "a/b"',
    ],
    ["http://a/#name=a&name=b", "option name must be given once"],
    ["http://a/#name=.", 'underscores, and not . or .., got "."'],
    ["http://a/#name=..", 'underscores, and not . or .., got ".."'],
    ["http://a/#name=%2e%2E", 'underscores, and not . or .., got "%2e%2E"'],
    ["http://./", "its host and port must be valid"],
    ["tcp://..:1", "its host and port must be valid"],
    ["http://a/#group=..", "option group must be of letters"],
    ["http://a/#group=", "option group must be of letters"],
    ["http://a/#group=a,b", 'and not . or .., got "a,b"'],
    ["http://a/#group", "option group must be of letters"],
    ["http://a/#header=X:y&group=a/secret", 'and not . or .., got "***"'],
    ["http://a/#name=%zz", 'option name must be percent-encoded UTF-8 (%25 is %), got "%zz"'],
    ["http://a/#timeout=0", `option timeout must be ${DURATION}, got "0"`],
    ["http://a/#timeout=1e3", `option timeout must be ${DURATION}, got "1e3"`],
    ["http://a/#timeout=3651d", `option timeout must be ${DURATION}, got "3651d"`],
    ["http://a/#timeout=", `option timeout must be ${DURATION}, got nothing`],
    ["http://a/#optional=true", 'option optional must be without a value, got "true"'],
    ["http://a/#optional=", "option optional must be without a value"],
    ["https://a/#insecure=1", "option insecure must be without a value"],
    ["https://a/#expires=soon", `option expires must be ${DURATION}, got "soon"`],
    ["http://a/#status=500-200", `${RANGES} "500-200"`],
    ["http://a/#status=200,", RANGES],
    ["http://a/#status=0-999", RANGES],
    ["http://a/#status=2xx", RANGES],
    ["http://a/#method=DELETE", 'option method must be GET, HEAD, POST or PUT, got "DELETE"'],
    ["http://a/#method=get", 'option method must be GET, HEAD, POST or PUT, got "get"'],
    [
      "http://a/#method=HEAD&contains=x",
      'option method must not be HEAD with contains, json, metric or progress, got "HEAD"',
    ],
    ["http://a/#json=a:1&method=HEAD", "option method must not be HEAD"],
    ["http://a/#metric=a<1&method=HEAD", "option method must not be HEAD"],
    [
      "http://a/#metric=a=<1",
      'option metric must be NAME or NAME{label="value"}, and < <= > >= == or != and a number, got "***"',
    ],
    ["http://a/#metric=a<b", "option metric must be NAME"],
    ["http://a/#metric=a<1e999", "option metric must be NAME"],
    ["http://a/#metric=a", "option metric must be NAME"],
    ["http://a/#json=a<b", "option json must be PATH:VALUE"],
    ["http://a/#json=a=<1", "option json must be PATH:VALUE"],
    ["http://a/#stall=120", 'option progress, busy and stall must be given together, got "stall"'],
    [
      "http://a/#stall=120&progress=a",
      'option progress, busy and stall must be given together, got "progress and stall"',
    ],
    ["http://a/#progress=a&busy=b", 'must be given together, got "progress and busy"'],
    ["http://a/#progress=a&busy=b&stall=0", `option stall must be ${DURATION}, got "***"`],
    [
      "http://a/#progress=.a&busy=.b&busy=c&stall=120",
      "option progress and busy must all be paths of JSON, or none",
    ],
    [
      "http://a/#progress=a&busy=.b&stall=120",
      "option progress and busy must all be paths of JSON, or none",
    ],
    [
      "http://a/#progress=.a&busy=.b&stall=120&each=c",
      'option each must not be combined with paths of JSON, got "progress"',
    ],
    [
      "http://a/#progress=.a&busy=.b&stall=120&metric=c<1",
      'option metric must not be combined with paths of JSON, got "progress"',
    ],
    ["http://a/#progress=.a>1&busy=.b&stall=120", "option progress must be NAME"],
    [
      "http://a/#every=9&progress=a&busy=b&stall=120",
      'option every must not be combined with progress, which needs every check, got "progress"',
    ],
    [
      "http://a/#body=secret&method=GET",
      'option method must be POST or PUT with body or body-file, got "GET"',
    ],
    [
      "http://a/#method=HEAD&body-file=/b",
      'option method must be POST or PUT with body or body-file, got "HEAD"',
    ],
    [
      "http://a/#body=secret&body-file=/b",
      'option body-file must not be combined with body, got "***"',
    ],
    ["http://a/#body=", "option body must be a text, got nothing"],
    ["http://a/#body=secret%ff", 'option body must be percent-encoded UTF-8 (%25 is %), got "***"'],
    ["http://a/#body=secret 100%", "option body must be percent-encoded UTF-8 (%25 is %), got"],
    ["http://a/#body-file=/%00", "option body-file must be an absolute path"],
    ["http://a/#header-file=X", "option header-file must be Name:PATH with an absolute path"],
    ["http://a/#header-file=X:token", "option header-file must be Name:PATH with an absolute path"],
    ["http://a/#header-file=Authorization:Bearer secret", 'got "***"'],
    ["http://a/#body-file={secret}", 'option body-file must be an absolute path, got "***"'],
    ["http://a/#header-file=Content-Length:/a", "option header-file must be Name:PATH"],
    ["grpc://a:1#header=te:x", "option header must be"],
    ["grpc://a:1#header=Content-Type:x", "option header must be"],
    ["grpcs://a:1#header-file=grpc-timeout:/a", "option header-file must be"],
    [
      "tcp://a:1#header=a:b",
      'its scheme must be http: or https: or http+unix: or grpc: or grpcs: or grpc+unix: for option header, got "tcp:"',
    ],
    ["tcp://a:1#send=", "option send must be bytes, such as PING%0D%0A, got nothing"],
    ["tcp://a:1#send", "option send must be bytes, such as PING%0D%0A, got nothing"],
    ["tcp://a:1#send=secret%0", 'option send must be percent-encoded bytes (%25 is %), got "***"'],
    [
      "tcp://a:1#send=%f&expect=secret",
      'option send must be percent-encoded bytes (%25 is %), got "***"',
    ],
    [
      "tcp://a:1#expect=\ud800secret",
      'option expect must be percent-encoded bytes (%25 is %), got "***"',
    ],
    ["tcp://a:1#expect=", "option expect must be 1 to 65536 bytes, such as %2BPONG, got nothing"],
    [
      `tcp://a:1#expect=${"secret".repeat(10923)}`,
      'option expect must be 1 to 65536 bytes, such as %2BPONG, got "***"',
    ],
    ["tcp://a:1#expect=secret&expect=b", "option expect must be given once"],
    [
      "tcp://a:1#send=A&secret=B",
      'its options must be of name, timeout, every, optional, group, alert-label, send, expect, got "***"',
    ],
    ["grpc+unix:///run/app.sock:/a?x", "it must be grpc+unix:///run/app.sock[:/service]"],
    ["grpc+unix:///run/app.sock:/%ff", "it must be grpc+unix:///run/app.sock[:/service]"],
    ["grpc+unix://run/app.sock:/", "it must be grpc+unix:///run/app.sock[:/service]"],
    [
      "http://a/#header=secret",
      'option header must be Name: value on one line, and not one that frames the request, got "***"',
    ],
    ["http://a/#header=X:%0d%0aEvil:secret", 'got "***"'],
    ["http://a/#header=X%20Y:secret", 'got "***"'],
    ["http://a/#header=:secret", 'got "***"'],
    ["http://a/#header=Content-Length: 5", "option header must be"],
    ["http://a/#header=transfer-encoding:chunked", "option header must be"],
    ["http://a/#contains=", "option contains must be a text, got nothing"],
    ["http://a/#contains=%ff", "option contains must be percent-encoded UTF-8"],
    ["http://a/#json=", "option json must be PATH:VALUE"],
    ["http://a/#json=noValue", "option json must be PATH:VALUE"],
    ["http://a/#json=data[]..id:secret", 'such as data[].id, got "data[]..id:***"'],
    ["http://a/#json=data[].id:", 'got "data[].id:"'],
    ["http://a/#json=data[].id:%22secret", 'got "data[].id:***"'],
    ["http://a/#json=%24.data[*].id:secret", 'got "$.data[*].id:***"'],
    ["http://a/#json=[%22a+b:c%22].d..e:secret:secret", 'got "[\\"a b:c\\"].d..e:***"'],
    ["http://a/#json=queue<=secret", 'got "queue<=***"'],
    // All of it may be the value where the colon or the operator is missing.
    ["http://a/#json=secret", 'got "***"'],
    ["http://a/#json=data[].id+secret:7b", 'got "***"'],
    ["http://a/#json=data[].id=secret:7b", 'got "***"'],
    ["http://a/#json=c2VjcmV0secret==", 'got "***"'],
    ["http://a/#json=:secret", 'got "***"'],
    ["http://a/#json=<secret", 'got "***"'],
    ["http://a/#json=data[].id:secret%ff", 'got "***"'],
    ["http://a/#header=X:secret&json=secret..a:b", 'got "***"'],
    ["tcp://a", "it must be tcp://host:port, got"],
    ["tcp://a:1/x", "it must be tcp://host:port"],
    ["tcp://u@a:1", "it must be tcp://host:port"],
    ["tcp://a:99999", "its host and port must be valid"],
    [`http+unix:///${"a".repeat(107)}:/`, "its socket file must have a path of at most 107 bytes"],
    [
      `grpc+unix:///${"%C3%A4".repeat(54)}`,
      "its socket file must have a path of at most 107 bytes",
    ],
    [`http+unix:///${"a".repeat(107)}:`, "its socket file must have a path of at most 107 bytes"],
    ["tcp:///a:1", "it must be tcp://host:port"],
    ["grpc://a", "it must be grpc://host:port[/service]"],
    ["grpc://a:1/%ff", "it must be grpc://host:port[/service]"],
    ["grpc://a:1?x", "it must be grpc://host:port[/service]"],
    ["http+unix://run/app.sock:/", "it must be http+unix:///run/app.sock[:/path]"],
    ["http+unix:///run/app.sock:", "it must be http+unix:///run/app.sock[:/path]"],
    ["http+unix:///run/", "it must be http+unix:///run/app.sock[:/path]"],
    ["file:///a//../b", "its path must not hold both // and .., got"],
    ["file:///a//./../b", "its path must not hold both // and .., got"],
    ["file:////a/%2E./%2e%2E/b", "its path must not hold both // and .., got"],
    ["file:///a/b//..", "its path must not hold both // and .., got"],
    ["http+unix:///run//../app.sock:/", "its path must not hold both // and .., got"],
    ["grpc+unix:///run//../app.sock", "its path must not hold both // and .., got"],
    ["http+unix:///run/%00:/", "it must be http+unix:///run/app.sock[:/path]"],
    ["http+unix://", "it must be http+unix:///run/app.sock[:/path]"],
    ["file://shared/beat", "it must be file:///path, got"],
    ["file://localhost/shared/beat", "it must be file:///path, got"],
    ["file://u:secret@/beat", "it must be file:///path, got"],
    ["file://", "it must be file:///path, got"],
    ["file:///", "it must be file:///path, got"],
    ["file:///shared/", "it must be file:///path, got"],
    ["file:///shared/%00", "it must be file:///path, got"],
    ["file:///shared/%ff", "it must be file:///path, got"],
    ["file:///beat?secret", "it must be file:///path, got"],
    ["file:///beat?", "it must be file:///path, got"],
    ["file:beat", "it must be a URL such as"],
    ["file:/beat", "it must be a URL such as"],
    ["file:///a b", "it must hold no white space"],
    ["file:///beat#max-age=0", `option max-age must be ${DURATION}, got "0"`],
    ["file:///beat#max-age=two", `option max-age must be ${DURATION}, got "two"`],
    ["file:///beat#max-age", `option max-age must be ${DURATION}, got nothing`],
    ["file:///beat#contains=", "option contains must be a text, got nothing"],
    ["file:///beat#json=secret", "option json must be PATH:VALUE, PATH!=VALUE, or PATH and"],
    [
      "file:///beat#status=200",
      'its scheme must be http: or https: or http+unix: for option status, got "file:"',
    ],
    ["http://a/#max-age=1", 'its scheme must be file: for option max-age, got "http:"'],
  ] as const
) {
  Deno.test(`parseEndpoint() throws an ArgumentError of one line when given ${text}`, async () => {
    const { message: thrown } = await assertRejects(() => parse(text), ArgumentError);
    assertStringIncludes(thrown, "cannot use endpoint 2: ");
    assertStringIncludes(thrown, message);
    assert(!/\n|secret/.test(thrown), thrown);
  });
}

Deno.test("parseEndpoints() throws when two endpoints or their names are the same", async () => {
  const twins = ["http://a/#name=x", "http://b/#name=x"];
  assertEquals(
    (await assertRejects(() => parseEndpoints(twins, 5), ArgumentError)).message,
    'cannot use endpoint 2: option name must differ from that of endpoint 1, got "x"',
  );
  await assertRejects(
    () => parseEndpoints(["http://a/#optional", "HTTP://A#optional"], 5),
    ArgumentError,
  );
});

Deno.test("parseEndpoint() returns what gets a probe or throws an ArgumentError when given random text", async () => {
  const next = random(20261121);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)] as T;
  const noise = (length: number): string =>
    String.fromCharCode(...Array.from({ length }, () => {
      const limit = pick([0x80, 0x80, 0x100, 0x10000]);
      return Math.floor(next() * limit);
    }));
  const parts = [
    ...[...KINDS.keys(), "ftp:", "HTTP:", ""].map((scheme) => `${scheme}//`),
    ...["%C3", "%A4", "%C3%A4", "%2F", "//u:p@a:1", "//%C3:%A4@a:1", "//%C3%A4:%C3@a:1"],
    ...["a", "localhost", "[::1]", "127.0.0.1", "[", "u:p@", "@", "%00", "%zz", "xn--", "\u00e4"],
    ...[":80", ":0", ":99999", ":", "/", "/run/app.sock:/", "/x", "?", "?y=1", "#", "#", "&", "="],
    ...[...(await kindsByOption()).keys()].map((name) => `${name}=`),
    ...["optional", "insecure", "1", ".5", "200-299", "5-", "HEAD", "X: y", "a[].b:", "[0]", '"'],
    ...["__proto__", "constructor", "\\", " ", "\n", "+", ",", "..", "\ud800"],
  ];
  const sockets = new SocketLimit();
  const kinds = new Set<string>();
  let parsed = 0;
  for (let round = 0; round < 200_000; round++) {
    const length = 1 + Math.floor(next() * 9);
    const start = next() < 0.8
      ? `${pick([...KINDS.keys()])}//${pick(["a:1", "a", "/s:/", "%C3:%A4@a:1"])}`
      : "";
    const text = start +
      Array.from({ length }, () => next() < 0.05 ? noise(4) : pick(parts)).join("");
    try {
      const endpoint = await parse(text);
      const { timeout, shownUrl } = endpoint;
      assert(timeout > 0 && !/[?#]/.test(shownUrl), text);
      // No endpoint that was accepted may end the process later.
      await loadProbes([endpoint], { authorities: [], sockets, lookUp: createLookUp() });
      kinds.add(endpoint.url.protocol);
      parsed++;
    } catch (error) {
      assert(error instanceof ArgumentError, `${JSON.stringify(text)}: ${error}`);
      assert(!error.message.includes("\n"), error.message);
    }
  }
  // With too few valid endpoints, the random texts would test too little.
  assert(parsed > 5_000, `${parsed} were endpoints`);
  assertEquals(kinds, new Set(KINDS.keys()));
});

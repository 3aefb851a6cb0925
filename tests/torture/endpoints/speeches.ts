/** @module What servers of each kind say. */
import { answersOf, withMember, withSeries, withText } from "./large.ts";
import type { Speech } from "./server.ts";

const ENCODER = new TextEncoder();

/** An answer of HTTP. */
export function http(body: string, status = "200 OK"): Uint8Array {
  return ENCODER.encode(`HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
}

/** The mode in which a good body comes in chunks. */
export const IN_CHUNKS = "in chunks";

/** An answer of HTTP whose body comes in two chunks. */
function inChunks(body: string, end = "0\r\n\r\n"): Uint8Array {
  const half = Math.ceil(body.length / 2);
  const chunks = [body.slice(0, half), body.slice(half)].map((text) =>
    `${text.length.toString(16)}\r\n${text}\r\n`
  );
  const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  return ENCODER.encode(`${head}${chunks.join("")}${end}`);
}

function httpSpeech(
  scheme: string,
  fragment: string,
  good: string,
  ...lies: readonly string[]
): Speech {
  const path = scheme.endsWith("+unix") ? ":/" : "/";
  return {
    url: (address) => `${scheme}://${address}${path}#${fragment}`,
    good: [IN_CHUNKS],
    answers: {
      good: () => http(good),
      [IN_CHUNKS]: () => inChunks(good),
      "lie in chunks": () => inChunks(lies[0] ?? ""),
      unavailable: () => http("", "503 X"),
      "not found": () => http(good, "404 X"),
      ...Object.fromEntries(lies.map((lie, index) => [`lie${index}`, () => http(lie)])),
    },
  };
}

/** The text of an endpoint of HTTP that says all is well after a false start, and of one that lies. */
export const WELL = ["contains=all+is+well", "all all is well", "all is lost"] as const;
export const HTTP: Speech = {
  ...httpSpeech("http", ...WELL),
  large: answersOf(() => withText("all is well"), http),
};
export const JSON_ANSWER: Speech = {
  ...httpSpeech(
    "http",
    "json=data[].id:granite&json=queue<100",
    '{"data":[{"id":"other"},{"id":"granite"}],"queue":3}',
    '{"data":[{"id":"other"}],"queue":3}',
    '{"data":[{"id":"granite"}],"queue":100}',
    '{"data":[{"id":"granite"}]}',
  ),
  large: answersOf(
    () => withMember('"data":[{"id":"granite"}]', '"queue":99', '"queue":100'),
    http,
  ),
};
/** A text that must not be, a number that must be, and one of a selected element. */
export const JSON_COMPARED: Speech = httpSpeech(
  "http",
  "json=status!=red&json=replicas==3&json=jobs[name=billing].pending>=1",
  '{"status":"green","replicas":3.0,"jobs":[{"name":"billing","pending":1},{"name":"mail"}]}',
  '{"status":"red","replicas":3,"jobs":[{"name":"billing","pending":1}]}',
  '{"status":"green","replicas":4,"jobs":[{"name":"billing","pending":1}]}',
  '{"status":"green","replicas":3,"jobs":[{"name":"billing","pending":0},{"name":"mail","pending":1}]}',
);
/** The two series of a="1" add up. */
const PAGE = 'running{a="1",b="1"} 4\nrunning{a="1",b="2"} 4\nrunning{a="2"} 20\n# EOF\n';
const PAGES = httpSpeech(
  "http",
  'metric=running{a="1"}<9',
  PAGE,
  'running{a="1",b="1"} 4\nrunning{a="1",b="2"} 5\n# EOF\n',
  'running{a="1"} 9\n# EOF\n',
  'running{a="2"} 2\n# EOF\n',
);
export const METRIC: Speech = {
  ...PAGES,
  answers: { ...PAGES.answers, "no last chunk, then close": () => inChunks(PAGE, "") },
  large: answersOf(() => withSeries('running{a="1"} 8', 'running{a="1"} 9'), http),
};
/** No partition may be over the limit, though their sum may. */
export const METRIC_OF_EACH: Speech = httpSpeech(
  "http",
  "metric=lag<=5&each=partition",
  'lag{partition="0"} 5\nlag{partition="1"} 2\n# EOF\n',
  'lag{partition="0"} 0\nlag{partition="1"} 6\n# EOF\n',
  'lag{partition="0"} 6\nlag{partition="1"} -6\n# EOF\n',
);
/** What has no series counts as 0, but a page without any series fails. */
export const IF_MISSING: Speech = {
  url: (address) => `http://${address}/#metric=waiting<5&if-missing=0`,
  good: ["no series of it"],
  answers: {
    good: () => http("waiting 4\n# EOF\n"),
    "no series of it": () => http("other 9\n# EOF\n"),
    "at the limit": () => http("waiting 5\n# EOF\n"),
    "no series": () => http("# EOF\n"),
    unavailable: () => http("", "503 X"),
  },
};
/** A path without a value counts as 0. */
export const IF_MISSING_IN_JSON: Speech = {
  url: (address) => `http://${address}/#json=queue>0&json=lag<=2&if-missing=0`,
  good: ["no lag"],
  answers: {
    good: () => http('{"queue":1,"lag":2}'),
    "no lag": () => http('{"queue":1}'),
    "no queue": () => http('{"lag":2}'),
    "over the limit": () => http('{"queue":1,"lag":3}'),
    nothing: () => http("{}"),
  },
};
/** The statuses at both ends of each range, and those beside them. */
export const STATUS: Speech = {
  url: (address) => `http://${address}/#status=201-299,401`,
  good: ["299", "401"],
  answers: {
    good: () => http("", "201 X"),
    ...Object.fromEntries(
      ["200", "299", "300", "400", "401", "402", "503"].map((status) => [
        status,
        () => http("", `${status} X`),
      ]),
    ),
  },
};
export const TCP: Speech = {
  url: (address) => `tcp://${address}#send=PING&expect=%2BPONG`,
  answers: {
    good: () => ENCODER.encode("+P+PONG\r\n"),
    lie: () => ENCODER.encode("-LOADING\r\n"),
    "lie, then close": () => ENCODER.encode("-LOADING\r\n"),
  },
};

/** A server of HTTP on a socket, or over TLS with the authority in a file. */
export function httpOver(scheme: string, fragment: string): Speech {
  const [contains, ...texts] = WELL;
  return httpSpeech(scheme, `${contains}${fragment}`, ...texts);
}

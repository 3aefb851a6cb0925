import { assertEquals } from "@std/assert";
import { parseBusy } from "../../../../src/probes/body/metrics/expectation.ts";
import { MetricsJudge } from "../../../../src/probes/body/metrics/judge.ts";
import type { MetricOptions } from "../../../../src/probes/body/metrics/options.ts";
import { parseMetricSelector } from "../../../../src/probes/body/metrics/selector.ts";
import { answer, answerAndClose, listen } from "../../../servers/misbehaving.ts";
import { failure, outcomeOf } from "../../../support/outcome.ts";

const PAGE = `# TYPE queue gauge
queue{name="a"} 3
queue{name="b"} 4
done_total 7
`;
const OK = { ok: true, status: 200, found: "status 200" } as const;

function sized(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

for (
  const [options, expected] of [
    ["metric=queue<8", OK],
    ["metric=queue==7", OK],
    ["metric=queue{name=%22a%22}<=3", OK],
    ["metric=queue!=7", failure("body", "metric queue is 7, must be != 7 (status 200)", 200)],
    ["metric=queue<7", failure("body", "metric queue is 7, must be < 7 (status 200)", 200)],
    [
      "metric=queue{name=%22secret%22}<9",
      failure("body", "metric queue has no series with these labels (status 200)", 200),
    ],
    [
      "metric=queu<9",
      failure("body", "metric queu is missing; did you mean queue? (status 200)", 200),
    ],
    ["metric=done_total>6&contains=queue", OK],
    [
      "metric=done_total>6&contains=nothing",
      failure("body", "text not found in 68 bytes (status 200)", 200),
    ],
    [
      "metric=done_total>7&contains=queue",
      failure("body", "metric done_total is 7, must be > 7 (status 200)", 200),
    ],
    ["progress=done_total&busy=queue&stall=120", { ...OK, progress: { isBusy: true, age: 0 } }],
    [
      "progress=done&busy=queue&stall=120",
      failure("body", "metric done is missing; did you mean done_total? (status 200)", 200),
    ],
    [
      "progress=done_total&busy=queue&stall=120&metric=queue<1",
      {
        ...failure("body", "metric queue is 7, must be < 1 (status 200)", 200),
        progress: { isBusy: true, age: 0 },
      },
    ],
  ] as const
) {
  Deno.test(`MetricsJudge judges a page when the options are ${options}`, async () => {
    await using server = listen(answer(sized(PAGE)));
    assertEquals(await outcomeOf(`http://127.0.0.1:${server.port}/#${options}`), expected);
  });
}

for (
  const [options, expected] of [
    ["json=queue.depth<100", OK],
    ["json=.queue.depth>=12", OK],
    [
      "json=workers[].load<0.5",
      failure("body", "workers[].load: 2 values, 1 not as asked (status 200)", 200),
    ],
    [
      "json=queue.depth>12",
      failure("body", "queue.depth: 1 value, not as asked (status 200)", 200),
    ],
    [
      "json=queue.name<100",
      failure("body", "queue.name: 1 value is text, must be a number (status 200)", 200),
    ],
    [
      "json=.workers[].load>0.9",
      failure("body", ".workers[].load: 2 values, none as asked (status 200)", 200),
    ],
    ["json=workers[].id:secret", failure("body", "workers[].id: no value (status 200)", 200)],
    ["json=queue:secret", failure("body", "queue: 1 value, not as asked (status 200)", 200)],
    ["json=big>123456789012345678", OK],
    ["json=queue.name:a<5", OK],
  ] as const
) {
  Deno.test(`JsonJudge judges a document when the option is ${options}`, async () => {
    const text = '{"queue":{"depth":12,"name":"a<5"},"workers":[{"load":0.9},{"load":0.25}],' +
      '"big":123456789012345679}';
    await using server = listen(answer(sized(text)));
    assertEquals(await outcomeOf(`http://127.0.0.1:${server.port}/#${options}`), expected);
  });
}

Deno.test("a reason shows count, number and status when a path or a metric has 300 characters", async () => {
  const name = "a".repeat(300);
  const shown = `${name.slice(0, 97)}...`;
  for (
    const [option, body, reason] of [
      [`json=[].${name}:x`, `[{"${name}":1},{"${name}":2}]`, "2 values, none as asked"],
      [`metric=${name}<7`, `${name} 7\n`, "is 7, must be < 7"],
      [`metric=${name}<7`, "b 7\n", "is missing"],
    ] as const
  ) {
    await using server = listen(answer(sized(body)));
    const outcome = await outcomeOf(`http://127.0.0.1:${server.port}/#${option}`);
    const cut = option.startsWith("json")
      ? `[].${name.slice(0, 94)}...: ${reason}`
      : `metric ${shown} ${reason}`;
    assertEquals(outcome, failure("body", `${cut} (status 200)`, 200));
  }
});

const CUT = failure("body", "the page ends in the middle of a line (status 200)", 200);
const UNSIZED = "HTTP/1.1 200 OK\r\n\r\n";

for (
  const [what, sent, expected] of [
    ["may be cut in a number", `${UNSIZED}a 5`, CUT],
    ["may be cut in another line", `${UNSIZED}a 5\nb`, CUT],
    ["may be cut in what was a # EO", `${UNSIZED}a 5\n# EO`, CUT],
    ["ends with a line feed", `${UNSIZED}a 5\n`, OK],
    ["ends with # EOF", `${UNSIZED}a 5\n# EOF`, OK],
    ["is cut after an earlier # EOF", `${UNSIZED}a 5\n# EOF\nb 12`, CUT],
    ["is cut after words behind # EOF", `${UNSIZED}# EOF of a part\na 5`, CUT],
    ["is empty", UNSIZED, failure("body", "metric a is missing (status 200)", 200)],
    ["has a length", sized("a 5"), OK],
    [
      "has chunks",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na 5\r\n0\r\n\r\n",
      OK,
    ],
  ] as const
) {
  Deno.test(`MetricsJudge knows whether it has the last line when the page ${what}`, async () => {
    await using server = listen(answerAndClose(sent));
    assertEquals(await outcomeOf(`http://127.0.0.1:${server.port}/#metric=a==5`), expected);
  });
}

const ENGINES = `tokens_total{engine="0"} 5
tokens_total{engine="1"} 9
running{engine="0"} 3
running{engine="1"} -1
waiting{engine="0"} 7
`;
const MANY = Array.from({ length: 257 }, (_, i) => `tokens_total{engine="${i}"} 5\n`).join("");

for (
  const [options, page, expected] of [
    ["metric=running<5&each=engine", ENGINES, OK],
    [
      "metric=tokens_total<9&each=engine",
      ENGINES,
      failure("body", 'metric tokens_total is 9, must be < 9 (engine="1") (status 200)', 200),
    ],
    [
      "metric=tokens_total<5&each=engine",
      ENGINES,
      failure(
        "body",
        'metric tokens_total is 5, must be < 5 (engine="0", and 1 more) (status 200)',
        200,
      ),
    ],
    [
      "metric=tokens_total<50&each=model",
      ENGINES,
      failure("body", "metric has no label model on line 1 (status 200)", 200),
    ],
    [
      "progress=tokens_total&busy=queue&stall=9&each=engine",
      `${ENGINES}queue 5\n`,
      failure("body", "busy has no label engine on line 6 (status 200)", 200),
    ],
    [
      "metric=tokens_total<50&each=engine",
      MANY,
      failure("body", "metric has over 256 values of engine on line 257 (status 200)", 200),
    ],
    [
      "metric=tokens_total{engine=%22secret%22}<50&each=engine",
      ENGINES,
      failure("body", "metric tokens_total has no series with these labels (status 200)", 200),
    ],
    [
      "metric=celery_queue_length<5&if-missing=0",
      ENGINES,
      { ...OK, found: "status 200, celery_queue_length is missing, counted as 0" },
    ],
    [
      "metric=runing<5&if-missing=0",
      ENGINES,
      { ...OK, warning: "runing is missing, counted as 0; did you mean running?" },
    ],
    [
      "metric=celery_queue_length>0&if-missing=0",
      ENGINES,
      failure("body", "metric celery_queue_length is 0, must be > 0 (status 200)", 200),
    ],
    [
      "metric=celery_worker_up==1&each=hostname&if-missing=0",
      ENGINES,
      failure("body", "metric celery_worker_up is 0, must be == 1 (status 200)", 200),
    ],
    [
      "metric=celery_queue_length<5&if-missing=0",
      "# TYPE celery_queue_length gauge\n",
      failure("body", "the page has no series (status 200)", 200),
    ],
    [
      "metric=celery_queue_length<5",
      ENGINES,
      failure("body", "metric celery_queue_length is missing (status 200)", 200),
    ],
  ] as const
) {
  Deno.test(`MetricsJudge judges values of labels and what is missing when the options are ${options}`, async () => {
    await using server = listen(answer(sized(page)));
    assertEquals(await outcomeOf(`http://127.0.0.1:${server.port}/#${options}`), expected);
  });
}

/** What a page shows of the work. */
function workOf(page: string, options: string): unknown {
  const own = parseWork(options);
  const judge = new MetricsJudge(own, { onWork: (work) => shown = work, onMissing: () => {} });
  let shown: unknown;
  judge.read(new TextEncoder().encode(page));
  assertEquals(judge.end(), null);
  return shown;
}

function parseWork(options: string): MetricOptions {
  const given = new URLSearchParams(options);
  const busy = given.getAll("busy").map((text) => parseBusy(text)).filter((one) =>
    one !== undefined
  );
  assertEquals(busy.length, given.getAll("busy").length);
  return {
    metric: null,
    progress: parseMetricSelector(given.get("progress") ?? "") ?? null,
    busy,
    each: given.get("each")?.split(",") ?? [],
    ifMissing: given.has("if-missing"),
  };
}

for (
  const [options, work] of [
    ["progress=tokens_total&busy=running", { "": [14, "running", 3] }],
    ["progress=tokens_total&busy=running>3", { "": [14] }],
    ["progress=tokens_total&busy=running>3&busy=waiting", { "": [14, "waiting", 7] }],
    ["progress=tokens_total&busy=running&each=engine", {
      'engine="0"': [5, "running", 3],
      'engine="1"': [9],
    }],
    // Without if-missing, a value that only one of the two has keeps its clock.
    ["progress=tokens_total&busy=waiting&each=engine", { 'engine="0"': [5, "waiting", 7] }],
    ["progress=tokens_total&busy=waiting&each=engine&if-missing=0", {
      'engine="0"': [5, "waiting", 7],
      'engine="1"': [9, undefined],
    }],
    ["progress=done_total&busy=waiting&each=engine&if-missing=0", {
      'engine="0"': [null, "waiting", 7],
    }],
    ["progress=done_total&busy=none&if-missing=0", { "": [0] }],
  ] as const
) {
  Deno.test(`MetricsJudge shows the work when the options are ${options}`, () => {
    const expected = Object.entries(work).map(([key, [progress, ...busy]]) => {
      const [name, value] = busy;
      const gauge = busy.length === 0 ? null : undefined;
      return [key, { progress, busy: name === undefined ? gauge : { name, value } }];
    });
    assertEquals(workOf(ENGINES, options), new Map(expected as [string, unknown][]));
  });
}

for (const text of ["running>-1", "running>x", ">1", ""]) {
  Deno.test(`parseBusy() returns undefined when given ${JSON.stringify(text)}`, () => {
    assertEquals(parseBusy(text), undefined);
  });
}

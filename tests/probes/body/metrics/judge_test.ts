import { assertEquals } from "@std/assert";
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
    ["progress=done_total&busy=queue&stall=120", OK],
    [
      "progress=done&busy=queue&stall=120",
      failure("body", "metric done is missing; did you mean done_total? (status 200)", 200),
    ],
    [
      "progress=done_total&busy=queue&stall=120&metric=queue<1",
      failure("body", "metric queue is 7, must be < 1 (status 200)", 200),
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
    ["json=workers[].load<0.5", OK],
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

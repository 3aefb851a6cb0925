import { assertEquals } from "@std/assert";
import { answer, listen } from "../servers/misbehaving.ts";
import { failure, outcomeOf } from "../support/outcome.ts";

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
    ["metric=queue!=7", failure("body", "metric queue is 7, must be != 7", 200)],
    ["metric=queue<7", failure("body", "metric queue is 7, must be < 7", 200)],
    [
      "metric=queue{name=%22secret%22}<9",
      failure("body", "metric queue has no series with these labels", 200),
    ],
    ["metric=queu<9", failure("body", "metric queu is missing; did you mean queue?", 200)],
    ["metric=done_total>6&contains=queue", OK],
    ["metric=done_total>6&contains=nothing", failure("body", "body does not hold the text", 200)],
    [
      "metric=done_total>7&contains=queue",
      failure("body", "metric done_total is 7, must be > 7", 200),
    ],
    ["progress=done_total&busy=queue&stall=120", OK],
    [
      "progress=done&busy=queue&stall=120",
      failure("body", "metric done is missing; did you mean done_total?", 200),
    ],
    [
      "progress=done_total&busy=queue&stall=120&metric=queue<1",
      failure("body", "metric queue is 7, must be < 1", 200),
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
    ["json=queue.depth>12", failure("body", "body's JSON has no such value", 200)],
    ["json=queue.name<100", failure("body", "body's JSON has no such value", 200)],
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

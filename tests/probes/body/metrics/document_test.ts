import { assertEquals } from "@std/assert";
import { parseBusy } from "../../../../src/probes/body/metrics/expectation.ts";
import { parseProgress } from "../../../../src/probes/body/metrics/selector.ts";
import { answer, listen } from "../../../servers/misbehaving.ts";
import { failure, outcomeOf } from "../../../support/outcome.ts";
import { verdicts } from "../../../support/progress.ts";

const OK = {
  ok: true,
  status: 200,
  found: "status 200",
  progress: { isBusy: true, age: 0 },
} as const;
const OPTIONS = "progress=.message_stats.ack&busy=.messages&stall=100s";

/** What a queue's page says: how many messages it has delivered, and how many wait. */
function queue(ack: number, messages: number): string {
  return JSON.stringify({ messages, message_stats: { ack } });
}

Deno.test("`progress` fails when a number of JSON stands still while another is above 0", async () => {
  assertEquals(await verdicts([queue(7, 3), queue(7, 2), queue(7, 4)], OPTIONS), [
    "ok",
    "ok",
    "no progress of .message_stats.ack for 120 s while .messages is 4 (status 200)",
  ]);
});

Deno.test("`progress` succeeds when a number of JSON rises, or nothing waits", async () => {
  const pages = [queue(7, 3), queue(8, 3), queue(8, 0), queue(8, 0), queue(8, 1)];
  assertEquals(new Set(await verdicts(pages, OPTIONS)), new Set(["ok"]));
});

Deno.test("`progress` counts what a fresh queue lacks as 0 when given if-missing", async () => {
  const pages = Array.from({ length: 3 }, () => '{"messages":4}');
  const reason = "no progress of .message_stats.ack for 120 s while .messages is 4 (status 200)";
  assertEquals(await verdicts(pages, `${OPTIONS}&if-missing=0`), ["ok", "ok", reason]);
});

Deno.test("`progress` sums the numbers of a list that a path selects", async () => {
  const page = (ack: number): string =>
    JSON.stringify([
      { name: "jobs", acks: [1, String(ack)], waits: [-3, 8] },
      { name: "mail", acks: [ack * 2], waits: [90] },
    ]);
  const options = "progress=.[name=jobs].acks[]&busy=.[name=jobs].waits[]>7&stall=100s";
  const reason =
    "no progress of .[name=***].acks[] for 120 s while .[name=***].waits[] is 8 (status 200)";
  assertEquals(await verdicts([page(5), page(6), page(7)], options), ["ok", "ok", "ok"]);
  assertEquals((await verdicts([page(5), page(5), page(5)], options)).at(-1), reason);
});

Deno.test("`progress` names the ends of both paths and the sum when the paths are long", async () => {
  const waiting = { name: "billing", ack_floor: { consumer_seq: 7 }, num_ack_pending: 16 };
  const page = JSON.stringify({
    account_details: [{ stream_detail: [{ name: "ORDERS", consumer_detail: [waiting] }] }],
  });
  const consumer = ".account_details[].stream_detail[name=ORDERS].consumer_detail[name=billing]";
  const options = `progress=${consumer}.ack_floor.consumer_seq&busy=${consumer}.num_ack_pending`;
  const counter = "...ame=***].consumer_detail[name=***].ack_floor.consumer_seq";
  const gauge = "...etail[name=***].consumer_detail[name=***].num_ack_pending";
  const reason = `no progress of ${counter} for 120 s while ${gauge} is 16 (status 200)`;
  assertEquals((await verdicts([page, page, page], `${options}&stall=100s`)).at(-1), reason);
});

Deno.test("`progress` tells integers beyond 2^53 apart when a path selects by them", async () => {
  const page = (ack: number): string =>
    `[{"id":9007199254740993,"ack":${ack},"waits":3},{"id":9007199254740992,"ack":7,"waits":0}]`;
  const id = "9007199254740993";
  const options = `progress=.[id=${id}].ack&busy=.[id=${id}].waits&stall=100s`;
  const pages = [page(7), page(7), page(7)];
  const reason = "no progress of .[id=***].ack for 120 s while .[id=***].waits is 3 (status 200)";
  assertEquals(await verdicts(pages, options), ["ok", "ok", reason]);
  const other = options.replaceAll(id, "9007199254740992");
  assertEquals(await verdicts(pages, other), ["ok", "ok", "ok"]);
});

for (
  const [options, page, expected] of [
    ["", queue(7, 3), OK],
    ["&json=messages<9", queue(7, 3), OK],
    [
      "&json=messages<3",
      queue(7, 3),
      {
        ...failure("body", "messages: 1 value, not as asked (status 200)", 200),
        progress: OK.progress,
      },
    ],
    ["", '{"messages":4}', failure("body", ".message_stats.ack: no value (status 200)", 200)],
    [
      "&if-missing=0",
      '{"messages":4}',
      { ...OK, found: "status 200, .message_stats.ack is missing, counted as 0" },
    ],
    [
      "",
      '{"messages":"many","message_stats":{"ack":7}}',
      failure("body", ".messages: a value is no number (status 200)", 200),
    ],
    [
      "",
      '{"messages":null,"message_stats":{"ack":7}}',
      failure("body", ".messages: a value is no number (status 200)", 200),
    ],
    ["&if-missing=0", "messages 4\n", failure("body", "body is not JSON (status 200)", 200)],
    [
      "&if-missing=0",
      `[${" ".repeat(1024 * 1024)}]`,
      failure("body", "body is over 1 MiB (status 200)", 200),
    ],
  ] as const
) {
  Deno.test(`createWorkReader() judges ${page.slice(0, 60)} when the options end with ${options}`, async () => {
    await using server = listen(
      answer(`HTTP/1.1 200 OK\r\nContent-Length: ${page.length}\r\n\r\n${page}`),
    );
    const url = `http://127.0.0.1:${server.port}/#${OPTIONS}${options}`;
    assertEquals(await outcomeOf(url), expected);
  });
}

for (const text of ["", ".a:", ".a:1", ".a<", ".a b", "..a", ".a>1"]) {
  Deno.test(`parseProgress() returns undefined when given ${JSON.stringify(text)}`, () => {
    assertEquals(parseProgress(text), undefined);
  });
}

for (const text of [".a>-1", ".a>x", ".a>>1", ".a:1", ".a>1<2"]) {
  Deno.test(`parseBusy() returns undefined when given ${JSON.stringify(text)}`, () => {
    assertEquals(parseBusy(text), undefined);
  });
}

Deno.test("parseBusy() reads a path up to the operator when a key holds one", () => {
  assertEquals(parseBusy('."a>1">=2'), {
    selector: { name: '."a>1"', labels: [], path: ["a>1"] },
    comparison: { operator: ">=", number: 2 },
  });
});

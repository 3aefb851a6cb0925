import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Failure } from "../../../src/check/failure.ts";
import { type Notice, slackMessage, slackTest } from "../../../src/watch/notify/slack.ts";
import type { Outage } from "../../../src/watch/outages.ts";

interface Message {
  readonly text: string;
  readonly blocks: readonly Block[];
}

interface Block {
  readonly type: string;
  readonly text?: Text;
  readonly fields?: readonly Text[];
  readonly elements?: readonly Text[];
}

interface Text {
  readonly type: string;
  readonly text: string;
}

function outage(
  endpoint: string,
  lastReason = "connection refused",
  lastFailure: Failure = "refused",
): Outage {
  return {
    endpoint,
    begin: new Date(0),
    end: null,
    firstFailure: "timeout",
    firstReason: "x",
    lastFailure,
    lastReason,
  };
}

const SENDER = { label: "prod/llm", pod: "llm-0" };
const SINCE = "*Since*\n<!date^0^{date_short_pretty} {time_secs}|1970-01-01 00:00:00 UTC>";

/** The message of a notice that is sent 20 seconds after the epoch. */
function messageOf(
  kind: Notice["kind"],
  outages: readonly Outage[],
  flapping: readonly string[] = [],
): Message {
  return slackMessage({ kind, outages, flapping, now: new Date(20_000) }, SENDER) as Message;
}

function mrkdwn(text: string): object {
  return { type: "mrkdwn", text, verbatim: true };
}

Deno.test("slackMessage() has a header, fields and a fallback when an outage is opened", () => {
  assertEquals<unknown>(messageOf("opened", [outage("model")]), {
    text: ":red_circle: model is down (prod/llm): refused - connection refused",
    blocks: [
      {
        type: "header",
        text: { type: "plain_text", text: ":red_circle: model is down", emoji: true },
      },
      {
        type: "section",
        fields: [
          mrkdwn("*Endpoint*\nmodel"),
          mrkdwn("*Pod*\nllm-0"),
          mrkdwn("*Reason*\nrefused - connection refused"),
          mrkdwn(SINCE),
        ],
      },
      { type: "context", elements: [mrkdwn("healthcheck watch in prod/llm")] },
    ],
  });
});

Deno.test("slackMessage() says how long it lasted when an outage is resolved", () => {
  const message = messageOf("resolved", [{ ...outage("model"), end: new Date(3_725_000) }]);
  assertEquals(message.text, ":large_green_circle: model is back after 1 h 2 min (prod/llm)");
  assertEquals(message.blocks[0]?.text?.text, ":large_green_circle: model is back after 1 h 2 min");
  assertEquals(message.blocks[1]?.fields?.at(-1)?.text, "*Down for*\n1 h 2 min");
});

for (
  const [kind, title] of [
    ["ongoing", ":red_circle: a is still down after 20 s"],
    ["unmuted", ":red_circle: a is still down after 20 s"],
  ] as const
) {
  Deno.test(`slackMessage() says how long it has lasted when an outage is ${kind}`, () => {
    const { text, blocks } = messageOf(kind, [outage("a")]);
    assertEquals(text, `${title} (prod/llm): refused - connection refused`);
    assertEquals(blocks[1]?.fields?.at(-1)?.text, "*Down for*\n20 s");
    const said = JSON.stringify(blocks).includes("The hour without messages about it is over.");
    assertEquals(said, kind === "unmuted");
  });
}

Deno.test("slackMessage() says 0 s when the wall clock was set back meanwhile", () => {
  const { blocks } = messageOf("ongoing", [{ ...outage("a"), begin: new Date(30_000) }]);
  assertEquals(blocks[1]?.fields?.at(-1)?.text, "*Down for*\n0 s");
});

Deno.test("slackMessage() lists the outages when there are several", () => {
  const { text, blocks } = messageOf("opened", [outage("a"), outage("b"), outage("c", "x")]);
  assertEquals(
    text,
    ":red_circle: a, b and c are down (prod/llm): a: refused - connection refused; " +
      "b: refused - connection refused; c: refused - x",
  );
  assertEquals(blocks[0]?.text?.text, ":red_circle: a, b and c are down");
  const endpoints = blocks.flatMap(({ fields }) => fields?.[0]?.text ?? []);
  assertEquals(endpoints, ["*Endpoint*\na", "*Endpoint*\nb", "*Endpoint*\nc"]);
});

Deno.test("slackMessage() escapes all but its own date when a reason holds control characters", () => {
  const { text, blocks } = messageOf("opened", [outage("db", "bad <!channel> & more", "other")]);
  const escaped = "bad &lt;!channel&gt; &amp; more";
  assertEquals(text, `:red_circle: db is down (prod/llm): ${escaped}`);
  assertEquals(blocks[1]?.fields?.[2]?.text, `*Reason*\n${escaped}`);
  assertEquals(blocks[1]?.fields?.[3]?.text, SINCE);
});

Deno.test("slackMessage() has no pod when its name is not known", () => {
  const notice = {
    kind: "opened",
    outages: [outage("a")],
    flapping: [],
    now: new Date(0),
  } as const;
  const { blocks } = slackMessage(notice, { label: "x", pod: undefined }) as Message;
  assertEquals(blocks[1]?.fields?.map(({ text }) => text.split("\n")[0]), [
    "*Endpoint*",
    "*Reason*",
    "*Since*",
  ]);
});

Deno.test("slackMessage() says for how long when endpoints are flapping", () => {
  const said = (names: string[]): string => JSON.stringify(messageOf("opened", [], names));
  assertStringIncludes(said(["a"]), "a is flapping: no more messages about it for an hour.");
  assertStringIncludes(said(["a", "b"]), "a, b are flapping: no more messages about them for");
});

/** Fails if a message exceeds the limits that Slack documents. */
function assertFits({ text, blocks }: Message): void {
  assert(text.length <= 40_000 && blocks.length <= 50);
  for (const { type, text, fields = [], elements = [] } of blocks) {
    assert((text?.text.length ?? 0) <= (type === "header" ? 150 : 3000));
    assert(fields.length <= 10 && elements.length <= 10);
    for (const { text } of [...fields, ...elements]) assert(text.length <= 2000);
    // JSON has no notation of half a character that all servers accept.
    for (const it of [...fields, ...elements, ...(text ? [text] : [])]) {
      assert(it.text.isWellFormed());
    }
  }
  assert(text.isWellFormed());
}

for (const kind of ["opened", "ongoing", "unmuted", "resolved"] as const) {
  Deno.test(`slackMessage() stays within Slack's limits when many outages are ${kind}`, () => {
    const names = Array.from(
      { length: 1000 },
      (_, i) => `${i}${"x".repeat(i % 2)}${"\u{1f534}".repeat(1000)}`,
    );
    const outages = names.map((name) => outage(name, "<".repeat(5000)));
    const message = messageOf(kind, outages, names);
    assertFits(message);
    const said = JSON.stringify(message);
    for (const part of [" 1000 endpoints are ", "and 980 more", "about them for an hour."]) {
      assert(said.includes(part), part);
    }
    assertFits(messageOf(kind, outages.slice(0, 1)));
    const sender = { label: "&".repeat(5000), pod: "&".repeat(5000) };
    const notice = { kind, outages, flapping: names, now: new Date(0) };
    assertFits(slackMessage(notice, sender) as Message);
  });
}

Deno.test("slackTest() says that it is a test", () => {
  const message = slackTest(SENDER) as Message;
  assertFits(message);
  assertEquals(
    message.text,
    ":white_check_mark: this is a test (prod/llm): outages will be posted here",
  );
});

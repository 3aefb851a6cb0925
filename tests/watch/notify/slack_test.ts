import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Failure } from "../../../src/check/failure.ts";
import { type Notice, slackMessage, slackTest } from "../../../src/watch/notify/slack.ts";
import type { Outage } from "../../../src/watch/outage.ts";
import { SENDER } from "../../support/watch/sender.ts";

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
    firstFailure: lastFailure,
    firstReason: lastReason,
    lastFailure,
    lastReason,
  };
}

const SINCE = "since <!date^0^{date_short_pretty} {time_secs}|1970-01-01 00:00:00 UTC>";

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
        text: mrkdwn("*model* refused - connection refused"),
      },
      { type: "context", elements: [mrkdwn(`prod/llm, pod llm-0, ${SINCE}`)] },
    ],
  });
});

Deno.test("slackMessage() says how long it lasted when an outage is resolved", () => {
  const message = messageOf("resolved", [{ ...outage("model"), end: new Date(3_725_000) }]);
  assertEquals(message.text, ":large_green_circle: model is back after 1 h 2 min (prod/llm)");
  assertEquals(message.blocks[0]?.text?.text, ":large_green_circle: model is back after 1 h 2 min");
  const place = message.blocks.at(-1)?.elements?.[0]?.text;
  assertEquals(place, `prod/llm, pod llm-0, ${SINCE.replace("since", "from")}`);
});

Deno.test("slackMessage() says in its title how long it lasted when several lasted as long", () => {
  const [a, b] = ["a", "b"].map((name) => ({ ...outage(name), end: new Date(60_000) }));
  assert(a !== undefined && b !== undefined);
  const { text } = messageOf("resolved", [a, b]);
  assertEquals(text, ":large_green_circle: a and b are back after 1 min (prod/llm)");
  const apart = messageOf("resolved", [a, { ...b, begin: new Date(30_000) }]);
  assertEquals(apart.text, ":large_green_circle: a and b are back (prod/llm)");
  const token = SINCE.replace("since", "from");
  assertEquals(
    apart.blocks[1]?.text?.text,
    `*a* refused - connection refused, ${token}, for 1 min`,
  );
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
    assertEquals(blocks[0]?.text?.text, title);
    const said = JSON.stringify(blocks).includes("The hour without messages about it is over.");
    assertEquals(said, kind === "unmuted");
  });
}

Deno.test("slackMessage() says 0 s when the wall clock was set back meanwhile", () => {
  const { blocks } = messageOf("ongoing", [{ ...outage("a"), begin: new Date(30_000) }]);
  assertEquals(blocks[0]?.text?.text, ":red_circle: a is still down after 0 s");
});

Deno.test("slackMessage() says the first reason, and the last where it differs", () => {
  for (
    const [last, words] of [
      [{}, "refused - connection refused"],
      [{ lastReason: "refused by b" }, "refused - connection refused, last refused by b"],
      [
        { lastFailure: "file", lastReason: "no such file" },
        "refused - connection refused, last file - no such file",
      ],
      [
        { lastFailure: "status", lastReason: "status 503" },
        "refused - connection refused, last status 503",
      ],
    ] as const
  ) {
    const { text } = messageOf("resolved", [{ ...outage("a"), ...last }]);
    assertEquals(text, ":large_green_circle: a is back after 20 s (prod/llm)");
    const ongoing = messageOf("ongoing", [{ ...outage("a"), ...last }]);
    assertEquals(ongoing.text.split("(prod/llm): ")[1], words);
  }
});

Deno.test("slackMessage() lists the outages when there are several", () => {
  const { text, blocks } = messageOf("opened", [outage("a"), outage("b"), outage("c", "x")]);
  assertEquals(
    text,
    ":red_circle: a, b and c are down (prod/llm): a: refused - connection refused; " +
      "b: refused - connection refused; c: refused - x",
  );
  assertEquals(blocks[0]?.text?.text, ":red_circle: a, b and c are down");
  assertEquals(blocks.slice(1, -1).map(({ text }) => text?.text), [
    "*a* refused - connection refused",
    "*b* refused - connection refused",
    "*c* refused - x",
  ]);
  assertEquals(blocks.at(-1)?.elements?.[0]?.text, `prod/llm, pod llm-0, ${SINCE}`);
});

Deno.test("slackMessage() says of each outage since when and for how long when several began apart", () => {
  const { blocks } = messageOf("ongoing", [outage("a"), { ...outage("b"), begin: new Date(5000) }]);
  assertEquals(blocks[1]?.text?.text, `*a* refused - connection refused, ${SINCE}, for 20 s`);
  assertStringIncludes(blocks[2]?.text?.text ?? "", ", for 15 s");
  assertEquals(blocks[3]?.elements?.[0]?.text, "prod/llm, pod llm-0");
});

Deno.test("slackMessage() leads to the link and the runbook when there are any", () => {
  const notice = {
    kind: "opened",
    outages: [outage("a/b")],
    flapping: [],
    now: new Date(0),
  } as const;
  const links = { link: "https://x/{pod}?a=1&b=|#{endpoint}", runbook: "https://wiki/{namespace}" };
  const { blocks } = slackMessage(notice, { ...SENDER, links }) as Message;
  assertEquals(
    blocks[1]?.text?.text,
    "*<https://x/llm-0?a=1&amp;b=%7C#a%2Fb|a/b>* refused - connection refused " +
      "(<https://wiki/prod|runbook>)",
  );
});

Deno.test("slackMessage() has no link when it would be too long for Slack", () => {
  const notice = {
    kind: "opened",
    outages: [outage("\u{e9}".repeat(80))],
    flapping: [],
    now: new Date(0),
  } as const;
  const links = { link: "https://x/#{endpoint}", runbook: null };
  const { blocks } = slackMessage(notice, { ...SENDER, links }) as Message;
  assertEquals(blocks[1]?.text?.text, `*${"\u{e9}".repeat(80)}* refused - connection refused`);
});

Deno.test("slackMessage() escapes all but its own date when a reason holds control characters", () => {
  const { text, blocks } = messageOf("opened", [outage("db", "bad <!channel> & more", "other")]);
  const escaped = "bad &lt;!channel&gt; &amp; more";
  assertEquals(text, `:red_circle: db is down (prod/llm): ${escaped}`);
  assertEquals(blocks[1]?.text?.text, `*db* ${escaped}`);
  assertEquals(blocks[2]?.elements?.[0]?.text, `prod/llm, pod llm-0, ${SINCE}`);
});

Deno.test("slackMessage() has no pod when its name is not known", () => {
  const notice = {
    kind: "opened",
    outages: [outage("a")],
    flapping: [],
    now: new Date(0),
  } as const;
  const { blocks } = slackMessage(notice, { ...SENDER, label: "x", pod: undefined }) as Message;
  assertEquals(blocks.at(-1)?.elements?.[0]?.text, `x, ${SINCE}`);
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
    const url = `http://x/?${"&".repeat(60)}`;
    const links = { link: url, runbook: url };
    const sender = { ...SENDER, label: "&".repeat(5000), pod: "&".repeat(5000), links };
    const notice = { kind, outages, flapping: names, now: new Date(0) };
    assertFits(slackMessage(notice, sender) as Message);
  });
}

Deno.test("slackMessage() lists 20 outages and as many flapping endpoints, and counts more", () => {
  const saidOf = (count: number): string => {
    const names = Array.from({ length: count }, (_, index) => `n${index}`);
    return JSON.stringify(messageOf("opened", names.map((name) => outage(name, "x")), names));
  };
  const [all, more] = [saidOf(20), saidOf(21)];
  assert(all.includes("*n19*") && all.includes("n18, n19 are flapping") && !all.includes(' more"'));
  assert(!more.includes("*n20*") && more.includes("21 endpoints are flapping"));
  assertStringIncludes(more, 'and 1 more"');
  assert(!more.includes("n20: "));
});

Deno.test("slackMessage() names the endpoints in a header of 150 characters, and counts them in a longer one", () => {
  const title = (length: number): string | undefined =>
    messageOf("opened", [outage("a"), outage("b".repeat(length))]).blocks[0]?.text?.text;
  const around = ":red_circle: a and  are down".length;
  assertEquals(title(150 - around)?.length, 150);
  assertEquals(title(151 - around), ":red_circle: 2 endpoints are down");
  const long = messageOf("opened", [outage("b".repeat(150))]).blocks[0]?.text?.text;
  assertEquals(long, ":red_circle: 1 endpoint is down");
});

Deno.test("slackMessage() cuts the text when it is over 3000 characters", () => {
  const lengthOf = (count: number): number =>
    messageOf("opened", [outage("a", "x".repeat(count))]).text.length;
  const around = lengthOf(0);
  assertEquals([2999, 3000, 3001, 9000].map((length) => lengthOf(length - around)), [
    ...[2999, 3000],
    ...[3000, 3000],
  ]);
});

Deno.test("slackTest() says that it is a test", () => {
  const message = slackTest(SENDER) as Message;
  assertFits(message);
  assertEquals(
    message.text,
    ":white_check_mark: this is a test (prod/llm): outages will be posted here",
  );
});

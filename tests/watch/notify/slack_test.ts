import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Failure } from "../../../src/check/failure.ts";
import type { Outage } from "../../../src/watch/outages.ts";
import { slackMessage } from "../../../src/watch/notify/slack.ts";

function outage(
  endpoint: string,
  lastReason = "connection refused",
  lastFailure: Failure = "refused",
): Outage {
  return {
    endpoint,
    begin: new Date(0),
    end: new Date(3_725_000),
    firstFailure: "timeout",
    firstReason: "x",
    lastFailure,
    lastReason,
  };
}

const SENDER = { host: "pod-1" };

Deno.test("slackMessage() names endpoint, code, reason, start and pod when outages are opened", () => {
  const message = slackMessage(
    {
      kind: "opened",
      outages: [outage("app"), outage("db", "bad <503> & more", "other")],
      flapping: [],
    },
    SENDER,
  );
  assertEquals(message, {
    text:
      "Outage: app, db on pod-1. app: refused - connection refused, since 1970-01-01 00:00:00 UTC; " +
      "db: bad <503> & more, since 1970-01-01 00:00:00 UTC",
    blocks: [
      { type: "header", text: { type: "plain_text", text: "Outage: app, db" } },
      {
        type: "section",
        text: {
          type: "mrkdwn",
          text: "app: refused - connection refused, since 1970-01-01 00:00:00 UTC",
        },
      },
      {
        type: "section",
        text: {
          type: "mrkdwn",
          text: "db: bad &lt;503&gt; &amp; more, since 1970-01-01 00:00:00 UTC",
        },
      },
      {
        type: "context",
        elements: [{ type: "mrkdwn", text: "healthcheck watch on pod-1" }],
      },
    ],
  });
});

Deno.test("slackMessage() says how long it lasted when an outage is resolved", () => {
  const message = slackMessage(
    { kind: "resolved", outages: [outage("app")], flapping: [] },
    SENDER,
  );
  assertStringIncludes(JSON.stringify(message), "app: ok again after 1 h 2 min");
  assertStringIncludes(JSON.stringify(message), '; it was: refused - connection refused"');
});

Deno.test("slackMessage() stays within Slack's limits when many outages have long reasons", () => {
  const outages = Array.from({ length: 1000 }, (_, i) => outage(`endpoint-${i}`, "x".repeat(5000)));
  const message = slackMessage({ kind: "opened", outages, flapping: ["endpoint-1"] }, SENDER);
  const { blocks, text } = message as {
    text: string;
    blocks: { text?: { text: string } }[];
  };
  assert(blocks.length <= 50 && text.length <= 3000);
  assert(blocks.every((block) => (block.text?.text.length ?? 0) <= 3000));
  assert((blocks[0]?.text?.text.length ?? 0) <= 150);
  assertStringIncludes(JSON.stringify(message), "no more messages about it for an hour");
});

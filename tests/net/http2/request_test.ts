import { assertEquals } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { encodeField } from "../../../src/net/http2/hpack.ts";
import { requestHttp2 } from "../../../src/net/http2/request.ts";
import * as http2 from "../../servers/http2_frames.ts";
import {
  ballast,
  type Bytes,
  field,
  frame,
  text,
  TYPE,
  uint32,
} from "../../servers/http2_frames.ts";
import { MemoryStream } from "../../support/memory_stream.ts";

const { ACK, END_HEADERS, END_STREAM, PADDED, PRIORITY } = http2;
const { CONTINUATION, DATA, GOAWAY, HEADERS, PING, RST_STREAM, SETTINGS, UNKNOWN } = TYPE;

/** Writes fields in alphabetical order. */
function pairsOf(fields: ReadonlyMap<string, string>): string {
  return [...fields].map(([name, value]) => `${name}=${value}`).sort().join(" ");
}

/** What requestHttp2() makes of an answer: head, body and trailers; and what it sent. */
async function ask(
  answer: Bytes,
  most: number,
): Promise<{ outcome: string; sent: readonly number[] }> {
  const stream = new MemoryStream(Uint8Array.from(answer), { most });
  const sent = stream.written;
  try {
    const { head, body, trailers } = await requestHttp2(stream, {
      fields: [[":method", "POST"], [":path", "/x"]],
      body: Uint8Array.of(1, 2, 3),
    });
    const text = body === null ? "no body" : new TextDecoder().decode(body);
    return { outcome: [pairsOf(head), text, pairsOf(trailers)].join("; "), sent };
  } catch (error) {
    if (error instanceof CheckFailure) return { outcome: error.message, sent };
    throw error;
  }
}

const PREFACE = frame(SETTINGS, 0, 0, [0, 4, 0, 0, 0xff, 0xff]);
const FIELDS = [0x88, ...field("content-type", "application/grpc")];
const HEAD = frame(HEADERS, END_HEADERS, 1, FIELDS);
const HELLO = frame(DATA, 0, 1, text("hello"));
const LAST_FIELDS = field("grpc-status", "0");
const TRAILERS = frame(HEADERS, END_HEADERS | END_STREAM, 1, LAST_FIELDS);
const ALL = [HEAD, HELLO, TRAILERS];
const WHOLE = ":status=200 content-type=application/grpc; hello; grpc-status=0";
/** What the whole answer leaves of 60 KiB. */
const LEFT = 60 * 1024 - [PREFACE, ...ALL].flat().length;
const PING_PAYLOAD = [1, 2, 3, 4, 5, 6, 7, 0xff];
const EARLY_HINTS = [8, 3, ...text("103"), ...field("link", "</style.css>; rel=preload")];

/** Frames that are the whole answer, however they put it. */
const WHOLE_ANSWERS: readonly [when: string, frames: readonly Bytes[]][] = [
  ["has head, data and trailers", ALL],
  ["has its data in many frames", [
    HEAD,
    frame(DATA, 0, 1),
    ...text("hello").map((byte) => frame(DATA, 0, 1, [byte])),
    TRAILERS,
  ]],
  ["continues its head in the middle of a field", [
    frame(HEADERS, 0, 1, FIELDS.slice(0, 5)),
    frame(CONTINUATION, 0, 1, FIELDS.slice(5, 9)),
    frame(CONTINUATION, END_HEADERS, 1, FIELDS.slice(9)),
    HELLO,
    TRAILERS,
  ]],
  ["continues its trailers", [
    HEAD,
    HELLO,
    frame(HEADERS, END_STREAM, 1, LAST_FIELDS.slice(0, 5)),
    frame(CONTINUATION, END_HEADERS, 1, LAST_FIELDS.slice(5)),
  ]],
  ["begins its head with an empty frame", [
    frame(HEADERS, 0, 1),
    frame(CONTINUATION, END_HEADERS, 1, FIELDS),
    HELLO,
    TRAILERS,
  ]],
  ["pads head and data", [
    frame(HEADERS, END_HEADERS | PADDED, 1, [2, ...FIELDS, 0, 0]),
    frame(DATA, PADDED, 1, [0, ...text("hel")]),
    frame(DATA, PADDED, 1, [3, 0, 0, 0]),
    frame(DATA, PADDED, 1, [1, ...text("lo"), 0]),
    TRAILERS,
  ]],
  ["has a priority", [
    frame(HEADERS, END_HEADERS | PRIORITY, 1, [0, 0, 0, 0, 16, ...FIELDS]),
    HELLO,
    frame(
      HEADERS,
      END_HEADERS | END_STREAM | PADDED | PRIORITY,
      1,
      [1, 0, 0, 0, 0, 16, ...LAST_FIELDS, 0],
    ),
  ]],
  ["comes after early hints", [
    frame(HEADERS, END_HEADERS, 1, EARLY_HINTS),
    frame(HEADERS, 0, 1, EARLY_HINTS.slice(0, 9)),
    frame(CONTINUATION, END_HEADERS, 1, EARLY_HINTS.slice(9)),
    ...ALL,
  ]],
  ["comes between frames of the connection", [
    frame(SETTINGS, ACK, 0),
    HEAD,
    frame(PING, 0, 0, PING_PAYLOAD),
    HELLO,
    frame(SETTINGS, 0, 0),
    frame(TYPE.WINDOW_UPDATE, 0, 0, uint32(1000)),
    TRAILERS,
  ]],
  ["comes between frames of other streams", [
    frame(HEADERS, 0, 3, FIELDS),
    frame(CONTINUATION, END_HEADERS, 3, LAST_FIELDS),
    HEAD,
    frame(RST_STREAM, 0, 3, uint32(8)),
    HELLO,
    frame(DATA, END_STREAM, 0x101, text("other")),
    TRAILERS,
  ]],
  ["comes between frames of other types", [
    frame(UNKNOWN, 0xff, 0, text("unknown")),
    HEAD,
    frame(UNKNOWN, 0xff, 1, text("unknown")),
    frame(TYPE.PRIORITY, 0, 1, [0, 0, 0, 0, 16]),
    HELLO,
    frame(TYPE.WINDOW_UPDATE, 0, 1, uint32(1000)),
    TRAILERS,
  ]],
  ["sets the reserved bit of its stream", [
    frame(HEADERS, END_HEADERS, 0x80000001, FIELDS),
    HELLO,
    TRAILERS,
  ]],
  // A server that shuts down gracefully first says that it takes any stream.
  ["comes from a server that is going away after it", [
    frame(GOAWAY, 0, 0, [...uint32(0x7fffffff), ...uint32(0)]),
    HEAD,
    frame(GOAWAY, 0, 0, [...uint32(1), ...uint32(0), ...text("max_age")]),
    HELLO,
    TRAILERS,
  ]],
  ["continues after its end", [...ALL, frame(RST_STREAM, 0, 1, uint32(0))]],
  ["has a frame of 16 KiB", [frame(UNKNOWN, 0, 1, new Array(16 * 1024).fill(0)), ...ALL]],
  ["has 60 KiB and continues after its end", [ballast(LEFT), ...ALL, frame(PING, 0, 0)]],
];

const NOT_HTTP2 = "not gRPC: not HTTP/2";
const CUT = "connection closed in the middle of the answer";
const AWAY = "server is going away";

/** Frames that are another answer, or none. */
const OTHER_ANSWERS: readonly [when: string, frames: readonly Bytes[], outcome: string][] = [
  [
    "is a head alone",
    [frame(HEADERS, END_HEADERS | END_STREAM, 1, [0x88, ...field("grpc-status", "12")])],
    ":status=200 grpc-status=12; no body; ",
  ],
  [
    "is a head with an empty body",
    [
      frame(HEADERS, END_HEADERS, 1, [0x88, ...field("grpc-status", "0")]),
      frame(DATA, END_STREAM, 1),
    ],
    ":status=200 grpc-status=0; ; ",
  ],
  ["has no body", [HEAD, TRAILERS], ":status=200 content-type=application/grpc; ; grpc-status=0"],
  [
    "has no trailers",
    [HEAD, frame(DATA, END_STREAM, 1, text("hello"))],
    ":status=200 content-type=application/grpc; hello; ",
  ],
  [
    "has a long frame",
    [HEAD, frame(DATA, END_STREAM, 1, text("hello".repeat(1000)))],
    `:status=200 content-type=application/grpc; ${"hello".repeat(1000)}; `,
  ],
  ["has data before its head", [HELLO, HEAD, TRAILERS], NOT_HTTP2],
  [
    "has data between early hints and its head",
    [frame(HEADERS, END_HEADERS, 1, EARLY_HINTS), HELLO, HEAD, TRAILERS],
    NOT_HTTP2,
  ],
  ["has nothing but data", [frame(DATA, END_STREAM, 1, text("hello"))], NOT_HTTP2],
  [
    "has a head without a status",
    [frame(HEADERS, END_HEADERS, 1, field("content-type", "application/grpc")), HELLO, TRAILERS],
    NOT_HTTP2,
  ],
  [
    "has a status that is no number",
    [frame(HEADERS, END_HEADERS, 1, [8, 4, ...text("200\n")]), HELLO, TRAILERS],
    NOT_HTTP2,
  ],
  [
    "has a status in its trailers",
    [HEAD, HELLO, frame(HEADERS, END_HEADERS | END_STREAM, 1, [0x88, ...LAST_FIELDS])],
    NOT_HTTP2,
  ],
  [
    "has trailers before its end",
    [HEAD, frame(HEADERS, END_HEADERS, 1, LAST_FIELDS), frame(DATA, END_STREAM, 1, text("hello"))],
    NOT_HTTP2,
  ],
  [
    "ends with early hints",
    [frame(HEADERS, END_HEADERS | END_STREAM, 1, EARLY_HINTS), ...ALL],
    NOT_HTTP2,
  ],
  [
    "is reset",
    [HEAD, HELLO, frame(RST_STREAM, 0, 1, uint32(11))],
    "stream reset with HTTP/2 error 11",
  ],
  ["comes from a server that went away", [frame(GOAWAY, 0, 0, uint32(0)), ...ALL], AWAY],
  [
    "comes from a server that went away and set the reserved bit",
    [frame(GOAWAY, 0, 0, uint32(0x80000000)), ...ALL],
    AWAY,
  ],
  [
    "makes a promise",
    [frame(TYPE.PUSH_PROMISE, END_HEADERS, 1, [...uint32(2), ...FIELDS]), ...ALL],
    NOT_HTTP2,
  ],
  [
    "has more padding than its head",
    [frame(HEADERS, END_HEADERS | PADDED, 1, [FIELDS.length + 1, ...FIELDS]), HELLO, TRAILERS],
    NOT_HTTP2,
  ],
  [
    "has more padding than its data",
    [HEAD, frame(DATA, PADDED, 1, [6, ...text("hello")]), TRAILERS],
    NOT_HTTP2,
  ],
  ["has padding without a length", [HEAD, frame(DATA, PADDED, 1), TRAILERS], NOT_HTTP2],
  [
    "has a priority cut short",
    [frame(HEADERS, END_HEADERS | PRIORITY, 1, [0, 0, 0, 0]), ...ALL],
    NOT_HTTP2,
  ],
  [
    "has padding over its priority",
    [frame(HEADERS, END_HEADERS | PADDED | PRIORITY, 1, [3, 0, 0, 0, 0, 16, 0, 0]), ...ALL],
    NOT_HTTP2,
  ],
  [
    "continues without a beginning",
    [frame(CONTINUATION, END_HEADERS, 1, FIELDS), HELLO, TRAILERS],
    NOT_HTTP2,
  ],
  [
    "continues after its end",
    [HEAD, frame(CONTINUATION, END_HEADERS, 1, LAST_FIELDS), HELLO, TRAILERS],
    NOT_HTTP2,
  ],
  ["has malformed fields", [frame(HEADERS, END_HEADERS, 1, [0, 5, 0x61]), ...ALL], NOT_HTTP2],
  [
    "has a frame of over 16 KiB",
    [frame(UNKNOWN, 0, 1, new Array(16385).fill(0)), ...ALL],
    NOT_HTTP2,
  ],
  ["has over 60 KiB", [ballast(LEFT + 1), ...ALL], "answer is over 60 KiB"],
  ["ends with its settings", [], CUT],
  ["ends in the head of a frame", [HEAD, HELLO.slice(0, 8)], CUT],
  ["ends in a frame", [HEAD, HELLO.slice(0, -1)], CUT],
  ["ends in its last frame", [HEAD, HELLO, TRAILERS.slice(0, -1)], CUT],
  ["ends before its continuation", [frame(HEADERS, END_STREAM, 1, FIELDS)], CUT],
  ["ends before its trailers", [HEAD, HELLO], CUT],
];

/** What must not stand between HEADERS and CONTINUATION. */
const INTERRUPTIONS: readonly [what: string, frame: Bytes][] = [
  ["a PING", frame(PING, 0, 0, PING_PAYLOAD)],
  ["SETTINGS", PREFACE],
  ["DATA", HELLO],
  ["another head", HEAD],
  ["a frame of another stream", frame(DATA, 0, 3, text("other"))],
  ["the continuation of another stream", frame(CONTINUATION, END_HEADERS, 3)],
  ["an unknown frame", frame(UNKNOWN, 0, 0)],
];

/** Bytes that do not begin with the settings. */
const WITHOUT_SETTINGS: readonly [when: string, answer: Bytes, outcome: string][] = [
  ["is empty", [], "connection closed before an answer"],
  ["is HTTP/1.1", text("HTTP/1.1 400 Bad Request\r\n\r\n"), NOT_HTTP2],
  ["has no settings", ALL.flat(), NOT_HTTP2],
  ["ends in its settings", PREFACE.slice(0, -1), CUT],
  ["ends in the head of its settings", PREFACE.slice(0, 1), CUT],
];

const ANSWERS: readonly (readonly [when: string, answer: Bytes, outcome: string])[] = [
  ...WHOLE_ANSWERS.map(([when, frames]) => [when, [PREFACE, ...frames].flat(), WHOLE] as const),
  ...OTHER_ANSWERS.map(([when, frames, outcome]) =>
    [when, [PREFACE, ...frames].flat(), outcome] as const
  ),
  ...INTERRUPTIONS.map(([what, interruption]) => {
    const begin = frame(HEADERS, 0, 1, FIELDS.slice(0, 1));
    const end = frame(CONTINUATION, END_HEADERS, 1, FIELDS.slice(1));
    const frames = [PREFACE, begin, interruption, end, HELLO, TRAILERS];
    return [`has ${what} in the middle of its head`, frames.flat(), NOT_HTTP2] as const;
  }),
  ...WITHOUT_SETTINGS,
];
for (const [when, answer, outcome] of ANSWERS) {
  Deno.test(`requestHttp2() gives the same at any pace when the answer ${when}`, async () => {
    for (const most of [Infinity, 7, 3, 1]) {
      assertEquals((await ask(answer, most)).outcome, outcome, `${most} bytes at a time`);
    }
  });
}

Deno.test("requestHttp2() acknowledges SETTINGS and PING when it has sent its request", async () => {
  const answer = [
    PREFACE,
    frame(SETTINGS, ACK, 0),
    HEAD,
    frame(PING, 0, 0, PING_PAYLOAD),
    frame(PING, ACK, 0, PING_PAYLOAD.toReversed()),
    frame(SETTINGS, 0, 0),
    HELLO,
    TRAILERS,
  ].flat();
  const expected = [
    text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    // No dynamic table, and no push.
    frame(SETTINGS, 0, 0, [0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0]),
    frame(HEADERS, END_HEADERS, 1, [...field(":method", "POST"), ...field(":path", "/x")]),
    frame(DATA, END_STREAM, 1, [1, 2, 3]),
    frame(SETTINGS, ACK, 0),
    frame(PING, ACK, 0, PING_PAYLOAD),
    frame(SETTINGS, ACK, 0),
  ].flat();
  for (const most of [Infinity, 7, 3, 1]) {
    assertEquals((await ask(answer, most)).sent, expected, `${most} bytes at a time`);
  }
});

for (
  const [length, expected] of [
    [16 * 1024, [[HEADERS, END_HEADERS, 16 * 1024]]],
    [16 * 1024 + 1, [[HEADERS, 0, 16 * 1024], [CONTINUATION, END_HEADERS, 1]]],
    [32 * 1024, [[HEADERS, 0, 16 * 1024], [CONTINUATION, END_HEADERS, 16 * 1024]]],
  ] as const
) {
  Deno.test(`requestHttp2() sends ${expected.length} frames of fields when they take ${length} bytes`, async () => {
    const stream = new MemoryStream(Uint8Array.from([PREFACE, ...ALL].flat()));
    const empty = encodeField("x", "y".repeat(length - 20)).length;
    const value = "y".repeat(2 * length - 20 - empty);
    assertEquals(encodeField("x", value).length, length);
    await requestHttp2(stream, { fields: [["x", value]], body: new Uint8Array() });
    const sent: unknown[] = [];
    let at = 24;
    while (stream.written[at + 3] !== DATA) {
      const [high = 0, middle = 0, low = 0, type, flags] = stream.written.slice(at);
      const size = high * 65_536 + middle * 256 + low;
      if (type !== SETTINGS) sent.push([type, flags, size]);
      at += 9 + size;
    }
    assertEquals(sent, expected.map((row) => [...row]));
  });
}

import { assert, assertEquals, assertLess } from "@std/assert";
import { parseMetricSelector } from "../../../../src/probes/body/metrics/selector.ts";
import { MetricsPage, type PageReading } from "../../../../src/probes/body/metrics/page.ts";
import { random } from "../../../support/random.ts";

const MIB = 1024 * 1024;
const WHOLE = { each: [], ifMissing: false };
const VLLM = Deno.readTextFileSync(new URL("../../../servers/vllm.prom", import.meta.url));

/** Reads a page in pieces, each in the same buffer, as a connection does. */
function readingOf(
  page: string | Uint8Array,
  selectors: readonly string[],
  size = 16_384,
): PageReading {
  const bytes = typeof page === "string" ? new TextEncoder().encode(page) : page;
  const reader = new MetricsPage(
    selectors.map((text) => {
      const selector = parseMetricSelector(text);
      assert(selector !== undefined, text);
      return { selector, option: "metric" } as const;
    }),
    WHOLE,
  );
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    buffer.set(piece);
    if (!reader.read(buffer.subarray(0, piece.length))) break;
  }
  return reader.end();
}

function sums(...values: readonly number[]): PageReading {
  return { ok: true, sums: values.map((value) => new Map([["", value]])), missing: [] };
}

function failure(reason: string): PageReading {
  return { ok: false, reason };
}

const LABELS = 'a{b="c",d="e"} 1\na{b="c",d="f"} 2\na{b="x"} 4\na 8\nab 16\n';

const CASES: readonly [string, string, string, PageReading][] = [
  ["one series", "a 5\n", "a", sums(5)],
  ["several series", LABELS, "a", sums(15)],
  ["series with a label", LABELS, 'a{b="c"}', sums(3)],
  ["a series with two labels", LABELS, 'a{d="f",b="c"}', sums(2)],
  ["series without a label", LABELS, 'a{d=""}', sums(12)],
  ["an empty label", 'a{b=""} 1\na 2\n', 'a{b=""}', sums(3)],
  [
    "series with other labels",
    LABELS,
    'a{b="y"}',
    failure("metric a has no series with these labels"),
  ],
  [
    "a label with another case",
    LABELS,
    'a{B="c"}',
    failure("metric a has no series with these labels"),
  ],
  [
    "the start of a value",
    LABELS,
    'a{b="cc"}',
    failure("metric a has no series with these labels"),
  ],
  ["the start of a name", LABELS, "abc", failure("metric abc is missing; did you mean ab?")],
  ["a name that begins like another", 'b{c="d"} 1\nbc{d="e"} 5\n', "bc", sums(5)],
  ["a name that goes on", "a-b 5\na.b 6\na 7\n", "a", sums(7)],
  ["no last line feed", "b 1\na 5", "a", sums(5)],
  ["CRLF and blank lines", "\r\na 5\r\n\r\n \t\r\na 6\r\n", "a", sums(11)],
  ["white space", ' \ta\t{ b = "c" ,\td="e" , } \t5\t \t123 \n', 'a{b="c",d="e"}', sums(5)],
  ["no white space before the value", 'a{b="c"}5\n', "a", sums(5)],
  ["escapes", 'a{b="\\\\n\\"\\n\\d,} 1"} 5\n', 'a{b="\\\\n\\"\\n\\d,} 1"}', sums(5)],
  [
    "a value that only looks escaped",
    'a{b="\\\\n"} 5\n',
    'a{b="\\n"}',
    failure("metric a has no series with these labels"),
  ],
  ["a line separator behind a backslash", 'a{b="\\\u2028"} 5\n', 'a{b="\\\u2028"}', sums(5)],
  ["text beyond ASCII", 'a{b="\u00e4\u20ac"} 5\n', 'a{b="\u00e4\u20ac"}', sums(5)],
  ["a byte order mark in a value", 'a{b="\ufeffc"} 5\n', 'a{b="\ufeffc"}', sums(5)],
  ["a byte order mark before a name", "\ufeffa 5\na 6\n", "a", sums(6)],
  [
    "a bucket with a point",
    'a_bucket{le="1.0"} 5\na_bucket{le="10"} 7\n',
    'a_bucket{le="1"}',
    sums(5),
  ],
  ["a bucket without a point", 'a_bucket{le="1"} 5\n', 'a_bucket{le="1.0"}', sums(5)],
  ["a bucket with an exponent", 'a_bucket{le="1e+06"} 5\n', 'a_bucket{le="1000000"}', sums(5)],
  ["the infinite bucket", 'a_bucket{le="+Inf"} 5\n', 'a_bucket{le="inf"}', sums(5)],
  ["a quantile", 'a{quantile="0.50"} 5\na{quantile="0.9"} 7\n', 'a{quantile=".5"}', sums(5)],
  [
    "a bucket that is no number",
    'a{le="x"} 5\na{le=""} 5\n',
    'a{le="0"}',
    failure("metric a has no series with these labels"),
  ],
  [
    "a number in another label",
    'a{code="1.0"} 5\n',
    'a{code="1"}',
    failure("metric a has no series with these labels"),
  ],
  ["colons", "a:b:c_1 5\n", "a:b:c_1", sums(5)],
  [
    "the suffixes of samples",
    'a_total 1\na_bucket{le="+Inf"} 2\na_sum 3\na_count 4\n',
    "a_sum",
    sums(3),
  ],
  ["a quoted name", '{"a.b", c="d"} 5\n{ "a.b" } 6\n{"a.c"} 7\n', '{"a.b"}', sums(11)],
  ["a plain name in quotes", '{"a",b="c"} 5\n', 'a{b="c"}', sums(5)],
  ["an escape in a quoted name", '{"a\\"b"} 5\n', '{"a\\"b"}', sums(5)],
  ["an empty name before it", '{""} 1\n{"a.b"} 5\n', '{"a.b"}', sums(5)],
  [
    "an odd name before a malformed line",
    '{"a b"} 1\na b{} 5\n',
    "a",
    failure("metric a is malformed on line 2"),
  ],
  ["a quoted label", '{"a.b","c.d"="e"} 5\n', '{"a.b","c.d"="e"}', sums(5)],
  ["an integer", "a 12345678901234567\n", "a", sums(12345678901234567)],
  ["a decimal", "a 0.1\n", "a", sums(0.1)],
  ["a number with many digits", "a 7.424100000000001e-05\n", "a", sums(7.424100000000001e-5)],
  ["a decimal with many digits", "a 328313037.267430055\n", "a", sums(328313037.267430055)],
  ["a large number between small ones", "a 1\na 1e100\na 1\na -1e100\n", "a", sums(2)],
  ["numbers with signs and points", "a -5\na +.5\na 7.\n", "a", sums(2.5)],
  ["infinity", "a +Inf\na 1\n", "a", sums(Infinity)],
  ["infinity in other words", "a -inf\na -Infinity\n", "a", sums(-Infinity)],
  ["both infinities", "a +Inf\na -Inf\n", "a", failure("metric a is NaN")],
  ["NaN", "a NaN\na 1\n", "a", failure("metric a is NaN")],
  ["a timestamp", "a 5 1395066363000\n", "a", sums(5)],
  ["a timestamp in seconds and an exemplar", 'a 5 1.5 # {id="x y"} 0.67 1.4\n', "a", sums(5)],
  ["an exemplar", 'a{b="c"} 5 # {id="}"} 0.67\n', "a", sums(5)],
  ["line separators in an exemplar", 'a 5 # {id="\u2028\r"} 1\n', "a", sums(5)],
  ["comments", "#a 1\n# a 2\n# HELP a 3\n#\na 5\n# EOF\n", "a", sums(5)],
  [
    "no series",
    "# HELP a_total x\n# TYPE a_total counter\n",
    "a_total",
    failure("metric a_total has no series yet"),
  ],
  [
    "no series in OpenMetrics",
    "#  TYPE\ta counter\n# EOF\n",
    "a_total",
    failure("metric a_total has no series yet"),
  ],
  [
    "no series of a quoted name",
    '# TYPE "a.b" gauge\n',
    '{"a.b"}',
    failure("metric a.b has no series yet"),
  ],
  [
    "a comment that begins like a type",
    "# TYPED a\n# HELP a x\n",
    "a",
    failure("metric a is missing"),
  ],
  ["its type after its series", "a 5\n# TYPE a gauge\n", "a", sums(5)],
  ["a malformed line of another metric", "b x\n<p>\nb{ 1\n=\na 5\n", "a", sums(5)],
  ["a malformed series with other labels", 'a{b="x"} x\na{b="c"} 5\n', 'a{b="c"}', sums(5)],
  [
    "a label twice",
    'a{b="c"} 5\na{b="c",b="c"} 1\n',
    'a{b="c"}',
    failure("metric a is malformed on line 2"),
  ],
  [
    "a quoted label twice",
    'a{b="c","b"="d"} 1\n',
    "a",
    failure("metric a is malformed on line 1"),
  ],
  ["a label twice in another metric", 'b{c="d",c="d"} 1\na 5\n', "a", sums(5)],
  ["series after # EOF", "a 5\n# EOF\na 6\n", "a", failure("metric a is after # EOF on line 3")],
  ["series of another metric after # EOF", "a 5\n# EOF\nb 6\n", "a", sums(5)],
  ["a comment that begins with EOF", "# EOF of a file\n#EOF: x\na 5\n", "a", sums(5)],
  [
    "no value after series of another metric",
    'b{c="d"} 1\nb{c="e"} 2\nb{c="f"} 3\na\n',
    "a",
    failure("metric a is malformed on line 4"),
  ],
  ["no value", "b 1\na\n", "a", failure("metric a is malformed on line 2")],
  ["a value that is none", "a 1\na 5x\n", "a", failure("metric a is malformed on line 2")],
  ["a value with underscores", "a 1_0\n", "a", failure("metric a is malformed on line 1")],
  ["a hexadecimal value", "a 0x10\n", "a", failure("metric a is malformed on line 1")],
  ["two points", "a 1.2.3\n", "a", failure("metric a is malformed on line 1")],
  ["text after the timestamp", "a 5 1 2\n", "a", failure("metric a is malformed on line 1")],
  ["a timestamp that is none", "a 5 x\n", "a", failure("metric a is malformed on line 1")],
  ["a number sign in the value", "a 5# 1 2\n", "a", failure("metric a is malformed on line 1")],
  ["a quoted name alone", '{"a" bc="d"} 5\n', "a", failure("metric a is malformed on line 1")],
  ["open labels", '\na{b="c\n', "a", failure("metric a is malformed on line 2")],
  ["a label without quotes", "a{b=c} 5\n", "a", failure("metric a is malformed on line 1")],
  ["labels without a comma", 'a{b="c" d="e"} 5\n', "a", failure("metric a is malformed on line 1")],
  [
    "a label whose quotes are escaped",
    'a{b="c\\"} 5\n',
    "a",
    failure("metric a is malformed on line 1"),
  ],
  ["nothing", "", "a", failure("metric a is missing")],
  ["HTML", "<!doctype html>\n<p>a 5</p>\n", "a", failure("metric a is missing")],
];
for (const [what, page, selector, expected] of CASES) {
  Deno.test(`MetricsPage.end() returns ${JSON.stringify(expected)} when the page has ${what}`, () => {
    for (const size of [1, 2, 3, 5, 16_384]) {
      assertEquals(readingOf(page, [selector], size), expected, `pieces of ${size} bytes`);
    }
  });
}

for (
  const [selectors, expected] of [
    [["vllm:generation_tokens_total", "vllm:num_requests_running"], sums(142_332, 3)],
    [['vllm:num_requests_waiting{engine="0"}', "vllm:num_requests_waiting"], sums(17, 17)],
    [['vllm:request_success_total{finished_reason="stop"}'], sums(311)],
    [
      ["vllm:generation_tokens_total", "vllm:num_requests_runing"],
      failure(
        "metric vllm:num_requests_runing is missing; did you mean vllm:num_requests_running?",
      ),
    ],
    [
      ["vllm:generation_tokens"],
      failure(
        "metric vllm:generation_tokens is missing; did you mean vllm:generation_tokens_total?",
      ),
    ],
    [
      ["num_requests_running"],
      failure("metric num_requests_running is missing; did you mean vllm:num_requests_running?"),
    ],
    [
      ["vllm:generation_tokens_total", "vllm:generation_tokens_totl"],
      failure(
        "metric vllm:generation_tokens_totl is missing; " +
          "did you mean vllm:generation_tokens_total?",
      ),
    ],
    [
      ["vllm:gpu_cache_usage_perc"],
      failure(
        "metric vllm:gpu_cache_usage_perc is missing; did you mean vllm:kv_cache_usage_perc?",
      ),
    ],
    [
      ["vllm:time_to_first_token_seconds"],
      failure(
        "metric vllm:time_to_first_token_seconds is missing; " +
          "did you mean vllm:time_to_first_token_seconds_count?",
      ),
    ],
    [["vllm:lora_requests_info"], failure("metric vllm:lora_requests_info has no series yet")],
    [["sglang:num_running_reqs"], failure("metric sglang:num_running_reqs is missing")],
  ] as const
) {
  Deno.test(`MetricsPage.end() returns ${JSON.stringify(expected)} when vLLM is asked for ${selectors}`, () => {
    assertEquals(readingOf(VLLM, selectors), expected);
    assertEquals(readingOf(VLLM.replaceAll("\n", "\r\n"), selectors, 7), expected);
  });
}

Deno.test("MetricsPage.end() returns the same sum when the series are in another order", () => {
  const lines = Array.from({ length: 99 }, (_, index) => `a{b="${index}"} ${index ** 3 / 7e6}\n`);
  assertEquals(
    readingOf(lines.join(""), ["a"]),
    readingOf(lines.toReversed().join(""), ["a"]),
  );
});

Deno.test("MetricsPage.read() reads 4 MiB and no more when the page is long", () => {
  const page = new Uint8Array(4 * MIB + 1).fill(10);
  page.set(new TextEncoder().encode("\na 5"), 4 * MIB - 4);
  assertEquals(readingOf(page.subarray(0, 4 * MIB), ["a"]), sums(5));
  assertEquals(readingOf(page, ["a"]), failure("body is over 4 MiB"));
});

Deno.test("MetricsPage.read() reads lines of 64 KiB and none longer when a line is long", () => {
  for (const size of [1000, 16_384, MIB]) {
    const comment = `#${"x".repeat(65_535)}`;
    assertEquals(readingOf(`b 1\n${comment}\na 5\n`, ["a"], size), sums(5));
    assertEquals(
      readingOf(`b 1\n${comment}x\na 5\n`, ["a"], size),
      failure("body has a line over 64 KiB"),
    );
    assertEquals(readingOf(`${comment}x`, ["a"], size), failure("body has a line over 64 KiB"));
  }
});

Deno.test("MetricsPage.read() replaces what is no UTF-8 when the page has it in a value or at its end", () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
  for (const size of [1, 2, 16_384]) {
    assertEquals(readingOf(bytes('a{b="\xff\xe2\x82"} 5\n'), ["a"], size), sums(5));
    assertEquals(readingOf(bytes("b \xe2\x82\na 5\n"), ["a"], size), sums(5));
    assertEquals(
      readingOf(bytes("a 5\xe2\x82"), ["a"], size),
      failure("metric a is malformed on line 1"),
    );
  }
});

Deno.test("MetricsPage.read() takes little time when a long line almost matches", () => {
  const startMs = performance.now();
  for (const part of ["1", "1.", "a", " ", '"', "\\", '\\"', 'b="",', "=", "#"]) {
    for (const head of ["a ", "a 5 ", "a{", 'a{b="', '{"', "# TYPE ", '# TYPE "', ""]) {
      const line = `${head}${part.repeat(60_000 / part.length)}`;
      for (const tail of ["x", "\\", "!"]) readingOf(`${line}${tail}\n`, ["a"]);
    }
  }
  // All 240 lines take 0.2 s; with a pattern that backtracks, each takes up to 6 s.
  assertLess(performance.now() - startMs, 10_000);
});

Deno.test("MetricsPage.read() returns false when the page has failed", () => {
  const selector = { name: "a", labels: [] };
  const page = new MetricsPage([{ selector, option: "metric" }], WHOLE);
  assert(page.read(new TextEncoder().encode("b x\na")));
  assert(!page.read(new TextEncoder().encode(" x\n")));
});

Deno.test("MetricsPage.read() returns false when a line that has not ended is too long", () => {
  const page = new MetricsPage([{ selector: { name: "a", labels: [] }, option: "metric" }], WHOLE);
  assert(page.read(new Uint8Array(65_536).fill(35)));
  assert(!page.read(new Uint8Array(1).fill(35)));
});

Deno.test("MetricsPage.end() returns a reading when the bytes of a page are random", () => {
  const next = random(4);
  const good = new TextEncoder().encode(VLLM.slice(0, 2000));
  const special = new TextEncoder().encode('\n\r {}",=#\\ 0.\xff');
  for (let round = 0; round < 2000; round++) {
    const page = good.slice();
    for (let count = next() * 40; count > 0; count--) {
      page[Math.floor(next() * page.length)] = special[Math.floor(next() * special.length)] ?? 0;
    }
    const reading = readingOf(page, ["vllm:num_requests_running"], 1 + Math.floor(next() * 999));
    assert(reading.ok || reading.reason.startsWith("metric vllm:num_requests_running "));
    assertEquals(reading, readingOf(page, ["vllm:num_requests_running"]));
  }
});

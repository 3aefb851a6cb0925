import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { headers, renderReport, renderSelf } from "../../src/formats/html.ts";
import { failure } from "../support/outcome.ts";
import { CERTIFICATE, OK, REFUSED, report, WARNED } from "../support/reports.ts";

const VIEW = { query: "", refresh: null };
const SCRIPT = "<script>alert('\"&')</script>";

Deno.test("html renderReport() lists the failures first when some endpoints fail", async () => {
  const page = renderReport(
    await report({ "http://a/": OK, "http://b/#optional": REFUSED, "http://c/": REFUSED }),
    VIEW,
  );
  const order = [...page.matchAll(/<span class="state">(\w+)<\/span> (\w)/g)].map(([, ...x]) => x);
  assertEquals(order, [["Failed", "c"], ["Warning", "b"], ["OK", "a"]]);
  assertMatch(page, /<h1>Not ready<\/h1>\n<p>1 of 3 fails, 1 warning\.<\/p>/);
  assertStringIncludes(page, "12 ms, limit 5 s");
  assertStringIncludes(page, '<time datetime="1970-01-01T00:00:00.000Z">1970-01-01 00:00:00 UTC');
});

Deno.test("html renderReport() says Ready when only an optional endpoint fails", async () => {
  const page = renderReport(await report({ "http://a/": OK, "http://b/#optional": REFUSED }), VIEW);
  assertMatch(page, /<h1>Ready<\/h1>\n<p>1 of 2 is OK, 1 warning\.<\/p>/);
});

for (
  const [when, found, sentence] of [
    ["one of two warns", [WARNED, OK], "1 of 2 is OK, 1 warning."],
    ["both warn", [WARNED, WARNED], "0 of 2 are OK, 2 warnings."],
    ["one fails and one warns", [REFUSED, WARNED, OK], "1 of 3 fails, 1 warning."],
    ["two fail", [REFUSED, REFUSED, OK], "2 of 3 fail."],
    ["all are ok", [OK, OK], "All 2 are OK."],
    ["the only one is ok", [OK], "The endpoint is OK."],
    ["the only one fails", [REFUSED], "The endpoint fails."],
    ["the only one warns", [WARNED], "1 warning."],
  ] as const
) {
  Deno.test(`html renderReport() counts warnings when ${when}`, async () => {
    const outcomes = found.map((outcome, index) => [`https://${index}.a/`, outcome] as const);
    const page = renderReport(await report(Object.fromEntries(outcomes)), VIEW);
    assertStringIncludes(page, `</h1>\n<p>${sentence}</p>`);
  });
}

Deno.test("html renderReport() shows a card for what is not ok, and a row for what is", async () => {
  const found = { "http://a/": OK, "http://b/#optional": REFUSED, "http://c/": REFUSED };
  const page = renderReport(await report(found), VIEW);
  const lists = [...page.matchAll(/<ul class="(\w+)">([^]*?)<\/ul>/g)];
  const names = (list = ""): string[] => [...list.matchAll(/\/span> (\w)</g)].map((x) => `${x[1]}`);
  assertEquals(lists.map(([, kind, list]) => [kind, names(list)]), [
    ["cards", ["c", "b"]],
    ["rows", ["a"]],
  ]);
});

for (
  const [when, since, count, words] of [
    ["today", "1970-01-01T06:17:59Z", 12, ">06:17</time>, 12 checks<"],
    ["yesterday", "1969-12-31T06:17:59Z", 1, ">1969-12-31 06:17</time>, 1 check<"],
  ] as const
) {
  Deno.test(`html renderReport() says since when an endpoint fails when that was ${when}`, async () => {
    const found = await report({ "http://a/": REFUSED, "http://b/": OK });
    const failing = (name: string): { since: Date; count: number } | undefined =>
      name === "a" ? { since: new Date(since), count } : undefined;
    const page = renderReport(found, { ...VIEW, failing });
    const iso = since.replace("Z", ".000Z");
    assertStringIncludes(page, `failing since <time datetime="${iso}"${words}`);
    assert(!renderReport(found, VIEW).includes("failing since"));
  });
}

Deno.test("html pages say where the process runs when that is known", async () => {
  const place = "prod/<llm>, pod llm-0";
  const page = renderReport(await report({ "http://a/": OK }), { ...VIEW, place });
  const shown = "prod/&#60;llm&#62;, pod llm-0";
  assertStringIncludes(page, `<title>Ready - ${shown} - healthcheck</title>`);
  assertStringIncludes(page, `<p class="place">${shown}</p>\n<h1>Ready</h1>`);
  const self = renderSelf({ now: new Date(0), uptime: 1, place, links: () => ["/all"] });
  assertStringIncludes(self, `<title>Alive - ${shown} - healthcheck</title>`);
  assertStringIncludes(self, '<nav><a href="/all">/all</a></nav>');
});

Deno.test("html renderReport() shows a success with a warning as one", async () => {
  const page = renderReport(await report({ "https://a/": WARNED }), VIEW);
  assertStringIncludes(page, '<header class="warn">\n<h1>Ready</h1>');
  assertStringIncludes(page, '<li class="warn">\n<h2><span class="state">Warning</span> a</h2>');
  assertStringIncludes(page, '<p class="detail">status 200, certificate expires in 9 d</p>');
});

Deno.test("html renderReport() says when a certificate expires when there is no warning", async () => {
  const found = { "https://a/": { ...OK, certificate: CERTIFICATE } };
  const page = renderReport(await report(found), VIEW);
  assertStringIncludes(page, "<p>The endpoint is OK.</p>");
  const names = "(app.example, issued by Example CA)";
  assertStringIncludes(page, `<p class="certificate">certificate expires in 9 d ${names}</p>`);
  assert(!renderReport(await report({ "https://a/": OK }), VIEW).includes('class="certificate"'));
});

Deno.test("html renderReport() leaves a name of a certificate out when it is empty", async () => {
  const certificate = { ...CERTIFICATE, subject: "" };
  const page = renderReport(await report({ "https://a/": { ...REFUSED, certificate } }), VIEW);
  assertStringIncludes(page, ">certificate expires in 9 d (issued by Example CA)</p>");
});

const GROUPED = {
  "http://a/#group=live&group=ready": OK,
  "http://b/#group=ready": REFUSED,
  "http://c/#group=start&optional": REFUSED,
  "http://d/": OK,
};

for (
  const [groups, expected] of [
    [[], ["Group ready", "b", "a", "Group start", "c", "Group live", "a", "Without a group", "d"]],
    [["live"], ["Group live", "a", "Without a group", "d"]],
  ] as const
) {
  Deno.test(`html renderReport() lists endpoints by group when the request selects [${groups}]`, async () => {
    const page = renderReport(await report(GROUPED), {
      ...VIEW,
      part: { count: 4, of: 4, name: undefined, groups, without: [] },
    });
    const headings = [...page.matchAll(/<h([23])[^>]*>(?:<span.*<\/span> )?(.*)<\/h\1>/g)];
    assertEquals(headings.map(([, , text]) => text), [...expected]);
    assertEquals(
      headings.map(([, level]) => level),
      expected.map((text) => text.length > 1 ? "2" : "3"),
    );
  });
}

Deno.test("html renderReport() escapes markup when a name or a reason holds some", async () => {
  const { results, ...rest } = await report({ "http://a/": REFUSED });
  const evil = results.map((result) => ({
    ...result,
    endpoint: { ...result.endpoint, name: SCRIPT, shownUrl: SCRIPT },
    outcome: {
      ...failure("other", SCRIPT),
      certificate: { ...CERTIFICATE, issuer: SCRIPT, subject: SCRIPT },
    },
  }));
  const page = renderReport({ ...rest, results: evil }, { query: `exclude=${SCRIPT}`, refresh: 5 });
  assert(!page.includes("<script"), page);
  assertEquals(page.split("&#60;script&#62;alert(&#39;&#34;&#38;&#39;)").length, 7);
});

Deno.test("html renderReport() reloads the page when `refresh` is set", async () => {
  const found = await report({ "http://a/": OK });
  const off = renderReport(found, { query: "exclude=b&exclude=c", refresh: null });
  assert(!off.includes("http-equiv"), off);
  assertStringIncludes(off, 'href="?exclude=b&#38;exclude=c&#38;refresh=5"');
  const on = renderReport(found, { query: "exclude=b", refresh: 7 });
  assertStringIncludes(on, '<meta http-equiv="refresh" content="7">');
  assertStringIncludes(on, 'Refreshes every 7 s. <a href="?exclude=b">Stop refreshing</a>');
});

Deno.test("html headers allow only what the page holds when it is rendered", async () => {
  const policy = headers["Content-Security-Policy"] ?? "";
  for (
    const page of [
      renderReport(await report({ "http://a/": REFUSED }), { ...VIEW, refresh: 5 }),
      renderSelf({ now: new Date(0), uptime: 61.5 }),
    ]
  ) {
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? "";
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    assertStringIncludes(policy, `default-src 'none'; style-src 'sha256-${hash}'; img-src data:;`);
    // Nothing that the policy would block, and nothing from elsewhere.
    assert(!/\sstyle=|<script|\son\w+=|\ssrc=|url\(|@import|https?:\/\/(?!a\/|www\.w3)/.test(page));
  }
});

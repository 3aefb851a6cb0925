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
  const order = [...page.matchAll(/<\/i> (\w+)<th[^>]*><a [^>]*>(\w)/g)].map(([, ...x]) => x);
  assertEquals(order, [["Failed", "c"], ["Warning", "b"], ["OK", "a"]]);
  assertMatch(page, /<h1>Not ready <small>1 of 3 fails, 1 warning<\/small><\/h1>/);
  assertStringIncludes(page, "<td>12 ms\n");
  assertStringIncludes(page, '<time datetime="1970-01-01T00:00:00.000Z">1970-01-01 00:00:00 UTC');
});

Deno.test("html renderReport() says Ready when only an optional endpoint fails", async () => {
  const page = renderReport(await report({ "http://a/": OK, "http://b/#optional": REFUSED }), VIEW);
  assertMatch(page, /<h1>Ready <small>1 warning<\/small><\/h1>/);
});

for (
  const [when, found, sentence] of [
    ["one of two warns", [WARNED, OK], "1 warning"],
    ["both warn", [WARNED, WARNED], "2 warnings"],
    ["one fails and one warns", [REFUSED, WARNED, OK], "1 of 3 fails, 1 warning"],
    ["two fail", [REFUSED, REFUSED, OK], "2 of 3 fail"],
    ["all are ok", [OK, OK], "all 2 are OK"],
    ["the only one is ok", [OK], "the endpoint is OK"],
    ["the only one fails", [REFUSED], "1 of 1 fails"],
    ["the only one warns", [WARNED], "1 warning"],
  ] as const
) {
  Deno.test(`html renderReport() counts warnings when ${when}`, async () => {
    const outcomes = found.map((outcome, index) => [`https://${index}.a/`, outcome] as const);
    const page = renderReport(await report(Object.fromEntries(outcomes)), VIEW);
    assertStringIncludes(page, ` <small>${sentence}</small></h1>`);
  });
}

Deno.test("html renderReport() shows what optional endpoints failed before warnings when both are there", async () => {
  const found = { "https://a/": WARNED, "http://b/#optional": REFUSED, "http://c/": OK };
  const page = renderReport(await report(found), VIEW);
  assertEquals([...page.matchAll(/<tr class="(\w+)" id="(\w)">/g)].map(([, ...row]) => row), [
    ["warn", "b"],
    ["warn", "a"],
    ["ok", "c"],
  ]);
});

Deno.test("html renderReport() gives a row one line, a header, an anchor and a link when an endpoint fails", async () => {
  const found = await report({ "http://a:81/x#group=live&group=ready": REFUSED });
  const page = renderReport(found, VIEW);
  assertStringIncludes(page, "<caption>Endpoints, failures first</caption>");
  assertEquals(page.match(/<th scope="col"/g)?.length, 5);
  assertStringIncludes(
    page,
    '<tr class="fail" id="a:81/x"><td><i></i> Failed',
  );
  assertStringIncludes(
    page,
    '<th scope="row" title="a:81/x http://a:81/x"><a href="/all/a%3A81%2Fx">a:81/x</a>',
  );
  assertStringIncludes(
    page,
    " <small>live, ready</small> <small>http://a:81/x</small><td>connection",
  );
});

for (
  const [when, since, words] of [
    ["today", "1970-01-01T06:17:59Z", ">06:17:59 UTC</time>"],
    ["yesterday", "1969-12-31T06:17:59Z", ">1969-12-31 06:17:59 UTC</time>"],
  ] as const
) {
  Deno.test(`html renderReport() says since when an endpoint fails when that was ${when}`, async () => {
    const found = await report({ "http://a/": REFUSED, "http://b/": OK });
    const failingSince = (name: string): Date | undefined =>
      name === "a" ? new Date(since) : undefined;
    const page = renderReport(found, { ...VIEW, failingSince });
    const iso = since.replace("Z", ".000Z");
    assertStringIncludes(page, `since <time datetime="${iso}"${words}`);
    assert(!renderReport(found, VIEW).includes("since <time"));
  });
}

Deno.test("html renderReport() draws the last hour when something watches", async () => {
  const found = await report({ "http://a/": REFUSED, "http://b/": OK });
  const lastHour = (name: string): (number | undefined)[] =>
    name === "b" ? Array(60).fill(0) : [...Array(56).fill(undefined), 0, 0.5, 1, 1];
  const page = renderReport(found, { ...VIEW, lastHour });
  assertStringIncludes(page, '<th scope="col">Last hour\n');
  // Neither a touch nor a keyboard shows a `title`.
  assertStringIncludes(
    page,
    '</table>\n<p class="ends">Last hour: a bar a minute; a full one failed',
  );
  assertStringIncludes(
    page,
    '<td title="failed in 3 of 4 min watched"><svg><path class="none" d="M0 13h112v1H0"/>' +
      '<path class="up" d="M112 11h2v3H112"/><path class="partly" d="M114 6h2v8H114"/>' +
      '<path class="down" d="M116 0h4v14H116"/></svg>\n',
  );
  assertStringIncludes(page, '<td><svg><path class="up" d="M0 11h120v3H0"/></svg>\n');
  assert(!/<svg|Last hour/.test(renderReport(found, VIEW)));
});

Deno.test("html renderReport() lists the changes when the report is about one endpoint that is watched", async () => {
  const found = await report({ "http://a/": REFUSED });
  const change = { date: new Date(0), severity: "fail", words: "<refused>" } as const;
  const part = { count: 1, of: 2, name: "a", groups: [], without: [] };
  const view = { ...VIEW, lastChanges: (name: string) => name === "a" ? [change] : [] };
  assertMatch(
    renderReport(found, { ...view, part }),
    /<h2>Last changes<.*\n<ol><li class="fail"><time[^>]*>1970-01-01 00:00:00 UTC<\/time> <i.*Failed<\/span> &#60;refused&#62;<\/ol>/,
  );
  for (const other of [view, { ...VIEW, part }, { ...view, part: { ...part, name: "b" } }]) {
    assert(!renderReport(found, other).includes("Last changes"));
  }
});

Deno.test("html pages say where the process runs when that is known", async () => {
  const place = "prod/<llm>, pod llm-0";
  const page = renderReport(await report({ "http://a/": OK }), { ...VIEW, place });
  const shown = "prod/&#60;llm&#62;, pod llm-0";
  assertStringIncludes(page, `<title>Ready - ${shown} - healthcheck</title>`);
  assertStringIncludes(page, `<span>${shown}</span>`);
  const self = renderSelf({ now: new Date(0), uptime: 1, place, links: () => ["/all"] });
  assertStringIncludes(self, `<title>Alive - ${shown} - healthcheck</title>`);
  assertStringIncludes(
    self,
    '<nav><a href="/all">All endpoints</a> <a href="?format=json">JSON</a></nav>',
  );
});

Deno.test("html renderReport() shows a success with a warning as one", async () => {
  const page = renderReport(await report({ "https://a/": WARNED }), VIEW);
  assertStringIncludes(page, '<header class="warn">');
  assertStringIncludes(
    page,
    '<tr class="warn" id="a"><td><i></i> Warning<th',
  );
  assertStringIncludes(page, ">status 200, certificate expires in 9 d<td>");
  assertEquals(page.split("certificate expires").length, 2);
});

Deno.test("html renderReport() says when a certificate expires when there is no warning", async () => {
  const found = { "https://a/": { ...OK, certificate: CERTIFICATE } };
  const page = renderReport(await report(found), VIEW);
  assertStringIncludes(page, "the endpoint is OK");
  const names = 'title="app.example, issued by Example CA"';
  assertStringIncludes(
    page,
    `<td ${names}>status 200 <small>certificate expires in 9 d</small><td>`,
  );
  assert(!renderReport(await report({ "https://a/": OK }), VIEW).includes("certificate"));
});

Deno.test("html renderReport() leaves a name of a certificate out when it is empty", async () => {
  const certificate = { ...CERTIFICATE, subject: "" };
  const page = renderReport(await report({ "https://a/": { ...REFUSED, certificate } }), VIEW);
  assertStringIncludes(
    page,
    '<td title="issued by Example CA">connection refused <small>certificate expires in 9 d</small>',
  );
});

const GROUPED = {
  "http://a/#group=live&group=ready": OK,
  "http://b/#group=ready": REFUSED,
  "http://c/#group=start&optional": REFUSED,
  "http://d/": OK,
};

Deno.test("html renderReport() gives the verdict of each group when there are groups", async () => {
  const page = renderReport(await report(GROUPED), VIEW);
  const groups = [
    ...page.matchAll(/<li class="(\w+)"><i.*?<\/i> <a href="([^"]*)">.*?<\/a> ([^<]*)</g),
  ];
  assertEquals(groups.map(([, ...group]) => group), [
    ["ok", "/all?group=live", "OK"],
    ["fail", "/all?group=ready", "1 of 2 fails"],
    ["warn", "/all?group=start", "1 warning"],
  ]);
  // An endpoint of two groups stands once.
  assertEquals(page.match(/<tr class/g)?.length, 4);
});

Deno.test("html renderReport() gives no verdict of a group when the report is about a part", async () => {
  const part = { count: 4, of: 5, name: undefined, groups: [], without: ["e"] };
  const page = renderReport(await report(GROUPED), { ...VIEW, part });
  assert(!page.includes('class="groups"'));
  assertStringIncludes(page, "<h1>Not ready: 4 of 5 endpoints, without e <small>");
});

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
  assertEquals(page.split("&#60;script&#62;alert(&#39;&#34;&#38;&#39;)").length, 10);
});

Deno.test("html renderReport() reloads the page when `refresh` is set", async () => {
  const found = await report({ "http://a/": OK });
  const off = renderReport(found, { query: "exclude=b&exclude=c", refresh: null });
  assert(!off.includes("http-equiv"), off);
  assertStringIncludes(off, 'href="?exclude=b&#38;exclude=c&#38;refresh=5"');
  const on = renderReport(found, { query: "exclude=b", refresh: 7 });
  assertStringIncludes(on, '<meta http-equiv="refresh" content="7">');
  assertStringIncludes(on, 'refreshes every 7 s, <a href="?exclude=b">stop</a>');
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

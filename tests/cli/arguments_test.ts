import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };
import { ArgumentError } from "../../src/process/argument_error.ts";
import type { ServeSettings } from "../../src/commands/serve/arguments.ts";
import { parseArguments } from "../../src/cli/arguments.ts";

const KEY = "tests/certificates/good.key";
const [GOOD, KEY_OF_GOOD, OTHER_KEY] = ["good.pem", "good.key", "wrong_name.key"].map((name) =>
  new globalThis.URL(`../certificates/${name}`, import.meta.url).pathname
);
const URL = "http://localhost:8080/health";
const DURATION = "a duration such as 500ms, 90s or 5m, above 0 and at most 3650d";

Deno.test("parseArguments() returns the settings when every argument is valid", async () => {
  const invocation = await parseArguments([
    "8081",
    "2.5",
    URL,
    "https://u:p@[::1]/x?y",
    "--host",
    "::",
  ]);
  assert("settings" in invocation);
  const { port, timeout, host, endpoints } = invocation.settings as ServeSettings;
  assertEquals([port, timeout, host], [8081, 2.5, "::"]);
  assertEquals(endpoints.map(({ name, shownUrl }) => [name, shownUrl]), [
    ["localhost:8080/health", URL],
    ["[::1]/x", "https://[::1]/x"],
  ]);
});

for (
  const [args, expected] of [
    [["watch", "8081", "500ms", URL], { timeout: 0.5, every: 10, startup: 60, keep: 90 }],
    [["watch", "--every", "1.5m", "1", "5", URL], { timeout: 5, every: 90 }],
    [["watch", "--startup=2h", "1", ".5", URL], { timeout: 0.5, startup: 7200 }],
    [["watch", "--keep", "30", "1", "5m", URL], { timeout: 300, keep: 30 }],
    [["watch", "--keep", "36h", "1", "5", URL], { keep: 1.5 }],
    [["wait", "--for", "7d", "--every", "250ms", "5", URL], { waitTimeout: 604_800, every: 0.25 }],
    [["run", "--grace", "1m", "5", URL, "--", "a"], { grace: 60, waitTimeout: 60, every: 1 }],
    [["run", "5", URL, "--", "a"], { timeoutFatal: true, quitOn: "always" }],
    [
      ["run", "--timeout-fatal=false", "--quit-on", "success", "5", URL, "--", "a"],
      { timeoutFatal: false, quitOn: "success" },
    ],
    [["run", "--timeout-fatal", "true", "5", URL, "--", "a"], { timeoutFatal: true }],
    [["history", "--since", "90s", "f"], { since: 90 }],
    [["history", "--limit", "300", "f"], { limit: 300 }],
    [["history", "f"], { since: 7_776_000, limit: 20 }],
    [["1", "5", URL], { shutdownDelay: 0, host: null }],
    [["8081", "5", "http://localhost:8081/self"], { port: 8081 }],
    [["8081", "5", "http://localhost:8082/all"], { port: 8081 }],
    [["8081", "5", "http://other:8081/all"], { port: 8081 }],
    [["8081", "5", "http://localhost:8081/allow"], { port: 8081 }],
    [["check", "5", "http://localhost:8081/all"], { timeout: 5 }],
    [["--shutdown-delay", "0s", "1", "5", URL], { shutdownDelay: 0 }],
    [["watch", "--shutdown-delay", "1m", "1", "5", URL], { shutdownDelay: 60 }],
    [["watch", "1", "5", URL], { testNotice: false, label: null, repeat: null }],
    [["watch", "--test-notice", "1", "5", URL], { testNotice: true }],
    [["watch", "--label", "prod/llm", "--repeat=4h", "1", "5", URL], {
      label: "prod/llm",
      repeat: 14_400,
    }],
    [["watch", "--alert-label", "a=b", "--alert-label=c=d", "--runbook=http://x/", "1", "5", URL], {
      alertLabels: { a: "b", c: "d" },
      runbook: "http://x/",
      link: null,
    }],
  ] as readonly (readonly [readonly string[], Readonly<Record<string, number>>])[]
) {
  Deno.test(`parseArguments() reads durations when given ${args.join(" ")}`, async () => {
    const invocation = await parseArguments(args);
    assert("settings" in invocation);
    const settings = invocation.settings as Readonly<Record<string, unknown>>;
    const found = Object.fromEntries(Object.keys(expected).map((key) => [key, settings[key]]));
    assertEquals(found, expected);
  });
}

Deno.test("parseArguments() makes names unique when URLs differ only in what is not shown", async () => {
  const invocation = await parseArguments(["1", "1", "http://a/?x=1", "http://a/?x=2"]);
  assert("settings" in invocation);
  const { endpoints } = invocation.settings as ServeSettings;
  assertEquals(endpoints.map(({ name }) => name), ["a", "a-2"]);
});

for (
  const [args, message] of [
    ...["localhost", "127.0.0.1", "127.9.9.9", "[::1]", "0.0.0.0"].flatMap((host) =>
      ["/all", "/all/app", "/all?group=x"].map((path): [string[], string] => [
        ["8081", "5", `http://${host}:8081${path}`],
        "cannot use ENDPOINT: it must not be the sidecar's own /all",
      ])
    ),
    [["watch", "80", "5", "http://localhost/all"], "cannot use ENDPOINT: it must not be the"],
    [["--host", "::"], "cannot use PORT: it must be a whole number from 0 to 65535, got nothing"],
    [
      ["check", "5", URL, "http://a/#name=b&progress=c&busy=d&stall=9"],
      'cannot use option progress of endpoint 2: the command must repeat its checks, as wait does, got "check"',
    ],
    ...[["1", "5"], ["check", "5"], ["wait", "5"], ["run", "5"]].map((
      words,
    ): [string[], string] => [
      [...words, URL, "http://a/#alert-label=team=ml"],
      "cannot use option alert-label of endpoint 2: the command must notify, as watch does, got",
    ]),
    [
      ["watch", "--alert-label", "pod=x", "1", "5", URL],
      "cannot use --alert-label: it must be NAME=VALUE, a name of letters, digits and",
    ],
    [
      ["watch", "--alert-label=a=b", "--alert-label=a=c", "1", "5", URL],
      "letters, digits and underscores, given once, that healthcheck does not set itself",
    ],
    [
      ["watch", "--link", "https://x/{node}", "1", "5", URL],
      "cannot use --link: it must be an http or https URL with no braces but {endpoint}, {pod}",
    ],
    [["8081"], "cannot use TIMEOUT"],
    [["8081", "5"], "cannot use ENDPOINT: it must be a URL, got nothing"],
    ...["abc", "-1", "65536", "80.5", "", "0x50", " 80", "1e3"].map((port) =>
      [[port, "5", URL], "cannot use PORT"] as const
    ),
    ...["0", "-1", "NaN", "Infinity", "-Infinity", "5x", "1e999", "", "0.0", "3651d"].map((
      timeout,
    ) => [["8081", timeout, URL], `cannot use TIMEOUT: it must be ${DURATION}, got `] as const),
    ...["every", "startup", "keep", "repeat"].map((name) =>
      [
        ["watch", `--${name}=0`, "1", "1", URL],
        `cannot use --${name}: it must be ${DURATION}, got "0"`,
      ] as const
    ),
    ...["for", "grace"].map((name) =>
      [
        ["run", `--${name}=5x`, "1", URL],
        `cannot use --${name}: it must be ${DURATION}, got "5x"`,
      ] as const
    ),
    [
      ["run", "--timeout-fatal", "5", URL, "--", "a"],
      'cannot use --timeout-fatal: it must be true or false, got "5"',
    ],
    [
      ["run", "--quit-on=failure", "5", URL, "--", "a"],
      'cannot use --quit-on: it must be always or success, got "failure"',
    ],
    [
      ["history", "--limit=0", "f"],
      'cannot use --limit: it must be a whole number from 1 to 10000, got "0"',
    ],
    [["history", "--since=3651d", "f"], `cannot use --since: it must be ${DURATION}, got "3651d"`],
    [
      ["watch", "--keep=3651", "1", "1", URL],
      `cannot use --keep: it must be ${DURATION}, got "3651"`,
    ],

    ...[
      "localhost:8080",
      "nonsense",
      "",
      "http://",
      "http:///health",
      "http://:80/",
      "ftp://a/",
      "http:localhost",
      "http://a:99999/",
      "http://a:0/",
      "http://a b/",
      "http://a/\n",
      "http://a\\b",
      "http://%zz@a/",
    ].map((endpoint) => [["8081", "5", URL, endpoint], "cannot use endpoint 2: "] as const),
    [["8081", "5", URL, "http://LOCALHOST:8080/health"], "it must differ from endpoint 1"],
    [
      ["--nope", "8081", "5", URL],
      'cannot use an option: it must be one that healthcheck has, got "--nope"',
    ],
    [["-x", "8081", "5", URL], "cannot use an option"],
    [["--nope=5", "8081", "5", URL], 'it must be one that healthcheck has, got "--nope"'],
    [["--_", "8081", "5", URL], 'it must be one that healthcheck has, got "--_"'],
    [["--_=5", "8081", "5", URL], 'it must be one that healthcheck has, got "--_"'],
    [["run", "5", URL, "--help=false"], "cannot use an option: it must have no value"],
    [["history", "http://localhost:8081/history"], "cannot use FILE: it must be the history of"],
    [["watch", "--history", URL, "1", "1", URL], "cannot use --history: it must be a file, got"],
    ...["alertmanager:9093", "ftp://a/", "http://a/?b", "http://a/#b", ""].map((
      url,
    ): [string[], string] => [
      ["watch", `--alertmanager=${url}`, "1", "1", URL],
      "cannot use --alertmanager: it must be an http or https URL without a query, got",
    ]),
    [
      ["run", "1", URL, "--", URL],
      "cannot use COMMAND: it must be a program to run, after --, got",
    ],
    ...["-1", "-0.5s", "-Infinity"].map((delay) =>
      [
        ["--shutdown-delay", delay, "8081", "5", URL],
        `cannot use --shutdown-delay: it must be 0 or ${DURATION}, got "${delay}"`,
      ] as const
    ),
    [["watch", "1", "5", URL, "--every", "-1"], `cannot use --every: it must be ${DURATION}, got`],
    [["8081", "5", URL, "--__proto__", "x"], "cannot use an option"],
    [["8081", "5", URL, "--host"], "cannot use --host: it must be an IP address, got nothing"],
    [["--host", "--log-level", "info", "8081", "5", URL], "cannot use --host"],
    [["--host=example.org", "8081", "5", URL], "cannot use --host"],
    [["--host=::", "--host=::1", "8081", "5", URL], "cannot use --host: it must be given once"],
    [
      ["--ca-file", "/none", "8081", "5", URL],
      "cannot use --ca-file: it must be a file that can be read",
    ],
    [
      ["--ca-file", KEY, "8081", "5", URL],
      "cannot use --ca-file: it must be a file of certificates",
    ],
    [
      ["--ca-file", ".", "8081", "5", URL],
      "cannot use --ca-file: it must be a file that can be read",
    ],
    [
      ["--ca-file", "tests/certificates/request.pem", "8081", "5", URL],
      "cannot use --ca-file: it must be a file of certificates",
    ],
    [["watch", "--test-notice=1", "1", "5", URL], "cannot use an option: it must have no value"],
    [["--test-notice", "1", "5", URL], "cannot use an option: it must be one that healthcheck has"],
    ...["", "a\nb", "x".repeat(101)].map((label) =>
      [
        ["watch", `--label=${label}`, "1", "5", URL],
        "cannot use --label: it must be one line of at most 100 characters",
      ] as const
    ),
    [["--help=false", "8081", "5", URL], "cannot use an option: it must have no value"],
    [["--ca-file=", "8081", "5", URL], "cannot use --ca-file: it must be a PEM file, got nothing"],
    ...["cert-file", "key-file"].flatMap((name) =>
      [
        [
          [`--${name}=client.pem`, "8081", "5", URL],
          `use --${name}: it must be an absolute path, got `,
        ],
        [
          [`--${name}=`, "8081", "5", URL],
          `use --${name}: it must be an absolute path, got nothing`,
        ],
      ] as const
    ),
    [
      ["--cert-file", GOOD, "8081", "5", URL],
      "cannot use --cert-file: it must be given with --key-file, got",
    ],
    [
      ["check", "--key-file", KEY_OF_GOOD, "5", URL],
      "cannot use --key-file: it must be given with --cert-file, got",
    ],
    ...["watch", "wait", "run", "check"].map((command) =>
      [
        [command, "--cert-file=/none", `--key-file=${KEY_OF_GOOD}`],
        'cannot use --cert-file: it must be a file of at most 1 MiB that can be read (no such file), got "/none"',
      ] as const
    ),
    [
      [`--cert-file=${KEY_OF_GOOD}`, `--key-file=${KEY_OF_GOOD}`, "8081", "5", URL],
      "cannot use --cert-file: it must be a file of certificates in PEM, got",
    ],
    [
      [`--cert-file=${GOOD}`, `--key-file=${GOOD}`, "8081", "5", URL],
      "cannot use --key-file: it must be an unencrypted private key in PEM",
    ],
    [
      [`--cert-file=${GOOD}`, `--key-file=${OTHER_KEY}`, "8081", "5", URL],
      `cannot use --key-file: it must be the key of the certificate, got "${OTHER_KEY}"`,
    ],
    [["--log-level", "loud", "8081", "5", URL], "cannot use --log-level"],
    [["--log-format", "xml", "8081", "5", URL], "cannot use --log-format"],
  ] as readonly (readonly [readonly string[], string])[]
) {
  Deno.test(`parseArguments() throws an ArgumentError of one line when given ${JSON.stringify(args)}`, async () => {
    const error = await assertRejects(() => parseArguments(args), ArgumentError);
    assertStringIncludes(error.message, message);
    assert(!error.message.includes("\n"));
  });
}

for (
  const args of [
    ["1", "1", "http://u:secret@a:99999/x?secret#secret"],
    ["1", "1", "http://u:sec/secret@a:0/x"],
    ["1", "1", "http://u:sec?secret@a:0/x"],
    ["1", "1", "http://u:sec#secret@a:0/x"],
    ["1", "1", "http://a/#header=A: x&secretPart=="],
    ["1", "1", "http://a/#header=A: x&Secret"],
    ["1", "http://u:secret@a/?secret#header=X:secret"],
    ["http://u:secret@a/?secret#header=X:secret"],
    ["1", "1", "http://h:99999/?email=a@b.c&token=SECRET"],
    ["1", "1", "http://h:99999/#header=From: a@b.c&secret"],
    ["1", "1", "http://a/#header=A: x&secretpart"],
    ["1", "1", "http://a/#header=A: x&timeout=secret"],
    ["1", "1", "http://a/#contains=x&name=/secret"],
    ["1", "1", "http://a/#json=a:x&optional=secret"],
    ["1", "1", "http://a/#secret"],
    ["--nope=secret", "1", "1", URL],
    ["--http://secret=x:p@a/", "1", "1", URL],
    ["history", "http://u:secret@a/?secret"],
    ["--host", "http://u:secret@a/", "1", "1", URL],
    ["--cert-file", "http://u:secret@a/?secret", "1", "1", URL],
    ["--key-file=-----BEGIN PRIVATE KEY-----\nsecret", "1", "1", URL],
    ["--http://u:secret@a/", "1", "1", URL],
  ]
) {
  Deno.test(`parseArguments() reveals no secret when given ${args.join(" ")}`, async () => {
    const { message } = await assertRejects(() => parseArguments(args), ArgumentError);
    assert(!/secret/i.test(message), message);
  });
}

Deno.test("parseArguments() returns a text when given --help or --version", async () => {
  const help = await parseArguments(["--help"]);
  assert("text" in help);
  for (const word of ["PORT", "TIMEOUT", "ENDPOINT", "--host", "--log-format", "--log-level"]) {
    assertStringIncludes(help.text, word);
  }
  assertEquals(await parseArguments(["--version"]), {
    text: `healthcheck ${manifest.version}\n`,
    status: 0,
  });
});

Deno.test("parseArguments() says that there must be no argument when a command takes none", async () => {
  await assertRejects(
    () => parseArguments(["drain", "now"]),
    ArgumentError,
    'cannot use an argument: there must be none, got "now"',
  );
});

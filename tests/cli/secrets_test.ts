import { assert, assertMatch, assertRejects } from "@std/assert";
import { parseArguments } from "../../src/cli/arguments.ts";
import type { HistorySettings } from "../../src/commands/history/arguments.ts";
import type { RunSettings } from "../../src/commands/run/arguments.ts";
import type { ServeSettings } from "../../src/commands/serve/arguments.ts";
import { KINDS } from "../../src/probes/kinds.ts";
import { ArgumentError } from "../../src/process/argument_error.ts";
import { random } from "../support/random.ts";

/** In every part of an argument that may be secret, and in no other. */
const MARK = "Zq7";
const URL = "http://localhost:8080/health";

/** The commands with a text wherever an argument can stand. */
const POSITIONS: readonly ((text: string) => readonly string[])[] = [
  (text) => [text],
  (text) => [text, "1", URL],
  (text) => ["1", text, URL],
  (text) => ["1", "1", text],
  (text) => ["1", "1", URL, text],
  (text) => ["1", "1", text, text],
  (text) => ["check", "1", text],
  (text) => ["check", text, URL],
  (text) => [`--${text}`, "1", "1", URL],
  (text) => [`-${text}`, "1", "1", URL],
  (text) => [`--help=${text}`],
  (text) => [`--unknown=${text}`, "1", "1", URL],
  ...["host", "log-format", "log-level", "ca-file", "cert-file", "key-file"].flatMap((name) => [
    (text: string): string[] => [`--${name}`, text, "1", "1", URL],
    (text: string): string[] => [`--${name}=${text}`, "1", "1", URL],
  ]),
  (text) => ["--host", "::", "--host", text, "1", "1", URL],
  ...[
    "every",
    "startup",
    "after",
    "keep",
    "history",
    "repeat",
    "alertmanager",
    "alert-label",
    "link",
  ].map(
    (name) => (text: string): string[] => [
      "watch",
      `--${name}=${text}`,
      "1",
      "1",
      URL,
    ],
  ),
  ...["for", "grace", "quit"].map((name) => (text: string): string[] => [
    "run",
    `--${name}=${text}`,
    "1",
    URL,
    "--",
    "true",
  ]),
  (text) => ["run", "1", URL, "--", text],
  (text) => ["run", "1", URL, text],
  (text) => ["1", "1", withoutScheme(text)],
  (text) => ["run", "1", URL, withoutScheme(text), "true"],
  (text) => ["help", text],
  (text) => ["install", text],
  (text) => ["completion", text],
  (text) => ["check", "--format", text, "1", URL],
  (text) => ["history", text],
  (text) => ["history", "--since", text, "file"],
  (text) => ["history", "file", text],
];

function withoutScheme(text: string): string {
  return text.slice(text.indexOf("//") + 2);
}

const ODD = [
  "",
  "",
  "a",
  "1",
  ..."@:/?#&=%+ \\\"'[]",
  "\u00e4",
  "\u{1f600}",
  "\ud800",
  "%40",
  "\n",
];

/** Creates wrong and right arguments with secrets in them, the same for the same seed. */
class Generator {
  readonly #next: () => number;
  #escapes = false;

  constructor(seed: number) {
    this.#next = random(seed);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#next() * choices.length)] as T;
  }

  /** The mark between characters that mean something in a URL. */
  #secret(): string {
    const noise = (): string => this.pick(ODD) + this.pick(ODD) + this.pick(ODD);
    const secret = noise() + MARK + noise();
    return this.#escapes ? encodeURIComponent(secret.toWellFormed()) : secret;
  }

  /** What follows a secret value can be the rest of it. */
  #fragment(): string {
    const option = this.pick([
      "header=A: ",
      "header=A:",
      "contains=",
      "json=a:",
      "json=a..b:",
      "json=a<",
      "nope=",
      "send=",
      "expect=",
    ]);
    const then = this.pick([
      ...["", "", "", ""],
      "&",
      "&timeout=",
      "&name=",
      "&status=",
      "&header=B:",
      "&ca=/",
      "&server-name=",
      "&body=&body-file=/",
    ]);
    const value = this.#secret() + (then === "" ? "" : then + this.#secret());
    return this.pick([this.#secret(), option + value, option.replace(" ", "%20") + value]);
  }

  /** A URL, or what was meant to be one. */
  argument({ escapes }: { escapes: boolean }): string {
    this.#escapes = escapes;
    const scheme = this.pick([
      ...KINDS.keys(),
      "http:",
      "http:",
      "https:",
      "https:",
      "ftp:",
      "HTTP:",
    ]);
    const userInfo = this.pick([
      "",
      `${this.#secret()}@`,
      `${this.#secret()}:${this.#secret()}@`,
      `:${this.#secret()}@`,
    ]);
    const address = this.pick(["a", "a:80", "[::1]:80", "a:99999", "", "a b", "%zz", "/s:/x"]);
    const query = this.pick(["", "", `/?${this.#secret()}`, `/?x=1&email=${this.#secret()}`]);
    const fragment = this.pick(["", "", `#${this.#fragment()}`]);
    return `${scheme}//${userInfo}${address}${query}${fragment}`;
  }
}

/** The settings that a log or a message shows, of any command. */
type Settings = Partial<ServeSettings & HistorySettings & Pick<RunSettings, "command">> & {
  history?: string | null;
};

function shownOf(
  { endpoints = [], file, history, command = [] }: Settings,
  { escapes }: { escapes: boolean },
): unknown[] {
  // A password with an unescaped slash is a path, as far as anybody can tell.
  const urls = escapes ? endpoints.map(({ shownUrl }) => shownUrl) : [];
  return [...urls, file, history, command[0]];
}

Deno.test("parseArguments() tells no secret when it is given one anywhere", async () => {
  const generator = new Generator(20261121);
  const counts = { refused: 0, accepted: 0 };
  for (let round = 0; round < 120_000; round++) {
    const escapes = generator.pick([true, false]);
    const text = generator.argument({ escapes });
    const args = generator.pick(POSITIONS)(text);
    const where = JSON.stringify(args);
    try {
      const invocation = await parseArguments(args);
      assert("settings" in invocation, where);
      const shown = shownOf(invocation.settings as Settings, { escapes }).join();
      assert(!shown.includes(MARK), `${where}: ${shown}`);
      counts.accepted++;
    } catch (error) {
      assert(error instanceof ArgumentError, `${where}: ${error}`);
      assert(!error.message.includes(MARK), `${where}: ${error.message}`);
      counts.refused++;
    }
  }
  // Were nearly all of one sort, the other would not have been tried.
  assert(counts.refused > 50_000 && counts.accepted > 1000, JSON.stringify(counts));
});

for (
  const [word, shown] of [
    [`-HAuthorization: Bearer ${MARK}`, "-H***"],
    [`-uadmin:${MARK}`, "-u***"],
    [`-u=admin:${MARK}`, "-u"],
    [`-p${MARK}`, "-p***"],
    [`-h=${MARK}`, "-h"],
    [`--help=${MARK}`, "--help"],
    [`--header:Authorization: ${MARK}`, "--header"],
    [`--header Authorization: ${MARK}`, "--header"],
    [`--header=Authorization: ${MARK}`, "--header"],
    [`--a+${MARK}`, "***"],
    [`---${MARK}`, "***"],
  ] as const
) {
  Deno.test(`parseArguments() shows ${shown} when an option is ${word}`, async () => {
    const words = ["1", "1", word, "http://a/"];
    const { message } = await assertRejects(() => parseArguments(words), ArgumentError);
    assertMatch(message, new RegExp(`, got "${shown.replaceAll("*", "\\*")}"$`));
  });
}

for (
  const words of [
    ["1", "1", "http://a/#header=A:", MARK],
    ["1", "1", "http://a/?key=", MARK],
    ["check", "1", "http://a/#body=a", "tcp://b:1", MARK],
    ["run", "1", "http://a/#header=A:", MARK],
    ["run", "1", "http://a/#header=A:", MARK, "--", "true"],
  ]
) {
  const text = words.join(" ");
  Deno.test(`parseArguments() tells no secret when nobody quoted the space in ${text}`, async () => {
    const error = await assertRejects(() => parseArguments(words), ArgumentError);
    assert(!error.message.includes(MARK), error.message);
  });
}

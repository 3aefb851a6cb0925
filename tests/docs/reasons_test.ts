import { assert, assertEquals } from "@std/assert";
import ts from "typescript";
import { filesIn } from "../support/folder.ts";
import { pageOf } from "../support/pages.ts";

const ROOT = new URL("../../src/", import.meta.url);
/** Where reasons are written, and what follows: how a success, a phase and an argument are described. */
const FOLDERS = ["check/", "net/", "probes/"];
const DESCRIPTIONS = /options\.ts$|\/(?:hpack|phases|kinds|changes|trace)\.ts$/;

/** Texts of two words and more that are no part of a reason. */
const NOT_REASONS: readonly string[] = [
  "less than 1 h",
  "certificate expires in",
  "Requires all access",
  "the system's resolver",
  "a name server",
  "look up",
  ", by /etc/hosts",
  "nothing listens: the connection is to itself",
  "its socket file must have a path of at most",
  "use --ca-file",
  "healthcheck must be compiled with --allow-sys for it",
  "healthcheck must be compiled with --allow-read for it",
  "(no such file)",
  "it must be a file that can be read",
  "a certificate that cannot be read",
  ", not verified",
  "the runtime does not tell",
  "other labels",
  "nothing is busy",
  "the file exists",
  "no path in",
  "bytes read",
  "grpc.health.v1 says SERVING, and a good certificate",
  "grpc.health.v1 says SERVING, over a socket file",
  "no socket file in",
  "files of the request",
  "the status is 200 to 399",
  "the status is 200 to 399, and a good certificate",
  ", no body",
  "is missing, counted as 0",
  "not judged: that takes several checks, as serving, wait and watch make them",
  ", last change",
  "the status is 200 to 399, over a socket file",
  "1 byte, and perhaps more",
  ", then the server closed",
  "answered as expected",
  "it connects, and answers as expected if asked to",
  "files of TLS",
  "a file that healthcheck was compiled to read (--allow-read)",
  "a file of at most 1 MiB that can be read",
];

/** The texts of a file that have two words: strings, and what templates have between expressions. */
function textsOf(file: string): string[] {
  const source = Deno.readTextFileSync(new URL(file, ROOT));
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) {
      const text = node.text.trim();
      if (/[a-z] \S*[a-z]/.test(text)) texts.push(text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return texts;
}

const TEXTS = new Set(
  FOLDERS.flatMap((folder) => filesIn(ROOT, folder, ".ts"))
    .filter((file) => !DESCRIPTIONS.test(file))
    .flatMap(textsOf),
);

Deno.test("docs/reasons.md has every reason when it is compared with the code", () => {
  const rows = pageOf("docs/reasons.md").split("\n").filter((line) => line.startsWith("|"));
  const reasons = rows.flatMap((row) => row.split("|")[1]?.match(/`[^`]+`/g) ?? []).join("\n");
  assert(TEXTS.has("connection refused"));
  assertEquals(
    [...TEXTS].filter((text) => !NOT_REASONS.includes(text) && !reasons.includes(text)),
    [],
    "give docs/reasons.md a row for each of these reasons; one that is no reason goes into NOT_REASONS",
  );
});

Deno.test("NOT_REASONS has no text that is gone when it is compared with the code", () => {
  assertEquals(NOT_REASONS.filter((text) => !TEXTS.has(text)), []);
});

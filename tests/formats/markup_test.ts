import { assertEquals } from "@std/assert";
import { escapeHtml, type Html, joinHtml, markup } from "../../src/formats/markup.ts";

const SCRIPT = "<script>alert('\"&')</script>";
const ESCAPED = "&#60;script&#62;alert(&#39;&#34;&#38;&#39;)&#60;/script&#62;";

for (
  const [text, expected] of [[SCRIPT, ESCAPED], ["", ""], ["a b", "a b"], ["&&", "&#38;&#38;"]]
) {
  Deno.test(`escapeHtml() returns ${expected} when the text is ${text}`, () => {
    assertEquals<string>(escapeHtml(text ?? ""), expected ?? "");
  });
}

Deno.test("markup() returns the template with its values when they are HTML or numbers", () => {
  const inner = markup`<b title="${escapeHtml(SCRIPT)}">\n</b>`;
  assertEquals<string>(
    markup`${1.5}<p>${inner}${markup``}</p>${0}`,
    `1.5<p><b title="${ESCAPED}">\n</b></p>0`,
  );
});

Deno.test("joinHtml() returns the pieces with the separator between them", () => {
  assertEquals<string>(joinHtml([markup`<i>`, escapeHtml("<"), markup`</i>`]), "<i>&#60;</i>");
  assertEquals<string>(joinHtml([markup`a`, markup`b`], "\n"), "a\nb");
});

Deno.test("markup() does not compile when a value is a text, an array or nothing", () => {
  const pieces: readonly Html[] = [markup`a`];
  // @ts-expect-error A text is no HTML.
  markup`<p>${SCRIPT}</p>`;
  // @ts-expect-error Neither is a template without the tag.
  markup`<p>${`<b>${SCRIPT}</b>`}</p>`;
  // @ts-expect-error An array would be joined with commas.
  markup`<p>${pieces}</p>`;
  // @ts-expect-error Nothing would be the word undefined.
  markup`<p>${undefined}</p>`;
  // @ts-expect-error Pieces that are joined by hand are a text.
  markup`<p>${pieces.join("")}</p>`;
  // @ts-expect-error A separator is white space.
  joinHtml(pieces, SCRIPT);
  // @ts-expect-error A text is no piece.
  joinHtml([SCRIPT]);
});

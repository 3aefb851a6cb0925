import { assert, assertEquals } from "@std/assert";
import { STYLE } from "../../src/formats/page_style.ts";

/** The relative luminance of a color (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance). */
function luminanceOf(color: string): number {
  const digits = color.length === 4 ? color.replace(/\w/g, "$&$&") : color;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = parseInt(digits.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastOf(color: string, background: string): number {
  const [one, other] = [luminanceOf(color) + 0.05, luminanceOf(background) + 0.05];
  return Math.max(one, other) / Math.min(one, other);
}

Deno.test("STYLE draws another shape for each state, which a screen reader skips, when it is read", () => {
  const shapes = [...STYLE.matchAll(/^\.(\w+) i::before \{ (.*) \}$/gm)];
  assertEquals(shapes.map(([, state, rule]) => [state, rule]), [
    ["fail", 'content: "\u2715"; content: "\u2715" / "";'],
    ["warn", 'content: "\u25b2"; content: "\u25b2" / "";'],
    ["ok", 'content: "\u25cf"; content: "\u25cf" / "";'],
  ]);
});

const [LIGHT = "", DARK = ""] = [...STYLE.matchAll(/:root \{([^}]*)\}/g)].map(([, rule]) => rule);
const [TEXT, GRAPHICS] = [4.5, 3];

for (const [scheme, rule] of [["light", LIGHT], ["dark", DARK]] as const) {
  Deno.test(`STYLE has the contrasts of WCAG 2.2, level AA, when the scheme is ${scheme}`, () => {
    const colors = new Map([...rule.matchAll(/--(\w+): (#\w+);/g)].map(([, name, c]) => [name, c]));
    const colorOf = (name: string): string => colors.get(name) ?? "";
    const parts = [...STYLE.matchAll(/^\.(up|partly|down|none) \{ fill: var\(--(\w+)\); \}$/gm)];
    assertEquals(parts.map(([, part]) => part), ["up", "partly", "down", "none"]);
    const demands = [
      ...parts.map(([, , name = ""]) => [name, GRAPHICS] as const),
      ...["text", "muted", "fail", "warn", "ok"].map((name) => [name, TEXT] as const),
    ];
    for (const [name, minimum] of demands) {
      for (const background of ["card", "red", "amber"]) {
        const contrast = contrastOf(colorOf(name), colorOf(background));
        assert(contrast >= minimum, `${name} on ${background}: ${contrast}, must be ${minimum}`);
      }
    }
    for (const name of ["text", "muted", "fail", "warn", "ok"]) {
      assert(contrastOf(colorOf(name), colorOf("back")) >= TEXT, name);
    }
    for (const name of ["up", "partly", "down"]) {
      assert(contrastOf(colorOf(name), colorOf("back")) >= GRAPHICS, name);
    }
  });
}

Deno.test("STYLE gives no bar to an endpoint that is OK when colors are forced", () => {
  // A forced color replaces "transparent", but no system color (https://www.w3.org/TR/css-color-adjust-1/#forced).
  assert(STYLE.includes("@media (forced-colors: active) { tr.ok { --bar: Canvas; } }"));
});

Deno.test("STYLE keeps the heads of the columns for screen readers when the page is narrow", () => {
  const [, narrow = ""] = STYLE.split("@media (max-width: 699px) {");
  const [, rule] = /^ {2}thead \{ (.*) \}$/m.exec(narrow) ?? [];
  assertEquals([rule], [/^caption \{ (.*) \}$/m.exec(STYLE)?.[1]]);
});

Deno.test("STYLE lays out late only what is OK and far down, in rows that a browser can skip", () => {
  const late = [...STYLE.matchAll(/^(.*) \{ content-visibility: auto;/gm)];
  assertEquals(late.map(([, selector]) => selector), ["tr.ok:nth-child(n+50)"]);
  // It applies to no part of a table (https://www.w3.org/TR/css-contain-2/#containment-size).
  assert(STYLE.includes("table, thead, tbody { display: block; }\n"));
  assert(STYLE.includes("\ntr { display: grid;"));
});

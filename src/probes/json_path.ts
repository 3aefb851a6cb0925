/** @module The option `json`: a path in a JSON document, and the value expected there. */

/** The value expected at a path of a JSON document. */
export interface JsonExpectation {
  /** From the root: a key, an index (from the end where negative), or `null` for any element. */
  readonly path: readonly (string | number | null)[];
  /** The values that match. */
  readonly values: readonly (string | number | boolean | null)[];
}

const STEP =
  /\.?\[\]|\.?\[(-?\d{1,9})\]|\.?\[("(?:[^"\\]|\\.)*")\]|\.("(?:[^"\\]|\\.)*")|\.([\w-]+)/y;

/**
 * Reads `PATH:VALUE`. PATH is what jq users write, the first dot left out or not: `status`,
 * `data[].id`, `.items[0].name`, `[-1]`, `."a key"`, `["a key"]`. VALUE is a string, or a number,
 * `true`, `false` or `null`, which then also matches the string that reads the same; in quotes it is
 * a JSON string and nothing else.
 *
 * Returns `undefined` for anything else.
 */
export function parseJsonExpectation(text: string): JsonExpectation | undefined {
  if (text.startsWith(":")) return undefined;
  const path: (string | number | null)[] = [];
  const dotted = /^[.[]/.test(text) ? text : `.${text}`;
  let at = 0;
  while (dotted[at] !== ":") {
    if (dotted.startsWith(".:", at) && path.length === 0) {
      at++;
      break;
    }
    STEP.lastIndex = at;
    const match = STEP.exec(dotted);
    if (match === null) return undefined;
    const [, index, bracketed, quoted, plain] = match;
    const key = bracketed ?? quoted;
    if (key !== undefined) {
      const name = parseString(key);
      if (name === undefined) return undefined;
      path.push(name);
    } else path.push(index === undefined ? plain ?? null : Number(index));
    at = STEP.lastIndex;
  }
  const values = parseValues(dotted.slice(at + 1));
  return values === undefined ? undefined : { path, values };
}

/** Whether a document has one of the values at the path. */
export function holds(document: unknown, { path, values }: JsonExpectation): boolean {
  return elementsAt(document, path).some((element) => values.some((value) => value === element));
}

function elementsAt(document: unknown, path: JsonExpectation["path"]): unknown[] {
  let elements: unknown[] = [document];
  for (const step of path) {
    elements = elements.flatMap((element) => {
      if (typeof element !== "object" || element === null) return [];
      if (step === null) return Object.values(element);
      if (typeof step === "number") {
        return Array.isArray(element) && element.length > (step < 0 ? -step - 1 : step)
          ? [element.at(step)]
          : [];
      }
      return !Array.isArray(element) && Object.hasOwn(element, step)
        ? [(element as Record<string, unknown>)[step]]
        : [];
    });
  }
  return elements;
}

function parseValues(text: string): JsonExpectation["values"] | undefined {
  if (text === "") return undefined;
  if (text.startsWith('"')) {
    const value = parseString(text);
    return value === undefined ? undefined : [value];
  }
  if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(text)) {
    return [text];
  }
  const value: unknown = parseJson(text);
  return value === text ? [text] : [text, value as JsonExpectation["values"][number]];
}

/**
 * Parses JSON; an integer that a number cannot hold exactly becomes the text that it was, so that two
 * that differ in their last digits stay apart.
 */
export function parseJson(text: string): unknown {
  const exact = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    Number.isInteger(value) && !Number.isSafeInteger(value) ? context?.source ?? value : value;
  return JSON.parse(text, exact);
}

function parseString(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

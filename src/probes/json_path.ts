/** @module The option `json`: a path in a JSON document, and the value expected there. */

/** The value expected at a path of a JSON document. */
export interface JsonExpectation {
  /**
   * From the root: a key, an index (a negative one counts from the end), or `null` for any element.
   */
  readonly path: readonly (string | number | null)[];
  /** The values that match. */
  readonly values: readonly (string | number | boolean | null)[];
}

const STEP =
  /\.?\[\]|\.?\[(-?\d{1,9})\]|\.?\[("(?:[^"\\]|\\.)*")\]|\.("(?:[^"\\]|\\.)*")|\.([\w-]+)/y;

/**
 * Parses `PATH:VALUE`. PATH is a subset of jq's paths, whose first dot is optional: `status`,
 * `data[].id`, `.items[0].name`, `[-1]`, `."a key"`, `["a key"]`. VALUE is text. If it reads as a
 * JSON number, `true`, `false` or `null`, it matches both that and the string. In quotes it matches
 * only the string.
 *
 * @returns The expectation; `undefined` for any other text.
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

/**
 * Reports whether a document has one of the values at the path.
 *
 * @param document What {@linkcode parseJson} returned.
 */
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
 * Parses JSON. An integer that a number cannot hold exactly becomes its source text, so that
 * integers that differ only in their last digits stay different.
 *
 * @throws {SyntaxError} if the text is not JSON.
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

import type { Renderer } from "../check/report.ts";
import * as text from "./text.ts";

/** A format. */
export interface Format {
  /** What `check` calls it, where it prints it. */
  readonly name?: string;
  /** Loads it when it is first asked for. */
  readonly load: () => Promise<Renderer>;
}

/** The format of who does not ask for another. */
export const TEXT = "text/plain";

/** Every format by its media type. */
export const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  [TEXT, { name: "text", load: () => Promise.resolve(text) }],
  ["application/json", { name: "json", load: () => import("./json.ts") }],
  ["application/health+json", { name: "health+json", load: () => import("./health_json.ts") }],
  ["text/html", { load: () => import("./html.ts") }],
]);

/** The names of the formats that `check` prints. */
export const PRINTABLE: readonly string[] = [...FORMATS.values()].flatMap(({ name }) => name ?? []);

/** Loads what writes the metrics, which are not of one report but of all so far. */
export const loadMetrics = (): Promise<typeof import("../metrics/exposition.ts")> =>
  import("../metrics/exposition.ts");

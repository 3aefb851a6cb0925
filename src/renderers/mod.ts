import type { Renderer } from "../report.ts";
import * as text from "./text.ts";

/** Loads what writes the metrics, which are not of one report but of all so far. */
export const loadMetrics = (): Promise<typeof import("./metrics.ts")> => import("./metrics.ts");

/** The format of who does not ask for another. */
export const TEXT = "text/plain";

/** Every format by its media type: each is loaded when it is first asked for. */
export const FORMATS: ReadonlyMap<string, () => Promise<Renderer>> = new Map<
  string,
  () => Promise<Renderer>
>([
  [TEXT, () => Promise.resolve(text)],
  ["application/json", () => import("./json.ts")],
  ["application/health+json", () => import("./health_json.ts")],
  ["text/html", () => import("./html.ts")],
]);

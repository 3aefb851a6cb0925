import type { Formats } from "./format.ts";
import type { ReportRenderer } from "./renderer.ts";
import * as text from "./text.ts";

/** The formats of reports. */
export const REPORT_FORMATS: Formats<ReportRenderer> = new Map([
  ["text/plain", { name: "text", load: (): ReportRenderer => text }],
  ["application/json", { name: "json", load: () => import("./json.ts") }],
  ["application/health+json", { name: "health+json", load: () => import("./health_json.ts") }],
  ["text/html", { name: "html", isPage: true, load: () => import("./html.ts") }],
]);

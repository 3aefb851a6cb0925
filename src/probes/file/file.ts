import { failureOf } from "../../check/reason.ts";
import type { Outcome } from "../../check/report.ts";
import { type FileState, statRegularFile } from "../../net/files/regular.ts";
import { decodePercent } from "../../process/text/percent.ts";
import { judgeAge } from "./age.ts";
import { loadContent } from "./content.ts";
import { FILE_OPTIONS, type FileOptions } from "./options.ts";
import type { Kind } from "../kind.ts";

/** The kind `file:`, a file that a neighbour writes to a volume that both mount. */
export const KIND: Kind<FileOptions> = {
  shape: "file:///path",
  success: "the file exists",
  namesHost: false,
  permissions: ["read"],
  defaults: { maxAge: null, contains: null, json: null },
  fits: (url) => pathOf(url) !== undefined,
  options: FILE_OPTIONS,
  createProbe: async ({ url, shownUrl, own }, { shareRead, trace }) => {
    const path = pathOf(url);
    if (path === undefined) throw new TypeError(`no path in ${shownUrl}`);
    const { maxAge } = own;
    const content = own.contains === null && own.json === null
      ? { look: statRegularFile, judge: (): null => null }
      : await loadContent(own);
    return async (signal) => {
      try {
        const look = trace?.begin("look", path);
        const state = await shareRead<FileState>(content.look, path, signal);
        look?.end(stateInWords(state));
        const outcome: Outcome = maxAge === null
          ? { ok: true, status: null, found: "exists" }
          : judgeAge((Date.now() - state.modifiedMs) / 1000, maxAge);
        return outcome.ok ? await content.judge(state) ?? outcome : outcome;
      } catch (error) {
        return failureOf(error);
      }
    };
  },
};

function stateInWords({ modifiedMs, start }: FileState): string {
  const read = start === undefined ? "not read" : `${start.length} bytes read`;
  return `: modified ${new Date(modifiedMs).toISOString()}, ${read}`;
}

/** Returns the path that a URL names; `undefined` if no file can have it. */
function pathOf({ href, pathname }: URL): string | undefined {
  const path = decodePercent(pathname);
  // An empty query shows only here: the file that was meant may have a question mark in its name.
  return path === undefined || /\0|\/$/.test(path) || href.includes("?") ? undefined : path;
}

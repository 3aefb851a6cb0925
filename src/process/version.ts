/** @module Which version this is, and where its documentation is. */
import manifest from "../../deno.json" with { type: "json" };

/** The version of this program, as `deno.json` states it. */
export const VERSION: string = manifest.version;

/** Where the documentation of this version is. */
export const DOCUMENTATION = `${manifest.homepage}/tree/v${manifest.version}/docs`;

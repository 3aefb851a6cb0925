/** @module The entry of the history's worker. Outside of a worker it only knows its own address. */

/** Where a worker loads this module from, and the name that tells the module to run. */
export const WORKER: { readonly url: string; readonly name: string } = {
  url: import.meta.url,
  name: "history",
};

if ((globalThis as { name?: string }).name === WORKER.name) await import("./service.ts");

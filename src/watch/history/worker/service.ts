/** @module The history in its worker: it carries out calls that come as messages, one after the other. */
import type { HistoryFile } from "../history_file.ts";
import { type Call, READY, type Reply } from "./messages.ts";
import { historyError } from "../file/schema.ts";
import { HistoryStore } from "./store.ts";

let store: HistoryStore | undefined;
let last: Promise<void> = Promise.resolve();

globalThis.addEventListener("message", (event) => {
  const call = (event as MessageEvent<Call>).data;
  store ??= new HistoryStore(call.path);
  const file = store;
  last = last.then(() => carryOut(file, call)).then(
    (value) => reply({ id: call.id, value }),
    (error) => reply({ id: call.id, error: historyError(error).message }),
  );
});

reply({ id: READY, value: undefined });

function carryOut(file: HistoryFile, call: Call): Promise<unknown> {
  switch (call.method) {
    case "write":
      return file.write(...call.args);
    case "render":
      return file.render(...call.args);
    default:
      return file[call.method]();
  }
}

function reply(message: Reply): void {
  (globalThis as unknown as { postMessage(message: Reply): void }).postMessage(message);
}

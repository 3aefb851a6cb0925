import { DatabaseSync } from "node:sqlite";
import { runDeno, testWorkaround } from "./workaround.ts";

testWorkaround({
  symbol: "setDeadline",
  file: "src/process/time/deadline.ts",
  when: "the first call of setTimeout takes over 2 MiB, and AbortSignal.timeout does not",
  issue: "https://github.com/denoland/deno/pull/35373",
  isThere: async () => {
    const code = `
      const grown = (call) => {
        const before = Deno.memoryUsage().rss;
        call();
        return Deno.memoryUsage().rss - before;
      };
      const signal = grown(() => AbortSignal.timeout(1));
      const timer = grown(() => setTimeout(() => {}, 1));
      console.log(signal < 2 ** 21 && timer > 2 ** 21);
    `;
    return await runDeno(code, { flags: [] }) === "true";
  },
}, { linux: true });

testWorkaround({
  symbol: "exitOf",
  file: "src/run/child.ts",
  when: "the status of a process rejects because a real-time signal ended it",
  issue: null,
  isThere: async () => {
    const child = new Deno.Command("sh", { args: ["-c", "kill -34 $$"] }).spawn();
    const status = await child.status.catch((error: unknown) => String(error));
    return status === "TypeError: Invalid signal: 34";
  },
}, { linux: true });

testWorkaround({
  symbol: "DAMAGE",
  file: "src/watch/history/file/schema.ts",
  when: "an error of DatabaseSync.exec() has no code of SQLite",
  issue: "https://github.com/denoland/deno/issues/28289",
  isThere: () => {
    using db = new DatabaseSync(":memory:");
    try {
      db.exec("SELECT * FROM missing");
      return false;
    } catch (error) {
      return (error as { errcode?: number }).errcode === undefined;
    }
  },
});

testWorkaround({
  symbol: "valueOf",
  file: "src/process/environment.ts",
  when: "Deno.env.get throws because a value is not Unicode",
  issue: null,
  isThere: async () => {
    const code = `
      try {
        Deno.env.get("NOT_UNICODE");
      } catch (error) {
        console.log(error.name);
      }
    `;
    const env = "NOT_UNICODE=$(printf '\\377')";
    return await runDeno(code, { env }) === "InvalidData";
  },
});

testWorkaround({
  symbol: "ignoreBOM",
  file: "src/probes/body/metrics/page.ts",
  when: "TextDecoder removes U+FEFF from the start of a piece behind one of ASCII",
  issue: null,
  isThere: () => {
    const decoder = new TextDecoder();
    const options = { stream: true };
    const start = decoder.decode(Uint8Array.of(0x61), options);
    return start + decoder.decode(Uint8Array.of(0xef, 0xbb, 0xbf), options) === "a";
  },
});

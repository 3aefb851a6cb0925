// Loaded before the program: on SIGUSR1, prints which files of src/ have run code since the last time.
import { Session } from "node:inspector";

const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
Deno.addSignalListener("SIGUSR1", () => {
  session.post("Profiler.takePreciseCoverage", (_, coverage) => {
    const passed = coverage.result.filter(({ functions }) =>
      functions.some(({ ranges }) => ranges.some(({ count }) => count > 0))
    );
    const files = passed.flatMap(({ url }) => /.*\/src\/(.+)$/.exec(url)?.[1] ?? []);
    Deno.stdout.writeSync(new TextEncoder().encode(`passed ${files.join(" ")}\n`));
  });
});

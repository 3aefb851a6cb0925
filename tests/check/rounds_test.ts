import { assert, assertEquals } from "@std/assert";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import type { Endpoint } from "../../src/check/endpoint.ts";
import type { Outcome, Result } from "../../src/check/report.ts";
import { Rounds } from "../../src/check/rounds.ts";
import { OK } from "../support/reports.ts";

/** Rounds whose checks end when the test ends them. */
class Bench {
  readonly started: Map<string, PromiseWithResolvers<Outcome>[]> = new Map();
  readonly reported: Result[] = [];

  async rounds(
    limit: number,
    ...urls: readonly string[]
  ): Promise<{ rounds: Rounds; endpoints: Endpoint[] }> {
    const endpoints = await parseEndpoints(urls, 5);
    const targets = endpoints.map((endpoint) => {
      const started: PromiseWithResolvers<Outcome>[] = [];
      this.started.set(endpoint.name, started);
      const probe = (): Promise<Outcome> => {
        started.push(Promise.withResolvers<Outcome>());
        return started.at(-1)?.promise ?? Promise.resolve(OK);
      };
      return { endpoint, probe };
    });
    const rounds = new Rounds({ targets, limit, onResult: (result) => this.reported.push(result) });
    return { rounds, endpoints };
  }

  /** The number of checks of an endpoint that have started. */
  count(name: string): number {
    return this.started.get(name)?.length ?? 0;
  }

  /** Ends a check. Its status, 200 + index, identifies it. */
  end(name: string, index: number): void {
    this.started.get(name)?.[index]?.resolve({
      ok: true,
      status: 200 + index,
      found: "status 200",
    });
  }
}

Deno.test("Rounds.request() runs no more checks than the limit when there are many requests", async () => {
  const bench = new Bench();
  const { rounds, endpoints } = await bench.rounds(2, "http://a/");
  const pending = Array.from({ length: 100 }, () => rounds.request(endpoints));
  assertEquals(bench.count("a"), 2);
  bench.end("a", 0);
  await pending[0];
  assertEquals(bench.count("a"), 3);
  bench.end("a", 1);
  bench.end("a", 2);
  const reports = await Promise.all(pending);
  assertEquals([bench.count("a"), bench.reported.length], [3, 3]);
  assertEquals(
    reports.map(({ results }) => results[0]?.outcome.status),
    [200, 201, ...Array.from({ length: 98 }, () => 202)],
  );
});

Deno.test("Rounds.request() shares the limit when the selections differ", async () => {
  const bench = new Bench();
  const { rounds, endpoints } = await bench.rounds(2, "http://a/", "http://b/");
  const alone = endpoints.slice(0, 1);
  const pending = [endpoints, alone, endpoints, alone].map((selection) =>
    rounds.request(selection)
  );
  assertEquals([bench.count("a"), bench.count("b")], [2, 2]);
  for (const index of [0, 1]) bench.end("a", index);
  await pending[1];
  assertEquals([bench.count("a"), bench.count("b")], [3, 2]);
  // A request for a alone does not wait for b, which is still running.
  bench.end("a", 2);
  assertEquals((await pending[3])?.results.length, 1);
  for (const index of [0, 1]) bench.end("b", index);
  assertEquals((await Promise.all(pending)).map(({ results }) => results.length), [2, 1, 2, 1]);
});

Deno.test("Rounds.request() never shares a running check when requests keep coming", async () => {
  const limit = 3;
  let clock = 0;
  let running = 0;
  let mostRunning = 0;
  const ticks: (() => void)[] = [];
  const [endpoint] = await parseEndpoints(["http://a/"], 60);
  assert(endpoint !== undefined);
  const rounds = new Rounds({
    limit,
    targets: [{
      endpoint,
      probe: async () => {
        const status = ++clock;
        mostRunning = Math.max(mostRunning, ++running);
        await new Promise<void>((resolve) => ticks.push(resolve));
        running--;
        return { ok: true, status, found: `status ${status}` };
      },
    }],
  });
  const answers: Promise<void>[] = [];
  let answered = 0;
  for (let i = 0; i < 1000; i++) {
    const requestedAt = ++clock;
    answers.push(
      rounds.request([endpoint]).then(({ results }) => {
        answered++;
        const startedAt = results[0]?.outcome.status ?? 0;
        assert(startedAt > requestedAt, "the check started before its request");
      }),
    );
    if (i % 9 === 0) ticks.splice(i % ticks.length, 1)[0]?.();
    await Promise.resolve();
  }
  while (answered < 1000) {
    ticks.shift()?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  await Promise.all(answers);
  assertEquals(mostRunning, limit);
});

Deno.test("Rounds.request() returns a failure and continues when a probe rejects", async () => {
  const endpoints = await parseEndpoints(["http://a/", "http://b/"], 5);
  let calls = 0;
  const rounds = new Rounds({
    limit: 1,
    targets: endpoints.map((endpoint) => ({
      endpoint,
      probe: () => ++calls === 1 ? Promise.reject(new Error("broken")) : Promise.resolve(OK),
    })),
  });
  const [first, second] = await Promise.all([rounds.request(endpoints), rounds.request(endpoints)]);
  assertEquals([first.ready, second.ready], [false, true]);
  assertEquals(first.results[0]?.outcome, {
    ok: false,
    status: null,
    failure: "other",
    reason: "broken",
  });
});

import { assert, assertEquals } from "@std/assert";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import type { Endpoint } from "../../src/check/endpoint.ts";
import type { Outcome, Result } from "../../src/check/report.ts";
import { Rounds } from "../../src/check/rounds.ts";
import { OK } from "../support/reports.ts";

/** Checks that end when they are told to. */
class Bench {
  readonly begun: Map<string, PromiseWithResolvers<Outcome>[]> = new Map();
  readonly told: Result[] = [];

  async rounds(
    limit: number,
    ...urls: readonly string[]
  ): Promise<{ rounds: Rounds; endpoints: Endpoint[] }> {
    const endpoints = await parseEndpoints(urls, 5);
    const targets = endpoints.map((endpoint) => {
      const begun: PromiseWithResolvers<Outcome>[] = [];
      this.begun.set(endpoint.name, begun);
      const probe = (): Promise<Outcome> => {
        begun.push(Promise.withResolvers<Outcome>());
        return begun.at(-1)?.promise ?? Promise.resolve(OK);
      };
      return { endpoint, probe };
    });
    const rounds = new Rounds({ targets, limit, onResult: (result) => this.told.push(result) });
    return { rounds, endpoints };
  }

  count(name: string): number {
    return this.begun.get(name)?.length ?? 0;
  }

  /** Ends a check, which is told apart by its status. */
  end(name: string, index: number): void {
    this.begun.get(name)?.[index]?.resolve({ ok: true, status: 200 + index });
  }
}

Deno.test("Rounds.request() runs no more checks than the limit when many ask", async () => {
  const bench = new Bench();
  const { rounds, endpoints } = await bench.rounds(2, "http://a/");
  const asked = Array.from({ length: 100 }, () => rounds.request(endpoints));
  assertEquals(bench.count("a"), 2);
  bench.end("a", 0);
  await asked[0];
  assertEquals(bench.count("a"), 3);
  bench.end("a", 1);
  bench.end("a", 2);
  const reports = await Promise.all(asked);
  assertEquals([bench.count("a"), bench.told.length], [3, 3]);
  assertEquals(
    reports.map(({ results }) => results[0]?.outcome.status),
    [200, 201, ...Array.from({ length: 98 }, () => 202)],
  );
});

Deno.test("Rounds.request() shares the limit when the selections differ", async () => {
  const bench = new Bench();
  const { rounds, endpoints } = await bench.rounds(2, "http://a/", "http://b/");
  const alone = endpoints.slice(0, 1);
  const asked = [endpoints, alone, endpoints, alone].map((selection) => rounds.request(selection));
  assertEquals([bench.count("a"), bench.count("b")], [2, 2]);
  for (const index of [0, 1]) bench.end("a", index);
  await asked[1];
  assertEquals([bench.count("a"), bench.count("b")], [3, 2]);
  // Who asks for a alone does not wait for b, which still runs.
  bench.end("a", 2);
  assertEquals((await asked[3])?.results.length, 1);
  for (const index of [0, 1]) bench.end("b", index);
  assertEquals((await Promise.all(asked)).map(({ results }) => results.length), [2, 1, 2, 1]);
});

Deno.test("Rounds.request() never joins a check that began before it when requests keep coming", async () => {
  const limit = 3;
  let clock = 0;
  let running = 0;
  let most = 0;
  const ticks: (() => void)[] = [];
  const [endpoint] = await parseEndpoints(["http://a/"], 60);
  assert(endpoint !== undefined);
  const rounds = new Rounds({
    limit,
    targets: [{
      endpoint,
      probe: async () => {
        const status = ++clock;
        most = Math.max(most, ++running);
        await new Promise<void>((resolve) => ticks.push(resolve));
        running--;
        return { ok: true, status };
      },
    }],
  });
  const answers: Promise<void>[] = [];
  let answered = 0;
  for (let i = 0; i < 1000; i++) {
    const askedAt = ++clock;
    answers.push(
      rounds.request([endpoint]).then(({ results }) => {
        answered++;
        const begunAt = results[0]?.outcome.status ?? 0;
        assert(begunAt > askedAt, "it rests on checks begun before its request");
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
  assertEquals(most, limit);
});

Deno.test("Rounds.request() goes on when a probe breaks its promise", async () => {
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
  assertEquals(first.results[0]?.outcome, { ok: false, status: null, reason: "broken" });
});

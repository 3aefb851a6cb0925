import { KeptSuccess } from "../../src/check/kept_success.ts";
import type { Outcome } from "../../src/check/report.ts";
import { Rounds } from "../../src/check/rounds.ts";
import type { Target } from "../../src/check/target.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { createProgressProbe } from "../../src/probes/http/progress.ts";
import type { LogFields } from "../../src/process/output/log.ts";
import { now } from "../../src/process/time/clock.ts";
import { sleep } from "../../src/process/time/sleep.ts";
import { Alertmanager } from "../../src/watch/notify/alertmanager.ts";
import { SlackReceiver } from "../../src/watch/notify/slack_receiver.ts";
import { onSchedule } from "../../src/watch/schedule.ts";
import { Recorder } from "../../src/watch/record/recorder.ts";
import { Watcher } from "../../src/watch/watcher.ts";
import { failure } from "../support/outcome.ts";
import { OK } from "../support/reports.ts";
import { HERE, SOURCE } from "../support/watch/sender.ts";
import { ENDPOINTS, type Life } from "./life.ts";
import type { Store } from "./store.ts";
import { URLS } from "./network.ts";
import { KEPT, STALL, TIMEOUT } from "./options.ts";
import type { Truth } from "./truth/truth.ts";

const NAMES = Object.keys(ENDPOINTS);
const DOWN = failure("refused", "connection refused");
const PARSED = await parseEndpoints(
  NAMES.map((name) => `http://${name}/#name=${name}${name === "optional" ? "&optional" : ""}`),
  TIMEOUT,
);

/** What a pod needs of its world. */
export interface PodOptions {
  life: Life;
  /** The state of each endpoint. */
  states: ReadonlyMap<string, string>;
  store: Store;
  truth: Truth;
  /** Takes what the pod says, for the hash. */
  say: (text: string) => void;
}

/** One life of the process: what `watch` runs, without its listener and its history's worker. */
export class Pod {
  readonly #ending = new AbortController();
  readonly #ended: Promise<void>;
  readonly #rounds: Rounds;
  readonly #options: PodOptions;
  readonly #asked = new Set<Promise<void>>();

  constructor(options: PodOptions) {
    const { life, store, truth, say } = options;
    this.#options = options;
    const startedAt = now();
    truth.started(startedAt.ms);
    const log = (level: string, event: string, fields: LogFields = {}): void => {
      say(`${level} ${event} ${JSON.stringify(fields)}`);
      if (event === "outage" || event === "outage resolved") {
        truth.outages.logged(event, String(fields["endpoint"]), performance.now());
      }
      if (event === "round failed") truth.fault(`${event} ${fields["reason"]}`, performance.now());
    };
    this.#rounds = new Rounds({ targets: PARSED.map((endpoint) => this.#target(endpoint)) });
    const common = { endpoints: NAMES, optional: ["optional"], startedAt, log };
    const recorder = new Recorder({
      ...common,
      file: store,
      path: "history.db",
      keep: 400,
      maxGap: 3 * life.every + TIMEOUT,
      onOpen: (outages) => watcher.adopt(outages),
    });
    const slack = new SlackReceiver({
      url: URLS.slack,
      authorities: [],
      sender: HERE,
      repeat: null,
      log,
      onOpeningSent: (outages) => recorder.markNotified(outages),
    });
    const alertmanager = new Alertmanager({
      url: URLS.alerts,
      authorities: [],
      source: SOURCE,
      period: Math.max(life.every, TIMEOUT),
      log,
    });
    const receivers = [slack, alertmanager];
    const { after, startup } = life;
    const watcher = new Watcher({ ...common, after, startup, recorder, receivers });
    const { signal } = this.#ending;
    const round = async (): Promise<void> => {
      const report = await this.#request();
      if (signal.aborted) return;
      truth.round(report);
      watcher.observe(report);
      truth.observed(performance.now());
    };
    this.#ended = (async (): Promise<void> => {
      const ended = new AbortController();
      const recording = recorder.run(ended.signal);
      await recorder.tried(5000, signal);
      const schedule = onSchedule({ every: life.every, round, signal, log });
      await Promise.all([schedule, ...receivers.map((receiver) => receiver.run(signal))]);
      ended.abort();
      await recording;
      await Promise.all(this.#asked);
    })();
  }

  /** A client asks for all endpoints. */
  ask(): void {
    const asked = this.#request().then(() => void this.#asked.delete(asked));
    this.#asked.add(asked);
  }

  /** Ends the pod. */
  async end(): Promise<void> {
    this.#ending.abort();
    await this.#ended;
  }

  async #request(): Promise<Awaited<ReturnType<Rounds["request"]>>> {
    const requestMs = performance.now();
    const report = await this.#rounds.request(PARSED);
    this.#options.truth.checks.answer(requestMs, report, performance.now());
    this.#options.say(report.results.map(({ outcome: it }) => it.ok ? "ok" : it.reason).join());
    return report;
  }

  #target(parsed: typeof PARSED[number]): Target {
    const { name } = parsed;
    const endpoint = name === "kept" ? { ...parsed, every: KEPT } : parsed;
    if (name === "engine") return { endpoint: parsed, probe: this.#engine() };
    const probe = async (signal: AbortSignal): Promise<Outcome> => {
      const state = this.#options.states.get(name) ?? "up";
      const ok = state === "up" || state === "late";
      const end = this.#options.truth.checks.start(name, performance.now(), ok);
      const late = 500 + 2400 * Math.random();
      await sleep({ up: 20, late, down: 5, slow: 10_000 }[state] ?? 1e9, signal);
      end(performance.now());
      return ok ? OK : DOWN;
    };
    // Rounds find an endpoint by identity.
    Object.assign(parsed, endpoint);
    return name === "kept"
      ? { endpoint: parsed, probe, kept: new KeptSuccess(KEPT) }
      : { endpoint: parsed, probe };
  }

  #engine(): Target["probe"] {
    let done = 0;
    return createProgressProbe(STALL, "done_total", (_signal, onWork) => {
      const ms = performance.now();
      const state = this.#options.states.get("engine") ?? "works";
      if (state === "works") done++;
      if (state === "down") {
        this.#options.truth.engine.page(ms, null);
        this.#options.truth.checks.start("engine", ms, false)(ms);
        return Promise.resolve(DOWN);
      }
      const isBusy = state !== "idle";
      const ok = this.#options.truth.engine.page(ms, isBusy ? done : null);
      this.#options.truth.checks.start("engine", ms, ok)(ms);
      const busy = isBusy ? { name: "queue", value: 1 } : null;
      onWork(new Map([["", { progress: done, busy }]]), ms);
      return Promise.resolve(OK);
    });
  }
}

import type { Endpoint } from "../../src/check/endpoint.ts";
import { Rounds } from "../../src/check/rounds.ts";
import type { LogFields } from "../../src/process/output/log.ts";
import { now } from "../../src/process/time/clock.ts";
import { Alertmanager } from "../../src/watch/notify/alertmanager.ts";
import { SlackReceiver } from "../../src/watch/notify/slack_receiver.ts";
import { onSchedule } from "../../src/watch/schedule.ts";
import { Recorder } from "../../src/watch/record/recorder.ts";
import { Watcher } from "../../src/watch/watcher.ts";
import { HERE, SOURCE } from "../support/watch/sender.ts";
import type { Life } from "./life.ts";
import type { Store } from "./store.ts";
import { createTargets, NAMES, type TargetsOptions } from "./targets.ts";
import { URLS } from "./network.ts";
import { TIMEOUT } from "./options.ts";

/** What a pod needs of its world. */
export interface PodOptions extends TargetsOptions {
  life: Life;
  store: Store;
  /** Takes what the pod says, for the hash. */
  say: (text: string) => void;
}

/** One life of the process: what `watch` runs, without its listener and its history's worker. */
export class Pod {
  readonly #ending = new AbortController();
  readonly #ended: Promise<void>;
  readonly #rounds: Rounds;
  readonly #endpoints: readonly Endpoint[];
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
    const targets = createTargets(options);
    this.#endpoints = targets.map(({ endpoint }) => endpoint);
    this.#rounds = new Rounds({ targets });
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
      truth.engine.roundStarts(performance.now());
      const report = await this.#request();
      truth.engine.roundEnded(performance.now());
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
    const report = await this.#rounds.request(this.#endpoints);
    this.#options.truth.checks.answer(requestMs, report, performance.now());
    this.#options.say(report.results.map(({ outcome: it }) => it.ok ? "ok" : it.reason).join());
    return report;
  }
}

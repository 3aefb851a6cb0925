import type { Log } from "../process/log.ts";
import type { Endpoint } from "../check/endpoint.ts";
import type { Report } from "../check/report.ts";
import { reasonOf } from "../check/reason.ts";
import { HistoryStore } from "./history/store.ts";
import { HistoryError } from "./history/schema.ts";
import { type Outage, Outages } from "./outages.ts";
import type { NoticeQueue } from "./notify/queue.ts";
import { type Sender, slackMessage } from "./notify/slack.ts";

/** What a watcher rests on. */
export interface WatcherOptions {
  endpoints: readonly Endpoint[];
  /** The seconds from round to round. */
  every: number;
  /** How many rounds in a row must have failed for an outage. */
  after: number;
  /** For how many seconds after the start an endpoint that was never up has none. */
  startup: number;
  /** For how many days the history is kept. */
  keep: number;
  history: HistoryStore | undefined;
  /** Where the messages go; nowhere where there is no webhook. */
  queue: NoticeQueue | undefined;
  sender: Sender;
  log: Log;
  startedAt: Date;
}

/** So many outages of an endpoint are told of within an hour; of more, nobody would read. */
const TOLD_AN_HOUR = 3;
/** So many periods without a round are a time in which nothing was watched. */
const LONGEST_GAP = 3;
/** While the file cannot be written, so many outages are kept for it. */
const MOST_UNWRITTEN = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Notices outages, remembers them, and has them told. */
export class Watcher {
  readonly #options: WatcherOptions;
  readonly #outages: Outages;
  /** What can have an outage. */
  readonly #names: readonly string[];
  /** What the history does not hold yet. */
  readonly #unwritten = new Map<string, Outage>();
  /** When, by endpoint, outages were told of in the last hour. */
  readonly #told = new Map<string, number[]>();
  /** The outages whose beginning was told, or put where it will be. */
  readonly #announced = new Set<string>();
  /** Those of the last run that nobody was told of. */
  readonly #untold: Set<string>;
  #historyFails = false;
  begun = 0;
  resolved = 0;
  historyErrors = 0;

  constructor(options: WatcherOptions) {
    this.#options = options;
    const { history, endpoints, after, startup, startedAt } = options;
    const names = endpoints.filter(({ optional }) => !optional).map(({ name }) => name);
    this.#names = names;
    const open = this.#remember(() => {
      const all = history?.open() ?? [];
      for (const outage of all) {
        // Nobody watches it any more, and so nobody will see its end.
        if (!names.includes(outage.endpoint)) history?.enter({ ...outage, end: startedAt });
      }
      return all.filter(({ endpoint }) => names.includes(endpoint));
    }) ?? [];
    this.#outages = new Outages({ after, startup, startedAt, open });
    for (const outage of open) if (outage.told) this.#announced.add(keyOf(outage));
    this.#untold = new Set(open.filter(({ told }) => !told).map(keyOf));
  }

  /** Takes in the report of a scheduled round. What it changes is in the history when it returns. */
  observe(report: Report): void {
    const { history, keep, log, every } = this.#options;
    const now = report.startedAt;
    const { begun, going, resolved } = this.#outages.observe(report);
    for (const outage of [...begun, ...going, ...resolved]) {
      if (this.#unwritten.size < MOST_UNWRITTEN) this.#unwritten.set(keyOf(outage), outage);
    }
    this.#remember(() => {
      for (const [key, outage] of this.#unwritten) {
        history?.enter(outage);
        this.#unwritten.delete(key);
      }
      history?.watched(now, this.#names, LONGEST_GAP * every);
      history?.prune(new Date(now.getTime() - keep * DAY_MS));
    });
    this.begun += begun.length;
    this.resolved += resolved.length;
    for (const { endpoint, lastReason } of begun) {
      log("error", "outage", { endpoint, reason: lastReason });
    }
    for (const { endpoint } of resolved) log("info", "outage resolved", { endpoint });
    const late = going.filter((outage) => this.#untold.delete(keyOf(outage)));
    this.#tellBegun([...begun, ...late], now.getTime());
    this.#tellResolved(resolved);
  }

  #tellBegun(outages: readonly Outage[], now: number): void {
    const recent = ({ endpoint }: Outage): number[] =>
      (this.#told.get(endpoint) ?? []).filter((time) => now - time < HOUR_MS);
    const told = outages.filter((outage) => recent(outage).length < TOLD_AN_HOUR);
    const flapping = told.filter((outage) => recent(outage).length === TOLD_AN_HOUR - 1);
    for (const outage of told) this.#told.set(outage.endpoint, [...recent(outage), now]);
    this.#put("begun", told, flapping.map(({ endpoint }) => endpoint));
  }

  #tellResolved(outages: readonly Outage[]): void {
    this.#put("resolved", outages.filter((outage) => this.#announced.delete(keyOf(outage))), []);
  }

  #put(
    kind: "begun" | "resolved",
    outages: readonly Outage[],
    flapping: readonly string[],
  ): void {
    const { queue, history, sender } = this.#options;
    if (outages.length === 0 || queue === undefined) return;
    const message = slackMessage({ kind, outages, flapping }, sender);
    const sent = (): void => {
      this.#remember(() => {
        if (kind === "begun") { for (const outage of outages) history?.told(outage); }
      });
    };
    if (!queue.put({ message, sent }) || kind === "resolved") return;
    for (const outage of outages) this.#announced.add(keyOf(outage));
  }

  /** What fails with the history is logged once, and the watching goes on. */
  #remember<T>(use: () => T): T | undefined {
    try {
      const result = use();
      if (this.#historyFails) this.#options.log("info", "history written again");
      this.#historyFails = false;
      return result;
    } catch (error) {
      this.historyErrors++;
      if (!this.#historyFails) {
        this.#options.log("error", "history not written", { reason: reasonOf(error) });
      }
      this.#historyFails = true;
      return undefined;
    }
  }
}

/** Opens the history, or says in the log why there will be none. */
export async function openHistory(path: string, log: Log): Promise<HistoryStore | undefined> {
  try {
    return await HistoryStore.open(path);
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    log("error", "no history", { file: path, reason: reasonOf(error) });
    return undefined;
  }
}

function keyOf({ endpoint, begin }: Outage): string {
  return `${begin.getTime()} ${endpoint}`;
}

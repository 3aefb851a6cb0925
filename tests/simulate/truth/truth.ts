import type { Report } from "../../../src/check/report.ts";
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import type { Life } from "../life.ts";
import { Alerts } from "./alerts.ts";
import { Checks } from "./checks.ts";
import { Engine } from "./engine.ts";
import { Messages } from "./messages.ts";
import { Outages } from "./outages.ts";
import { Watched } from "./watched.ts";

/** Takes what is wrong, and when it showed. */
export type Fault = (text: string, ms: Milliseconds) => void;

/** Knows what happened, and judges what the parts say of it. */
export class Truth {
  readonly faults: string[] = [];
  readonly fault: Fault = (text, ms) => {
    this.faults.push(`${text} at ${(ms / 1000).toFixed(3)} s`);
  };
  readonly checks = new Checks(this.fault);
  readonly engine: Engine;
  readonly outages: Outages;
  readonly watched: Watched;
  readonly messages: Messages;
  readonly alerts: Alerts;

  constructor(life: Life) {
    this.engine = new Engine(life.every);
    this.outages = new Outages(life, this.fault);
    this.watched = new Watched(life);
    this.messages = new Messages(this.outages.all, this.fault);
    this.alerts = new Alerts(life, this.outages, this.fault);
  }

  /** A pod has started. */
  started(ms: Milliseconds): void {
    this.outages.started(ms);
    this.watched.started();
    this.checks.started();
    this.engine.started();
    this.messages.started(ms);
    this.alerts.started(ms);
  }

  /** Takes a step of the wall clock. */
  stepped(ms: Milliseconds): void {
    this.outages.stepped(ms);
  }

  /** The process was frozen. */
  frozen(fromMs: Milliseconds, toMs: Milliseconds): void {
    this.messages.setTaking(false, fromMs);
    this.alerts.frozen(toMs);
  }

  /** Takes the report of a scheduled round, before the watcher does. */
  round(report: Report): void {
    this.watched.round(report);
    this.outages.round(report);
  }

  /** The watcher has observed a round. */
  observed(ms: Milliseconds): void {
    this.outages.observed(ms);
    this.alerts.judge(ms);
  }
}

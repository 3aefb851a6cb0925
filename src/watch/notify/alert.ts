/** @module Outages in the words of Alertmanager's API. */
import type { Milliseconds, Seconds } from "../../process/time/duration.ts";
import { shownReason } from "../history/render/units.ts";
import type { Outage } from "../outage.ts";
import { linkTo } from "./links.ts";
import type { Sender } from "./receiver.ts";

/** Where alerts come from. */
export interface AlertSource extends Sender {
  /** The labels that the user gave for all alerts. */
  readonly labels: Readonly<Record<string, string>>;
  /** Those that the user gave for one endpoint, by its name. They win. */
  readonly endpointLabels: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/**
 * An alert as `POST /api/v2/alerts` takes it
 * (https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml).
 */
export interface Alert {
  /** What tells it from other alerts. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** An RFC 3339 date, not after `endsAt`. */
  readonly startsAt: string;
  /** An RFC 3339 date. The alert is resolved from then on. */
  readonly endsAt: string;
  /** Where to look at it. */
  readonly generatorURL?: string;
}

/** Options of {@linkcode alertOf}. */
export interface AlertOptions {
  source: AlertSource;
  /** The present. */
  date: Date;
  /** When Alertmanager resolves an ongoing outage that it does not hear of again. */
  validity: Seconds;
}

/** Above a usual `group_wait`: Alertmanager sends nothing of an alert that ends before it. */
const TEST_MS: Milliseconds = 300_000;

/**
 * Renders an outage. Its labels never change while it is ongoing, or it would be another alert: so the
 * reason among them is the code of the first failure, and the reasons are an annotation.
 *
 * The wall clock may have been set back since the outage began. No date is later than the present, except
 * the end of what is ongoing.
 */
export function alertOf(outage: Outage, { source, date, validity }: AlertOptions): Alert {
  const { endpoint, begin, end, firstFailure } = outage;
  const nowMs = date.getTime();
  const { link, runbook } = source.links;
  const endMs = end === null ? nowMs + validity * 1000 : Math.min(end.getTime(), nowMs);
  return {
    labels: labelsOf(source, {
      alertname: "HealthcheckOutage",
      endpoint,
      reason: firstFailure,
      severity: "critical",
      ...source.labels,
      ...source.endpointLabels.get(endpoint),
    }),
    annotations: {
      summary: `${endpoint} of ${source.label} is down`,
      description: shownReason(outage),
      ...(runbook === null ? {} : { runbook_url: linkTo(runbook, outage, source) }),
    },
    ...(link === null ? {} : { generatorURL: linkTo(link, outage, source) }),
    startsAt: new Date(Math.min(begin.getTime(), nowMs, endMs)).toISOString(),
    endsAt: new Date(endMs).toISOString(),
  };
}

/** Renders an alert that says that it is a test, and resolves itself after five minutes. */
export function testAlert(source: AlertSource, date: Date): Alert {
  return {
    labels: labelsOf(source, {
      alertname: "HealthcheckTest",
      severity: "info",
      ...source.labels,
    }),
    annotations: {
      summary: `a test of the alerts of ${source.label}`,
      description: "Nothing is down. Somebody ran healthcheck watch --test-notice.",
    },
    startsAt: date.toISOString(),
    endsAt: new Date(date.getTime() + TEST_MS).toISOString(),
  };
}

/** Alertmanager takes a label without a value for one that is absent. */
function labelsOf(
  { label, pod, namespace }: AlertSource,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  return { ...own, instance: label, pod: pod ?? "", namespace: namespace ?? "" };
}

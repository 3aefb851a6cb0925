/** @module The options of the kinds that speak HTTP. */
import { type HeaderOptions, headerOptions, isAbsolutePath } from "../headers/options.ts";
import { DURATION, parseDuration, type Seconds } from "../../process/time/duration.ts";
import { BODY_OPTIONS, type BodyOptions } from "../body/options.ts";
import { type KindOptions, readInto } from "../kind.ts";
import { parseBusy, parseMetricExpectation } from "../body/metrics/expectation.ts";
import { parseLabels, parseProgress } from "../body/metrics/selector.ts";
import type { MetricOptions } from "../body/metrics/options.ts";

/** The part of an endpoint that speaks HTTP. */
export interface HttpOptions extends HeaderOptions, BodyOptions, MetricOptions {
  /** The statuses that are success. */
  readonly status: readonly StatusRange[];
  /** The method; `null` for POST with a body and GET without. */
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | null;
  /** The body to send. It may be secret. */
  readonly body: string | null;
  /** The file that holds the body to send. It is read at every check. */
  readonly bodyFile: string | null;
  /** How long a neighbour that has work may make no progress; `null` without `progress`. */
  readonly stall: Seconds | null;
}

/** HTTP statuses from `first` to `last`, both included. */
export interface StatusRange {
  readonly first: number;
  readonly last: number;
}

/** Fields that frame the request; an endpoint must not change them. */
const FRAMING = ["connection", "content-length", "transfer-encoding"];
const METHODS: readonly NonNullable<HttpOptions["method"]>[] = ["GET", "HEAD", "POST", "PUT"];
const SENDING = "option method must be POST or PUT with body or body-file";

/** Whether an endpoint judges the body of an answer. */
export function judgesBody({ contains, json, metric, progress }: HttpOptions): boolean {
  return [contains, json, metric, progress].some((part) => part !== null);
}

/** The options of every kind that speaks HTTP. */
export const HTTP_OPTIONS: KindOptions<HttpOptions> = {
  table: {
    status: {
      value: "RANGES",
      help: "ok statuses, such as 200-299,401 (default 200-399)",
      must: "ranges of statuses from 100 to 599, such as 200-299,401",
      read: (value) => {
        const status = value.split(",").map(parseRange).filter((range) => range !== undefined);
        return status.length === value.split(",").length ? { status } : undefined;
      },
    },
    method: {
      value: "GET|HEAD|POST|PUT",
      help: "its method (default GET; POST with a body)",
      must: "GET, HEAD, POST or PUT",
      read: readInto("method", (value) => METHODS.find((method) => method === value)),
    },
    body: {
      value: "TEXT",
      help: "a body to send, JSON unless a header says otherwise",
      must: "a text",
      secret: true,
      read: (value) => value === "" ? undefined : { body: value },
    },
    "body-file": {
      value: "PATH",
      help: "a file with the body to send (at most 1 MiB)",
      must: "an absolute path",
      // What stands in the place of a path may be the body itself.
      secret: true,
      permissions: ["read"],
      read: (value) => isAbsolutePath(value) ? { bodyFile: value } : undefined,
    },
    ...headerOptions(FRAMING),
    ...BODY_OPTIONS,
    metric: {
      value: "NAME<NUMBER",
      help: 'what a metric must be, such as queue{name="a"}<100',
      must: 'NAME or NAME{label="value"}, and < <= > >= == or != and a number',
      secret: true,
      read: readInto("metric", parseMetricExpectation),
    },
    progress: {
      value: "NAME",
      help: "a counter, or a path of JSON, that must rise while busy (not for check)",
      must: 'NAME or NAME{label="value"}, or a path of JSON such as .stats.done',
      secret: true,
      acrossChecks: true,
      read: readInto("progress", parseProgress),
    },
    busy: {
      value: "NAME>NUMBER",
      help: "a gauge of work (NAME is NAME>0); may be repeated",
      must:
        'NAME, NAME{label="value"} or a path of JSON, maybe with < <= > >= == or != and a number of 0 or more',
      secret: true,
      repeats: true,
      read: (value, { busy }) => {
        const parsed = parseBusy(value);
        return parsed === undefined ? undefined : { busy: [...busy ?? [], parsed] };
      },
    },
    each: {
      value: "LABEL[,LABEL]",
      help: "judge each value of these labels on its own",
      must: "names of labels, such as engine or topic,partition",
      read: readInto("each", parseLabels),
    },
    "if-missing": {
      value: "0",
      help: "count what has no series or no value as 0",
      must: "0",
      read: (value) => value === "0" ? { ifMissing: true } : undefined,
    },
    stall: {
      value: "DURATION",
      help: "how long there may be no progress",
      must: DURATION,
      read: readInto("stall", parseDuration),
    },
  },
  conflict: (own, { every }) => {
    const { method, body, bodyFile, json, metric, progress, busy, stall } = own;
    if (method === "HEAD" && judgesBody(own)) {
      const must = "option method must not be HEAD with contains, json, metric or progress";
      return { must, got: method };
    }
    const parts = Object.entries({ progress, busy, stall }).filter(([, part]) => part !== null);
    if (parts.length === 1 || parts.length === 2) {
      const must = "option progress, busy and stall must be given together";
      return { must, got: parts.map(([name]) => name).join(" and ") };
    }
    const paths = [progress, ...(busy ?? []).map(({ selector }) => selector)]
      .map((selector) => selector?.path !== undefined);
    const isInJson = paths.includes(true);
    if (isInJson && paths.includes(false)) {
      return { must: "option progress and busy must all be paths of JSON, or none" };
    }
    if (isInJson && (metric !== null || own.each.length > 0)) {
      const got = metric === null ? "each" : "metric";
      return { must: `option ${got} must not be combined with paths of JSON`, got: "progress" };
    }
    const readsMetrics = metric !== null || progress !== null;
    if (own.each.length > 0 && !readsMetrics) {
      return { must: "option each must be given together with metric or progress" };
    }
    const compares = json?.some((expectation) => "operator" in expectation) ?? false;
    if (own.ifMissing && !readsMetrics && !compares) {
      const must = "option if-missing must be given together with metric, progress or a comparison";
      return { must: `${must} of json` };
    }
    if (progress !== null && every > 0) {
      const must = "option every must not be combined with progress, which needs every check";
      return { must, got: "progress" };
    }
    const hasBody = body !== null || bodyFile !== null;
    if (hasBody && (method === "GET" || method === "HEAD")) return { must: SENDING, got: method };
    return body !== null && bodyFile !== null
      ? {
        must: "option body-file must not be combined with body",
        got: bodyFile,
        option: "body-file",
      }
      : undefined;
  },
};

function parseRange(text: string): StatusRange | undefined {
  const [, first, last = first] = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text) ?? [];
  return first === undefined || Number(first) > Number(last)
    ? undefined
    : { first: Number(first), last: Number(last) };
}

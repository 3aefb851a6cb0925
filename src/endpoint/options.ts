/** @module The options that every kind has. */
import type { Endpoint } from "../check/endpoint.ts";
import { type EndpointOption, readInto } from "../probes/kind.ts";
import { DURATION, parseDuration } from "../process/time/duration.ts";
import { addAlertLabel, ALERT_LABEL } from "./alert_label.ts";

/** The part of an endpoint that these options change. */
export type Common = Pick<
  Endpoint,
  "name" | "timeout" | "every" | "optional" | "groups" | "alertLabels"
>;

/** What a name of an endpoint or a group may be; a URL drops the path segments `.` and `..`. */
const NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]+$/;
const NAME_MUST = "of letters, digits, dots, dashes and underscores, and not . or ..";

/** Each option by its name. The options of a kind are declared with the kind, in `probes/`. */
export const COMMON_OPTIONS: Readonly<Record<string, EndpointOption<Common>>> = {
  name: {
    value: "NAME",
    help: "its label in reports (default host:port and path)",
    must: NAME_MUST,
    read: (value) => NAME.test(value) ? { name: value } : undefined,
  },
  timeout: {
    value: "DURATION",
    help: "its own timeout (default TIMEOUT)",
    must: DURATION,
    read: readInto("timeout", parseDuration),
  },
  every: {
    value: "DURATION",
    help: "keep a success for so long and show it again with its age (default 0: always check)",
    must: DURATION,
    read: readInto("every", parseDuration),
  },
  optional: {
    help: "its failure is a warning, and /all stays 200",
    must: "without a value",
    read: () => ({ optional: true }),
  },
  group: {
    value: "NAME",
    help: "a group it belongs to, for /all?group=NAME and --group; may be repeated",
    must: NAME_MUST,
    repeats: true,
    read: (value, { groups }) => {
      if (!NAME.test(value)) return undefined;
      return { groups: groups.includes(value) ? groups : [...groups, value] };
    },
  },
  "alert-label": {
    value: "NAME=VALUE",
    help: "a label of its alerts, for the routes of Alertmanager; may be repeated (watch only)",
    must: ALERT_LABEL,
    repeats: true,
    read: (value, { alertLabels = {} }) => {
      const labels = addAlertLabel(value, alertLabels);
      return labels === undefined ? undefined : { alertLabels: labels };
    },
  },
};

/** @module What `check` takes. */
import type { Endpoint } from "../../check/endpoint.ts";
import { printedNames } from "../../formats/format.ts";
import { REPORT_FORMATS } from "../../formats/report_formats.ts";
import { ArgumentError } from "../../process/argument_error.ts";
import type { Flag, Operand, SettingsOf } from "../arguments/argument.ts";
import { ENDPOINTS, GROUP, inGroups, readEndpoints, TIMEOUT } from "../arguments/endpoints.ts";
import { COLOR } from "../arguments/logging.ts";
import { TLS } from "../arguments/tls.ts";
import { choice } from "../arguments/values.ts";

const ENDPOINTS_OF_ONE_ROUND: Operand<readonly Endpoint[]> = {
  ...ENDPOINTS,
  read: async (texts, before) => {
    const all = await readEndpoints(texts, before);
    const endpoints = inGroups(all, before);
    const wrong = before.verbose ? undefined : endpoints.find(({ acrossChecks }) => acrossChecks);
    if (wrong === undefined) return endpoints;
    const what = `use option progress of endpoint ${all.indexOf(wrong) + 1}`;
    throw new ArgumentError(what, "the command must repeat its checks, as wait does", "check");
  },
};

const VERBOSE: Flag = {
  kind: "flag",
  name: "verbose",
  help: "show the phases of each check, in text and json",
};

/** Its arguments. */
export const CHECK_ARGUMENTS = {
  timeout: TIMEOUT,
  endpoints: ENDPOINTS_OF_ONE_ROUND,
  ...TLS,
  groups: GROUP,
  verbose: VERBOSE,
  format: choice("format", printedNames(REPORT_FORMATS), "text", "how the report is printed"),
  color: COLOR,
};

/** What they set. */
export type CheckSettings = SettingsOf<typeof CHECK_ARGUMENTS>;

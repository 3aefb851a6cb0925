/** @module What `--dry-run` prints: what a command would do. */
import type { Endpoint } from "../check/endpoint.ts";
import { redact } from "../process/text/redact.ts";
import { warnOfSwapped } from "../server/timeouts.ts";
import type { Option } from "./arguments/argument.ts";
import type { Command } from "./command.ts";

/** What the arguments of every command that takes the flag set. */
export interface DrySettings {
  readonly endpoints: readonly Endpoint[];
  readonly port?: number;
  readonly timeout: number;
}

/** Writes the endpoints, the options in force, and the warnings. It shows no secret. */
export function renderDryRun(command: Command, settings: DrySettings): string {
  const { endpoints, port, timeout } = settings;
  const values: Readonly<Record<string, unknown>> = { ...settings };
  const options = Object.entries(command.arguments).flatMap(([key, argument]) => {
    if (argument.kind !== "option") return [];
    const shown = shownSetting(argument, values[key]);
    return shown === "" ? [] : [`  --${argument.name} ${shown}`];
  });
  const warnings = endpoints.flatMap(({ name, warnings = [] }) =>
    warnings.map((warning) => `${name}: ${warning}`)
  );
  warnOfSwapped((_, warning) => void warnings.push(warning), port ?? 0, timeout);
  return [
    `${command.name}: the arguments are right; nothing was started`,
    ...(port === undefined ? [] : [`  PORT ${port}`]),
    `  TIMEOUT ${timeout}s`,
    ...endpoints.map((endpoint) => `  ENDPOINT ${describe(endpoint)}`),
    ...options,
    ...warnings.map((warning) => `warning: ${warning}`),
    "",
  ].join("\n");
}

function describe({ name, shownUrl, timeout, every, optional, groups }: Endpoint): string {
  return [
    `${name}: ${shownUrl}`,
    `timeout ${timeout}s`,
    ...(every === 0 ? [] : [`every ${every}s`]),
    ...(optional ? ["optional"] : []),
    ...groups.map((group) => `group ${group}`),
  ].join(", ");
}

/** Shows a setting; nothing where there is none. */
function shownSetting(option: Option, setting: unknown): string {
  if (setting === option.default) return option.shownDefault ?? "";
  return option.show?.(setting) ?? [setting].flat().map((one) => redact(`${one}`)).join(" ");
}

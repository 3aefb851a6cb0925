/** @module The arguments by position. */
import type { Endpoint } from "../check/endpoint.ts";
import { groupNames, isInGroups } from "../check/groups.ts";
import { parseEndpoints } from "../endpoint/parse.ts";
import { ArgumentError } from "../process/argument_error.ts";
import { DURATION, MAX_DURATION, parseDuration, type Seconds } from "../process/duration.ts";
import { nearMiss } from "../process/near_miss.ts";
import { startsUrl } from "../process/redact.ts";
import type { Shell } from "../commands/completion/completion.ts";
import type { EarlierOperands, Operand, Program } from "./argument.ts";

/** The port to listen on. */
export const PORT: Operand<number> = {
  kind: "operand",
  name: "PORT",
  help: "the port to listen on, 0 for a free one",
  read: ([text]) => {
    if (text === undefined || !/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
      throw new ArgumentError("use PORT", "it must be a whole number from 0 to 65535", text);
    }
    return Number(text);
  },
};

/** The timeout of a check. */
export const TIMEOUT: Operand<Seconds> = {
  kind: "operand",
  name: "TIMEOUT",
  help: "the timeout of one check, in seconds or such as 500ms",
  read: ([text]) => {
    const timeout = parseDuration(text ?? "");
    if (timeout === undefined) {
      throw new ArgumentError("use TIMEOUT", `it must be ${DURATION}`, text);
    }
    return timeout;
  },
};

/** What to check, of the groups that `--group` names. TIMEOUT stands before it. */
export const ENDPOINTS: Operand<readonly Endpoint[]> = {
  kind: "operand",
  name: "ENDPOINT",
  help: "what to check",
  many: true,
  read: async (texts, before) => inGroups(await readAll(texts, before), before),
};

/** What to check once. */
export const ENDPOINTS_OF_ONE_ROUND: Operand<readonly Endpoint[]> = {
  ...ENDPOINTS,
  read: async (texts, before) => {
    const all = await readAll(texts, before);
    const endpoints = inGroups(all, before);
    const wrong = endpoints.find(({ acrossChecks }) => acrossChecks);
    if (wrong === undefined) return endpoints;
    const what = `use option progress of endpoint ${all.indexOf(wrong) + 1}`;
    throw new ArgumentError(what, "the command must repeat its checks, as wait does", "check");
  },
};

async function readAll(
  texts: readonly string[],
  { timeout = MAX_DURATION }: EarlierOperands,
): Promise<Endpoint[]> {
  if (texts.length === 0) throw new ArgumentError("use ENDPOINT", "it must be a URL");
  return await parseEndpoints(texts, timeout);
}

function inGroups(
  endpoints: readonly Endpoint[],
  { groups = [] }: EarlierOperands,
): readonly Endpoint[] {
  if (groups.length === 0) return endpoints;
  const known = groupNames(endpoints);
  const unknown = groups.find((group) => !known.has(group));
  if (unknown === undefined) return endpoints.filter((endpoint) => isInGroups(endpoint, groups));
  const must = known.size === 0
    ? "it must be a group of an endpoint, and none has one"
    : `it must be ${[...known].join(" or ")}`;
  throw new ArgumentError("use --group", must, unknown || undefined, nearMiss(unknown, known));
}

/** The file of a history. */
export const HISTORY_FILE: Operand<string> = {
  kind: "operand",
  name: "FILE",
  help: "the file that a watch writes with --history",
  read: ([text]) => {
    if (text && !startsUrl(text)) return text;
    throw new ArgumentError("use FILE", "it must be the history of a watch", text);
  },
};

/** Where to install the binary. */
export const DIRECTORY: Operand<string> = {
  kind: "operand",
  name: "DIR",
  help: "the directory to copy this binary into, such as the mount of an emptyDir",
  read: ([text]) => {
    if (text && !startsUrl(text)) return text;
    throw new ArgumentError("use DIR", "it must be a directory", text);
  },
};

const SHELLS: readonly Shell[] = ["bash", "zsh", "fish"];

/** The shell to write a completion for. */
export const SHELL: Operand<Shell> = {
  kind: "operand",
  name: "SHELL",
  help: SHELLS.join(", "),
  choices: SHELLS,
  read: ([text]) => {
    const shell = SHELLS.find((shell) => shell === text);
    if (shell !== undefined) return shell;
    throw new ArgumentError("use SHELL", `it must be ${SHELLS.join(" or ")}`, text);
  },
};

/** The program that `run` runs. */
export const COMMAND: Program<readonly string[]> = {
  kind: "program",
  name: "COMMAND",
  help: "the program to run",
  read: (words) => {
    const [program] = words;
    if (program && !startsUrl(program)) return words;
    throw new ArgumentError("use COMMAND", "it must be a program to run, after --", program);
  },
};

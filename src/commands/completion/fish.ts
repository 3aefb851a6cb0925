/** @module The completion of fish 3 and later. */
import {
  commandNames,
  type Completion,
  completionOf,
  flagsOf,
  operandCompletion,
  optionsOf,
  runnersOf,
  type WriteScript,
} from "./table.ts";

const AFTER_DASHES = "contains -- -- (commandline -opc)";

/** Writes the script of fish. */
export const writeScript: WriteScript = (commands) => {
  const names = commandNames(commands);
  const lines = [...commands].flatMap(([name, command]) => {
    const seen = name === ""
      ? `not __fish_seen_subcommand_from ${names.join(" ")}`
      : `__fish_seen_subcommand_from ${name}`;
    const rule = (words: string, help: string, condition = seen): string =>
      `complete -c healthcheck -n ${quote(condition)} ${words} -d ${quote(help)}`;
    const operand = operandCompletion(command);
    return [
      ...name === "" ? [] : [rule(`-a ${name}`, command.summary, "__fish_use_subcommand")],
      ...optionsOf(command).map((option) =>
        rule(`-l ${option.name} ${valueRule(completionOf(option))}`, option.help)
      ),
      ...flagsOf(command).map(({ name, short, help }) =>
        rule(short === undefined ? `-l ${name}` : `-s ${short} -l ${name}`, help)
      ),
      ...operand === undefined ? [] : [rule(operandRule(operand), "")],
      ...runnersOf(commands).includes(name)
        ? [rule("-F -a '(__fish_complete_command)'", "", `${seen}; and ${AFTER_DASHES}`)]
        : [],
    ];
  });
  return `# The completion of healthcheck for fish 3 and later. Use it with
#   healthcheck completion fish | source
complete -c healthcheck -f
${lines.join("\n")}
`;
};

function valueRule(completion: Completion): string {
  if (completion === undefined) return "-x";
  return completion === "file" ? "-r -F" : `-x ${operandRule(completion)}`;
}

function operandRule(completion: Exclude<Completion, undefined>): string {
  if (completion === "file") return "-F";
  if (completion === "folder") return "-a '(__fish_complete_directories)'";
  return `-a ${quote(completion.join(" "))}`;
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}

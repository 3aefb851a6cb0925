/** @module The completion of bash 4 and later. */
import {
  commandNames,
  type CompletedCommand,
  type Completion,
  flagsOf,
  operandClauses,
  optionsOf,
  runnersOf,
  valueClauses,
  type WriteScript,
} from "./table.ts";

/** Writes the script of bash. */
export const writeScript: WriteScript = (commands) => {
  const names = commandNames(commands);
  const words = [...commands].map(([name, command]) =>
    `    ${name === "" ? "''" : name}) options='${optionWords(command)}' ;;`
  );
  return `# The completion of healthcheck for bash 4 and later. Use it with
#   source <(healthcheck completion bash)
_healthcheck_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2"); }
_healthcheck_paths() {
  mapfile -t COMPREPLY < <(compgen "$1" -- "$2")
  compopt -o filenames 2>/dev/null
}
_healthcheck() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command='' options='' i
  COMPREPLY=()
  # --option=value is three words.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $prev == '=' ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if ((COMP_CWORD > 1)); then command=\${COMP_WORDS[1]}; fi
  case $command in
    ${names.join(" | ")}) ;;
    *) command='' ;;
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i]} == -- ]] || continue
    case $command in
      ${runnersOf(commands).join(" | ")})
        if ((i == COMP_CWORD - 1)); then _healthcheck_paths -c "$cur"
        else _healthcheck_paths -f "$cur"; fi ;;
    esac
    return
  done
  case $command:$prev in
${valueClauses(commands, "", reply)}
  esac
  case $command in
${words.join("\n")}
  esac
  if [[ $cur == -* ]]; then
    _healthcheck_words "$options" "$cur"
    return
  fi
  case $command in
${operandClauses(commands, "", reply)}
    *) if ((COMP_CWORD == 1)); then ${reply(names)}fi ;;
  esac
}
complete -F _healthcheck healthcheck
`;
};

function optionWords(command: CompletedCommand): string {
  return [...optionsOf(command), ...flagsOf(command)].map(({ name }) => `--${name}`).join(" ");
}

/** Commands of bash that set the reply. */
function reply(completion: Completion): string {
  if (completion === undefined) return "";
  if (completion === "file") return '_healthcheck_paths -f "$cur"; ';
  if (completion === "folder") return '_healthcheck_paths -d "$cur"; ';
  return `_healthcheck_words '${completion.join(" ")}' "$cur"; `;
}

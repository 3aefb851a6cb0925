/** @module The completion of zsh. */
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

/** Writes the script of zsh. */
export const writeScript: WriteScript = (commands) => {
  const names = commandNames(commands);
  const options = [...commands].map(([name, command]) =>
    `    (${name === "" ? "''" : name}) options=(${optionWords(command)}) ;;`
  );
  const described = names.map((name) => quote(`${name}:${commands.get(name)?.summary ?? ""}`));
  return `#compdef healthcheck
# The completion of healthcheck for zsh. Write it to a file _healthcheck in a folder of fpath, or use
#   source <(healthcheck completion zsh)
_healthcheck() {
  local command='' prev=\${words[CURRENT-1]}
  local -i end=\${words[(i)--]}
  local -a options commands
  commands=(
    ${described.join("\n    ")}
  )
  if (( CURRENT > 2 )); then command=\${words[2]}; fi
  case $command in
    (${names.join("|")}) ;;
    (*) command='' ;;
  esac
  if (( end < CURRENT )); then
    case $command in
      (${runnersOf(commands).join("|")})
        words=("\${(@)words[end + 1, -1]}")
        (( CURRENT -= end ))
        _normal ;;
    esac
    return
  fi
  if [[ $PREFIX == --*=* ]]; then
    prev=\${PREFIX%%=*}
    compset -P '*='
  fi
  case $command:$prev in
${valueClauses(commands, "(", add)}
  esac
  case $command in
${options.join("\n")}
  esac
  if [[ $PREFIX == -* ]]; then
    _describe -o option options
    return
  fi
  case $command in
${operandClauses(commands, "(", add)}
    (*) if (( CURRENT == 2 )); then _describe command commands; fi ;;
  esac
}
if [[ \${funcstack[1]} == _healthcheck ]]; then
  _healthcheck "$@"
else
  compdef _healthcheck healthcheck
fi
`;
};

function optionWords(command: CompletedCommand): string {
  return [...optionsOf(command), ...flagsOf(command)].map(({ name, help }) =>
    quote(`--${name}:${help}`)
  ).join(" ");
}

/** Commands of zsh that add matches. */
function add(completion: Completion): string {
  if (completion === undefined) return "";
  if (completion === "file") return "_files; ";
  if (completion === "folder") return "_files -/; ";
  return `compadd -- ${completion.join(" ")}; `;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

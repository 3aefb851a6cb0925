import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseArguments } from "../../src/cli/arguments.ts";
import { COMMANDS, SERVE } from "../../src/cli/commands.ts";
import { usage } from "../../src/cli/usage.ts";
import manifest from "../../deno.json" with { type: "json" };
import { type Block, blocksOf, pageOf, PAGES } from "../support/pages.ts";

const ROOT = new URL("../../", import.meta.url);
const CONTAINERFILE = pageOf("Containerfile.distroless");

/** Commands that no test can run or read, and why. */
const UNCHECKED: Readonly<Record<string, string>> = {
  "docker push registry.example/healthcheck:0.1.0": "it needs a registry",
  "docker create --name size healthcheck": "it needs a container engine",
  "docker cp size:/app/healthcheck - | tar -tv": "it needs a container engine",
  "docker rm size": "it needs a container engine",
  "kubectl create secret generic healthcheck-slack --from-literal=webhook=https://hooks.slack.com/services/...":
    "it needs a cluster",
  "helm template RELEASE CHART --namespace NAMESPACE --values values.yaml > chart.yaml":
    "it needs a chart",
  "kubectl apply --server-side -k .": "it needs a cluster",
  "kubectl get pods": "it needs a cluster",
  "kubectl logs POD -c healthcheck": "it needs a cluster",
  "kubectl exec POD -c healthcheck -- /app/healthcheck check --verbose 5 URL": "it needs a cluster",
  "kubectl port-forward POD 8081": "it needs a cluster",
  "kubectl get --raw /api/v1/namespaces/NAMESPACE/pods/POD:8081/proxy/self": "it needs a cluster",
  "kubectl get --raw /api/v1/namespaces/NAMESPACE/pods/POD:8081/proxy/all": "it needs a cluster",
};

/** Splits a command of a shell into words. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) =>
    single ?? double ?? bare ?? ""
  );
}

/** Returns the commands of a block: its lines, or those after a prompt. */
function commandsOf({ language, lines }: Block): string[] {
  const typed = language === "console"
    ? lines.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2))
    : language === "sh"
    ? lines
    : [];
  return typed.join("\n").replaceAll(/ *\\\n */g, " ").split("\n").filter((line) => line !== "");
}

/** Checks the arguments of the program. */
async function checkProgram(words: readonly string[]): Promise<void> {
  const invocation = await parseArguments(words);
  assert("settings" in invocation, `correct the arguments: healthcheck ${words.join(" ")}`);
}

async function checkDeno([name = "", ...rest]: readonly string[]): Promise<void> {
  if (name === "task") {
    const [task = "", ...args] = rest.filter((word) => word !== "--quiet");
    assert(task in manifest.tasks, `deno.json has no such task: correct "deno task ${task}"`);
    if (task === "start") await checkProgram(args);
  } else if (name === "compile") {
    const allowed = Object.keys(manifest.permissions.healthcheck).map((name) => `--allow-${name}`);
    const flags = [...manifest.tasks.compile.split(" "), ...allowed];
    for (const flag of rest.filter((word) => /^--(?!output)/.test(word))) {
      const isUsed = flags.includes(flag.replace(/^(--allow-\w+)=.*/, "$1"));
      assert(isUsed, `the task compile has no flag ${flag}: correct the command`);
    }
    assert(rest.includes("--no-code-cache"), `a FIFO in TMPDIR would hang the start: ${rest}`);
    const [folder = "?"] = rest.at(-1)?.split("/") ?? [];
    assert(manifest.tasks.bundle.includes(folder), `compile what the task bundle writes: ${rest}`);
  } else if (name === "check") {
    for (const file of rest.filter((word) => /\.(?:ts|lock)$/.test(word))) {
      await Deno.stat(new URL(file, ROOT));
    }
  } else if (name === "run") {
    const [file = "", ...args] = rest.filter((word) => !word.startsWith("--allow-"));
    assert(isFile(file), `there is no ${file}: correct "deno run ${rest.join(" ")}"`);
    // Its arguments are expressions.
    if (file === "bench/decisions/cost.ts") args.forEach(parseCode);
  } else {
    assertEquals(name, "eval", `teach checkDeno() in this file how to check "deno ${name}"`);
    parseCode(rest[0] ?? "");
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(new URL(path, ROOT)).isFile;
  } catch {
    return false;
  }
}

/** Parses code as a module would, and looks for the files of this repository that it imports. */
function parseCode(code: string): void {
  // In a module, `await` is permitted at the top.
  new Function(`return async () => {${code}}`);
  for (const [, path = ""] of code.matchAll(/import\("\.\/([^"]+)"\)/g)) {
    assert(isFile(path), `there is no ${path}: correct the command that imports it`);
  }
}

function checkImageBuild(words: readonly string[]): void {
  const advice = "build with docker build -f Containerfile.distroless -t NAME [--build-arg ...] .";
  assertEquals(words.slice(0, 4), ["build", "-f", "Containerfile.distroless", "-t"], advice);
  assertEquals(words.at(-1), ".", advice);
  words.forEach((word, index) => {
    if (words[index - 1] !== "--build-arg") return;
    const [name = "", value = ""] = word.split("=");
    const [, known = ""] = new RegExp(`^ARG ${name}=(.*)$`, "m").exec(CONTAINERFILE) ?? [];
    const isKnown = CONTAINERFILE.includes(`ARG ${name}=`);
    assert(isKnown, `Containerfile.distroless has no ARG ${name}: correct the command`);
    // A mirror has the same image under another host.
    const advice = `give --build-arg ${name} the path of the image in Containerfile.distroless`;
    if (known !== "") assertStringIncludes(known, value.slice(value.indexOf("/")), advice);
  });
}

/** Edits the file without writing it. */
async function checkSed([flag, script = "", path = ""]: readonly string[]): Promise<void> {
  assertEquals(flag, "-i", "show sed -i SCRIPT FILE");
  const before = await Deno.readTextFile(new URL(path, ROOT));
  const { stdout } = await new Deno.Command("sed", { args: [script, path], cwd: ROOT }).output();
  const after = new TextDecoder().decode(stdout);
  assert(after !== before && after.length > 0, `sed changes nothing: correct "${script}"`);
}

async function checkCommand(command: string): Promise<void> {
  const [program = "", ...words] = wordsOf(command.replace(/^(?:[A-Z_]+=\S+ )+/, ""));
  if (program === "healthcheck") return await checkProgram(words);
  if (program === "deno") return await checkDeno(words);
  if (program === "npx") {
    const [, version] = /\/deno:([\d.]+)/.exec(CONTAINERFILE) ?? [];
    const advice = "run the Deno of Containerfile.distroless with npx --yes";
    assertEquals(words.slice(0, 2), ["--yes", `deno@${version}`], advice);
    return await checkDeno(words.slice(2));
  }
  if (program === "docker" && words[0] === "build") return checkImageBuild(words);
  if (program === "sed") return await checkSed(words);
  if (program === "strace") {
    return await checkCommand(words.slice(words.indexOf("trace.txt") + 1).join(" "));
  }
  if (program === "curl") {
    const routes = Object.keys(SERVE.routes ?? {}).map((path) => `localhost:8081${path}`);
    const asked = words.at(-1)?.replace(/(?<=\/all\/)\w+$/, "NAME") ?? "";
    return assert(routes.includes(asked), `no such route: correct "${command}"`);
  }
  assert(command in UNCHECKED, `correct the command, or add it to UNCHECKED: ${command}`);
}

for (const page of PAGES) {
  Deno.test(`${page} has only commands that work when they are read`, async () => {
    for (const block of blocksOf(page)) {
      for (const command of commandsOf(block)) await checkCommand(command);
    }
    // Indented blocks and spans of code.
    for (const [, task = ""] of pageOf(page).matchAll(/\bdeno task ([a-z]\w*)/g)) {
      assert(task in manifest.tasks, `correct "deno task ${task}" in ${page}: there is none`);
    }
  });
}

Deno.test("every command without a check is on a page when the pages are read", () => {
  const commands = PAGES.flatMap(blocksOf).flatMap(commandsOf);
  const unused = Object.keys(UNCHECKED).filter((command) => !commands.includes(command));
  assertEquals(unused, [], "no page has it: take it off UNCHECKED in this file");
});

Deno.test("docs/ shows how every command is called when it is compared with the code", () => {
  const lines = PAGES.flatMap(blocksOf).filter(({ language }) => language === "text")
    .flatMap(({ lines }) => lines).filter((line) => line.startsWith("healthcheck "));
  const commands = [SERVE, ...COMMANDS.values()];
  // Some pages show some options, and others `[OPTIONS]` alone.
  const plain = lines.map((line) =>
    line.replaceAll(/ \[(?:--[^\]]*|OPTIONS)\](?:\.\.\.)?/g, "").replaceAll(/ +/g, " ")
  );
  const called = commands.map((command) => usage(command).replace(" [OPTIONS]", ""));
  const advice = "show each command on one page, with the words of its --help";
  assertEquals(plain.toSorted(), called.toSorted(), advice);
  for (const line of lines) {
    const [name] = /^healthcheck(?: [a-z]+)?/.exec(line) ?? [];
    const members = commands.find((command) => command.name === name)?.arguments ?? {};
    const options = Object.values(members).map(({ name }) => name);
    for (const [, option = ""] of line.matchAll(/--([a-z-]+)/g)) {
      assert(options.includes(option), `${name} has no --${option}: correct the line "${line}"`);
    }
  }
});

Deno.test("docs/ explains every option of every command when it is compared with the code", () => {
  const text = pageOf("docs/commands.md") + pageOf("docs/watch.md");
  for (const command of [SERVE, ...COMMANDS.values()]) {
    for (const { kind, name } of Object.values(command.arguments)) {
      const option = kind === "option" || kind === "flag";
      const advice = `explain --${name} of ${command.name} in docs/commands.md or docs/watch.md`;
      if (option) assert(new RegExp(`--${name}\\b`).test(text), advice);
    }
  }
});

Deno.test("`deno task --quiet start` stands for the program with its exit status, as README.md says", async () => {
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    return new Response("ok");
  });
  for (
    const [words, code] of [
      [["check", "5", `http://127.0.0.1:${server.addr.port}/#name=app`], 0],
      [["check", "5", "tcp://127.0.0.1:1#name=app"], 1],
      [["check", "5", "localhost"], 2],
    ] as const
  ) {
    const { code: got, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "start", ...words],
      cwd: ROOT,
      stderr: "null",
    }).output();
    const text = new TextDecoder().decode(stdout);
    assertEquals([got, text.split("\n")[0]?.split(":")[0]], [code, code === 2 ? "" : "All"]);
  }
});

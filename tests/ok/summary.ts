// Runs every test and prints the failures and the totals: a line for each test fits on no screen.
// Its arguments are options of `deno task test`.

/** The number of tests that one dot stands for. */
const TESTS_PER_DOT = 100;
/** Tests mostly wait. On two processors, four at a time take two thirds of the time that two take. */
const FILES_PER_PROCESSOR = 2;

const jobs = Deno.env.get("DENO_JOBS") ??
  String(FILES_PER_PROCESSOR * navigator.hardwareConcurrency);
const { stdout, status } = new Deno.Command(Deno.execPath(), {
  args: ["task", "--quiet", "test", "--reporter=dot", ...Deno.args],
  env: { DENO_JOBS: jobs },
  stdout: "piped",
}).spawn();

const encoder = new TextEncoder();
let pending = "";
let tests = 0;
for await (const chunk of stdout.pipeThrough(new TextDecoderStream())) {
  const lines = (pending + chunk).split("\n");
  pending = lines.pop() ?? "";
  for (const line of lines) await print(line);
}
if (pending !== "") await print(pending);
Deno.exit((await status).code);

/** Where standard output is no terminal, the reporter prints the mark of each test on a line. */
async function print(line: string): Promise<void> {
  // deno-lint-ignore no-control-regex
  const isMark = /^[.!,]$/.test(line.replace(/\x1b\[[\d;]*m/g, ""));
  if (!isMark) return await write(`${line}\n`);
  tests++;
  if (tests % TESTS_PER_DOT === 0) await write(".");
}

async function write(text: string): Promise<void> {
  for (let bytes = encoder.encode(text); bytes.length > 0;) {
    bytes = bytes.subarray(await Deno.stdout.write(bytes));
  }
}

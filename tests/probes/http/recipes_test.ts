// Hangs that a check must see, and idle servers that it must not fail, on pages as the servers write them.
import { assertEquals } from "@std/assert";
import { verdicts } from "../../support/progress.ts";

/** A page of vLLM with two engines (`--data-parallel-size 2`). */
function vllm(tokens: readonly [number, number], running: readonly [number, number]): string {
  const labels = (engine: number): string => `{engine="${engine}",model_name="granite"}`;
  return `# TYPE vllm:num_requests_running gauge
vllm:num_requests_running${labels(0)} ${running[0]}.0
vllm:num_requests_running${labels(1)} ${running[1]}.0
# TYPE vllm:generation_tokens_total counter
vllm:generation_tokens_total${labels(0)} ${tokens[0]}.0
vllm:generation_tokens_total${labels(1)} ${tokens[1]}.0
`;
}

const VLLM = "progress=vllm:generation_tokens_total&busy=vllm:num_requests_running&stall=100s";

Deno.test("`each` names the engine that hangs when the other of two goes on", async () => {
  const pages = [1000, 1400, 1800].map((tokens) => vllm([tokens, 512], [3, 4]));
  const reason =
    'no progress of vllm:generation_tokens_total for 120 s while vllm:num_requests_running is 4 (engine="1") (status 200)';
  assertEquals(await verdicts(pages, `${VLLM}&each=engine`), ["ok", "ok", reason]);
  // Without it, the sum of both moves.
  assertEquals((await verdicts(pages, VLLM)).at(-1), "ok");
  const idle = pages.map((_, i) => vllm([1000 + i, 512], [3, 0]));
  assertEquals((await verdicts(idle, `${VLLM}&each=engine`)).at(-1), "ok");
});

type Partition = readonly [offset: number | null, lag: number | null];

/** A page of kafka_exporter: of each partition, the offset of the group and its lag, if it has any. */
function kafka(partitions: readonly Partition[]): string {
  const series = (name: string, values: readonly (number | null)[]): string =>
    values.map((value, partition) =>
      value === null
        ? ""
        : `${name}{consumergroup="billing",partition="${partition}",topic="jobs"} ${value}\n`
    ).join("");
  return `# TYPE kafka_brokers gauge
kafka_brokers 1
# TYPE kafka_consumergroup_current_offset gauge
${series("kafka_consumergroup_current_offset", partitions.map(([offset]) => offset))}\
# TYPE kafka_consumergroup_lag gauge
${series("kafka_consumergroup_lag", partitions.map(([, lag]) => lag))}`;
}

const OFFSET = "progress=kafka_consumergroup_current_offset";
const KAFKA = `${OFFSET}&busy=kafka_consumergroup_lag&stall=100s`;
const EACH = "&each=topic,partition";

/** The reason when partition 0 hangs with some lag. */
function stalled(lag: number, whose = ""): string {
  return `no progress of kafka_consumergroup_current_offset for 120 s while kafka_consumergroup_lag is ${lag}${whose} (status 200)`;
}

Deno.test("`each` sees a poisoned record on one partition when the others go on", async () => {
  const pages = [7, 9, 11].map((offset) => kafka([[4, 6], [offset, 1], [offset, 0]]));
  const reason = stalled(6, ' (topic="jobs", partition="0")');
  assertEquals((await verdicts(pages, `${KAFKA}${EACH}`)).at(-1), reason);
  assertEquals((await verdicts(pages, KAFKA)).at(-1), "ok");
});

Deno.test("`each` sees a poisoned record when the exporter drops its series from a page", async () => {
  const whole = kafka([[4, 6], [7, 0]]);
  const pages = [whole, kafka([[null, 6], [8, 0]]), whole];
  const options = `${OFFSET}&busy=kafka_consumergroup_lag&stall=120s${EACH}`;
  const reason = stalled(6, ' (topic="jobs", partition="0")');
  assertEquals((await verdicts(pages, options)).at(-1), reason);
  assertEquals((await verdicts(pages, `${options}&if-missing=0`)).at(-1), reason);
});

Deno.test("`if-missing` sees a partition that stands still before its first commit", async () => {
  const page = kafka([[null, 6], [7, 0]]);
  const reason = stalled(6, ' (topic="jobs", partition="0")');
  assertEquals((await verdicts([page, page, page], `${KAFKA}${EACH}&if-missing=0`)).at(-1), reason);
});

Deno.test("`busy` sees 2 waiting records when partitions without a commit have a lag of -1", async () => {
  // As a plain sum, -1, the lags would say that nothing waits.
  const page = kafka([[4, 2], [-1, -1], [-1, -1], [-1, -1]]);
  assertEquals((await verdicts([page, page, page], KAFKA)).at(-1), stalled(2));
  const idle = kafka([[12, 0], [-1, -1], [-1, -1], [-1, -1]]);
  assertEquals((await verdicts([idle, idle, idle], KAFKA)).at(-1), "ok");
});

Deno.test("`busy` above 1 leaves out the lag that a transactional producer keeps for ever", async () => {
  const options = `${OFFSET}&busy=kafka_consumergroup_lag>1&stall=100s${EACH}`;
  const idle = kafka([[12, 1], [9, 1]]);
  assertEquals((await verdicts([idle, idle, idle], options)).at(-1), "ok");
  const hung = kafka([[12, 3], [9, 1]]);
  const reason = stalled(3, ' (topic="jobs", partition="0")');
  assertEquals((await verdicts([hung, hung, hung], options)).at(-1), reason);
});

Deno.test("`if-missing` takes a fresh group for idle when it has no series yet", async () => {
  const options = `${KAFKA}${EACH}&if-missing=0`;
  const fresh = kafka([]);
  const pages = [fresh, fresh, fresh, kafka([[1, 3]]), kafka([[4, 0]])];
  assertEquals(new Set(await verdicts(pages, options)), new Set(["ok"]));
  const reason = "metric kafka_consumergroup_current_offset has no series yet (status 200)";
  assertEquals((await verdicts([fresh], `${KAFKA}${EACH}`)).at(-1), reason);
});

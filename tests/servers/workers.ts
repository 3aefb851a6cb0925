/** @module Servers that stand in for those of docs/model-servers.md, in the states of its tables. */

/** What a server of a recipe answers in one state. */
type Behaviour = (request: Request, path: string) => Answer | Promise<Answer>;

/** `hang` is none, until the stand-in closes. */
type Answer = Response | "hang";

/** A stand-in. Disposing of it closes it, and ends the requests that hang. */
export interface StandIn extends AsyncDisposable {
  readonly port: number;
  /** Changes the state of the server. */
  state: string;
}

/** What the server of the last recipe asks for. */
export const KEY = "Bearer s3cret";

/** Starts a stand-in for the server of a recipe. In the state `gone`, nothing listens on its port. */
export async function standIn(recipe: string, state: string): Promise<StandIn> {
  const stop = new AbortController();
  let done = 1000;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, signal: stop.signal },
    async (request) => {
      done += /^(?:working|behind|every task|one partition)/.test(result.state) ? 1 : 0;
      const behave = behaviourOf(recipe, result.state, done);
      const answer = await behave(request, new URL(request.url).pathname);
      if (answer !== "hang") return answer;
      await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
      return new Response();
    },
  );
  const result: StandIn = {
    port: server.addr.port,
    state,
    async [Symbol.asyncDispose](): Promise<void> {
      stop.abort();
      await server.finished;
    },
  };
  if (/^(?:(?:exporter )?gone|died idle)$/.test(state)) await result[Symbol.asyncDispose]();
  return result;
}

function status(code: number): Response {
  return new Response(null, { status: code });
}

function models(id: string): Response {
  return Response.json({ object: "list", data: [{ id, object: "model", owned_by: "vllm" }] });
}

function metrics(...lines: readonly string[]): Response {
  return new Response(`${lines.join("\n")}\n`, {
    headers: { "Content-Type": "text/plain; version=0.0.4" },
  });
}

/** Answers a completion as an OpenAI-compatible server does; only for this model, with one token. */
async function completion(request: Request, model: string): Promise<Response> {
  const isJson = request.headers.get("Content-Type") === "application/json";
  if (request.method !== "POST" || !isJson) return status(400);
  const body = await request.json();
  if (body.model !== model) return status(404);
  return Response.json({
    object: "text_completion",
    usage: { completion_tokens: body.max_tokens },
  });
}

function behaviourOf(recipe: string, state: string, done: number): Behaviour {
  const working = state === "working";
  const busy = working || /^hangs with (?:requests|a)/.test(state) ? 2 : 0;
  const hangs = state.startsWith("hangs");
  switch (recipe) {
    case "vLLM": {
      // The real page, with the numbers of this state.
      const page = Deno.readTextFileSync(new URL("vllm.prom", import.meta.url))
        .replaceAll(/^(vllm:num_requests_running\{.*\}) .*$/gm, `$1 ${busy}`)
        .replaceAll(/^(vllm:generation_tokens_total\{.*\}) .*$/gm, `$1 ${done}`);
      return (request, path) =>
        path === "/health"
          ? status(200)
          : path === "/v1/models"
          ? models("granite-7b")
          : path === "/metrics"
          ? metrics(page)
          : hangs
          ? "hang"
          : completion(request, "granite-7b");
    }
    case "SGLang":
      return (_, path) => {
        if (path === "/v1/models") return models("qwen");
        // It answers 503 itself, 20 seconds after the engine has hung.
        if (path === "/health_generate") return status(working ? 200 : 503);
        const running = `sglang:num_running_reqs{model_name="qwen"} ${busy}`;
        return state === "warming up" ? metrics(running) : metrics(
          running,
          `sglang:realtime_tokens_total{model_name="qwen",mode="prefill_compute"} 90`,
          `sglang:realtime_tokens_total{model_name="qwen",mode="decode"} ${done}`,
        );
      };
    case "Triton": {
      const loaded = state !== "model not loaded";
      const labels = '{model="resnet",version="1"}';
      const other = '{model="other",version="1"}';
      return async (request, path) => {
        if (path === "/v2/health/ready") return status(200);
        if (path === "/v2/models/resnet/ready") return status(loaded ? 200 : 400);
        if (path === "/metrics") {
          const shown = [other, ...loaded ? [labels] : []];
          return metrics(
            ...shown.map((of) => `nv_inference_request_success${of} ${done}`),
            ...shown.map((of) => `nv_inference_pending_request_count${of} ${busy}`),
          );
        }
        if (!loaded) return status(400);
        if (hangs) return "hang";
        const { inputs } = await request.json();
        return inputs.length === 1 ? Response.json({ outputs: [] }) : status(400);
      };
    }
    case "TensorRT-LLM":
      // The gauge is written when a request ends, so it stays as it was then.
      return (request, path) => {
        if (path === "/health") return status(200);
        if (path === "/v1/completions") return hangs ? "hang" : completion(request, "llama");
        const type = "# TYPE trtllm_request_success_total counter";
        const running = "trtllm_num_requests_running 1";
        return state === "no request yet"
          ? metrics(type, running)
          : metrics(type, `trtllm_request_success_total{finished_reason="stop"} ${done}`, running);
      };
    case "A worker with a counter":
      return () => metrics(`jobs_done_total ${done}.0`, `jobs_running ${busy}.0`);
    case "Celery": {
      const labels = '{hostname="worker-0"}';
      const task = '{hostname="worker-0",name="app.add",queue_name="celery"}';
      const other = task.replace("-0", "-1");
      const active = working || state === "every task fails" || state === "pool hangs" ? 4 : 0;
      const up = state === "worker silent" || state.startsWith("solo") ? 0 : 1;
      const counters = [
        `celery_task_started_total${task} ${done}`,
        `celery_task_started_total${other} ${performance.now()}`,
        // It stands still while every task fails.
        `celery_task_succeeded_total${task} 7`,
        `celery_queue_length{queue_name="celery"} ${state === "lost its queue" ? 20 : 0}`,
      ];
      return () =>
        metrics(
          "# TYPE celery_task_started_total counter",
          ...state === "no task yet" ? [] : counters,
          `celery_worker_up${labels} ${up}`,
          `celery_worker_tasks_active${labels} ${active}`,
        );
    }
    case "A Kafka consumer": {
      const labels = (partition: number): string =>
        `{consumergroup="billing",partition="${partition}",topic="orders"}`;
      const lags: Readonly<Record<string, number>> = {
        "behind, but working": 900,
        "no records": 0,
        "one record after a transaction": 1,
      };
      const lag = lags[state] ?? 40;
      const stuck = state === "one partition stuck" ? 500 : done;
      const partitions = [0, 1].flatMap((partition) => [
        `kafka_consumergroup_current_offset${labels(partition)} ${partition === 0 ? stuck : done}`,
        `kafka_consumergroup_lag${labels(partition)} ${lag}`,
      ]);
      // A partition without a commit.
      const third = `kafka_consumergroup_lag${labels(2)} -1`;
      return () =>
        metrics("kafka_brokers 1", ...state === "new group" ? [] : [...partitions, third]);
    }
    case "A cache":
      return () => metrics(`redis_up ${working ? 1 : 0}`);
    case "An API key":
      return (request) =>
        request.headers.get("Authorization") === KEY ? models("granite-7b") : status(401);
    default:
      throw new Error(`cannot stand in for ${recipe}: it must be a recipe of the page`);
  }
}

import type { Bench, Server } from "../bench.ts";
import type { Case, Setting } from "../case.ts";
import { startClients } from "../completions.ts";
import { pythonPackages } from "../packages.ts";

const SCRIPTS = new URL("../scripts/", import.meta.url).pathname;
const REQUEST = JSON.stringify({
  model: "granite-7b",
  prompt: "a b",
  max_tokens: 100,
  ignore_eos: true,
});

const SERVER = "vLLM 0.33.0";
const NEEDS = [
  { program: "python3", origin: "Debian's python3" },
  { program: "pkill", origin: "Debian's procps" },
];

interface Engine {
  readonly server: Server;
  readonly port: number;
  /** While this file exists, no step of an engine ends; with `-1` after it, of the second engine. */
  readonly hang: string;
}

/** Starts the whole server: tokenizer, scheduler and engines. Their executor computes nothing. */
async function startVllm(bench: Bench, engines: number): Promise<Engine> {
  const programs = await pythonPackages("vllm==0.33.0");
  const model = `${bench.folder}/granite-7b`;
  await bench.run(`${programs}/python`, [`${SCRIPTS}vllm_model.py`, model]);
  const hang = `${bench.folder}/hang`;
  const port = bench.port();
  const server = bench.start(`${programs}/vllm`, [
    ...["serve", model, "--served-model-name", "granite-7b", "--max-model-len", "4096"],
    ...["--host", "127.0.0.1", "--port", `${port}`, "--enforce-eager"],
    ...["--distributed-executor-backend", "vllm_executor.FakeExecutor"],
    ...["--data-parallel-size", `${engines}`],
  ], {
    env: {
      PATH: `${programs}:${Deno.env.get("PATH")}`,
      PYTHONPATH: SCRIPTS,
      PYTHONDONTWRITEBYTECODE: "1",
      FAKE_HANG: hang,
      VLLM_TARGET_DEVICE: "cpu",
      CUDA_VISIBLE_DEVICES: "",
      HF_HUB_OFFLINE: "1",
      VLLM_NO_USAGE_STATS: "1",
      VLLM_CPU_KVCACHE_SPACE: "1",
      VLLM_HOST_IP: "127.0.0.1",
    },
  });
  await bench.listening(port);
  return { server, port, hang };
}

export const vllm: Case = {
  name: "vllm",
  page: "docs/model-servers.md",
  title: "vLLM",
  server: SERVER,
  needs: NEEDS,
  async setUp(bench): Promise<Setting> {
    const { server, port, hang } = await startVllm(bench, 1);
    const load = new AbortController();
    const idle = (): Promise<void> =>
      bench.until(
        async () => /^vllm:num_requests_running\{.*\} 0\.0$/m.test(await bench.page(port)),
        "requests run",
      );
    return {
      here: { "localhost:8000": `127.0.0.1:${port}` },
      states: {
        working: () => startClients(4, port, REQUEST, load.signal),
        "hangs with requests": () => Deno.writeTextFile(hang, ""),
        "hangs idle": async () => {
          load.abort();
          await Deno.remove(hang);
          await idle();
          await Deno.writeTextFile(hang, "");
        },
        "died idle": async () => {
          await Deno.remove(hang);
          await idle();
          await bench.run("pkill", ["-KILL", "-g", `${server.pid}`, "-f", "EngineCore"]);
          await bench.until(
            () => bench.page(port, "/health").then(() => false, () => true),
            "the API server goes on",
          );
        },
        gone: () => server.kill(),
      },
    };
  },
};

export const vllmEngines: Case = {
  name: "vllm-engines",
  page: "docs/recipes.md",
  title: "vLLM with several engines",
  server: SERVER,
  needs: NEEDS,
  async setUp(bench): Promise<Setting> {
    const { server, port, hang } = await startVllm(bench, 2);
    const load = new AbortController();
    return {
      here: { "localhost:8000": `127.0.0.1:${port}` },
      states: {
        "no request yet": () => {},
        working: () => startClients(8, port, REQUEST, load.signal),
        "one of two hangs": () => Deno.writeTextFile(`${hang}-1`, ""),
        gone: async () => {
          load.abort();
          await server.kill();
        },
      },
    };
  },
};

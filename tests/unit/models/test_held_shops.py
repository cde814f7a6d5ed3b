"""The models of answers on invented shops that they did not learn."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.answer_encoder.held import measure
from models.answer_encoder.written import HELD, written
from models.errors import ModelError
from settings import ROOT

ARTEFACTS = ROOT / "models" / "artifacts" / "answers"
SHOP = """\
= Bramble & Wick | candles
# Getting it to you
## In the UK
1 Postage is £3.20 however many candles are in the box.
2 We post every working day at three.
# Returns
3 Send it back within 20 days, unlit.
= QUESTIONS
1 | how much is postage
3 | until when can i send a candle back
0 | do you have a shop in Leeds
0 ~3 | can i swap one
"""


def test_no_held_shop_is_learned() -> None:
    assert written(HELD)
    assert {shop.name for shop in written()} & {shop.name for shop in written(HELD)} == set()


def test_shares_are_of_what_was_asked(tmp_path: Path) -> None:
    (tmp_path / "shop.txt").write_text(SHOP, "utf-8")
    found = measure(ARTEFACTS / "encoder.safetensors", ARTEFACTS / "reader.safetensors", tmp_path)
    assert (found["shops"], found["questions"], found["unanswerable"]) == (1, 3, 1)
    assert found["encoder_recall_at_3"] == found["encoder_recall_at_10"] == 1.0
    assert found["encoder_recall_at_1"] == found["reader_recall_at_1"] == 1.0
    assert found["encoder_auc"] == found["reader_auc"] == 1.0


def test_shops_without_a_question_of_each_kind_are_named(tmp_path: Path) -> None:
    (tmp_path / "shop.txt").write_text(SHOP.replace("0 | do you", "2 | do you"), "utf-8")
    with pytest.raises(ModelError, match="with and without an answer"):
        measure(ARTEFACTS / "encoder.safetensors", ARTEFACTS / "reader.safetensors", tmp_path)


def test_a_file_that_is_no_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot put"):
        measure(tmp_path / "nothing", ARTEFACTS / "reader.safetensors")

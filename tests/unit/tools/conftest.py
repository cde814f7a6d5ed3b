"""Small NLU files and the real encoder."""

from __future__ import annotations

from pathlib import Path

import pytest

from settings import Settings
from tools.vectors import Encoder

ORDERS = """# Orders: where they are.
version: "3.1"
nlu:
- intent: order_status
  examples: |
    - where is my order
    - track order [#A10428](order_id)
    - has my [tent](product) shipped yet
    - when will the parcel be here

# Stopping them.
- intent: cancel_order   # not never_mind
  examples: |
    - cancel my order
    - please stop order [A10077](order_id) before it ships
    - i no longer want the [stove](product) i bought
"""
TALK = """version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello there
      - good morning
      - hi
  - regex: order_id
    examples: |
      - #A\\d{5}
  - intent: ask_payment_methods
    examples: |
      - how can i pay
      - do you take credit cards
      - is paypal fine"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "nlu"
    folder.mkdir()
    (folder / "orders.yml").write_text(ORDERS, encoding="utf-8")
    (folder / "talk.yml").write_text(TALK, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return Encoder(Settings(var=tmp_path_factory.mktemp("encoder"), embedder="", allow_hub=False))

"""From training examples to the folder that the dialogue reads: tune, export, keep what calibration needs."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from models.dialogue_encoder.config import CONFIG_PATH, load_config
from models.dialogue_encoder.examples import Example, fingerprint
from models.dialogue_encoder.tuning import held_out, step_count, tune
from models.embedder import go_offline, packaged_folder
from models.encoder_export import export_encoder, is_current, read_manifest
from models.errors import ModelError
from models.files import sha256_of
from models.progress import steps, working

HELD_OUT_FILE = "held_out.json"


def train(examples: list[Example], target: Path, *, force: bool = False) -> dict[str, Any]:
    """Write the tuned and exported encoder to ``target``, whole or not; returns its manifest.

    Nothing is done when ``target`` was made from the same examples and settings, unless ``force``.
    Raises ``ModelError`` for fewer than two intents.
    """
    made_from = f"{fingerprint(examples)[:32]}-{sha256_of(CONFIG_PATH)[:16]}"
    if not force and is_current(target, tuned=made_from):
        return read_manifest(target)
    if len({example.intent for example in examples}) < 2:
        raise ModelError("tuning the encoder needs examples of at least two intents")
    config = load_config()
    kept = held_out(examples, config)
    learned = [example for example in examples if example.key not in kept]
    go_offline(allow_hub=False)
    with tempfile.TemporaryDirectory(prefix="aisle-tuned-") as scratch:
        with steps("Tuning the sentence encoder", step_count(len(learned), config)) as bar:
            tune(packaged_folder(), Path(scratch), learned, config, bar.done)
        with working("Exporting the sentence encoder"):
            beside = {HELD_OUT_FILE: json.dumps(sorted(kept))}
            return export_encoder(target, source=Path(scratch), tuned=made_from, beside=beside)

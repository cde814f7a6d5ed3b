"""Read labelled sessions from CSV, refusing what nothing honest could be learnt from."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.errors import DataError
from models.purchase.features import RAW, raw_row

LABEL = "Revenue"
_LABELS = {"true": 1, "1": 1, "false": 0, "0": 0}


@dataclass(frozen=True)
class Sessions:
    """Raw features, float64 (n, len(RAW)), and whether each session bought, int64 (n,)."""

    raw: NDArray[np.float64]
    bought: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.bought)


def read_sessions(path: Path) -> Sessions:
    """Read a CSV with a header: ``Revenue`` and any of the raw features (empty cells are missing values).

    Raises ``DataError`` naming the line that is malformed, or that nothing usable is there.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(path, csv.DictReader(file))
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror or error}") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise DataError(f"{path} is not a CSV file in UTF-8: {error}") from error


def _read(path: Path, reader: csv.DictReader[str]) -> Sessions:
    header = tuple(reader.fieldnames or ())
    if LABEL not in header:
        raise DataError(f"{path} has no column {LABEL}")
    used = tuple(name for name in RAW if name in header)
    if not used:
        raise DataError(f"{path} has none of the columns {', '.join(RAW)}")
    if len(set(header)) != len(header):
        raise DataError(f"{path} has a column twice")
    rows, labels = [], []
    for record in reader:
        if None in record or None in record.values():
            raise DataError(f"{path}, line {reader.line_num}: not as many cells as the header has")
        try:
            rows.append(raw_row({name: record[name] for name in used}))
            labels.append(_LABELS[record[LABEL].strip().lower()])
        except DataError as error:
            raise DataError(f"{path}, line {reader.line_num}: {error}") from error
        except KeyError as error:
            raise DataError(f"{path}, line {reader.line_num}: {LABEL} must be TRUE or FALSE") from error
    if not rows:
        raise DataError(f"{path} has no rows")
    return Sessions(np.vstack(rows), np.array(labels, dtype=np.int64))


def require_both_classes(
    sessions: Sessions, at_least: int, of_each: int, purpose: Iterable[str] = ()
) -> None:
    """Raise ``DataError`` unless there are ``at_least`` sessions, ``of_each`` bought and not bought."""
    bought = int(sessions.bought.sum())
    told = "".join(f" for {word}" for word in purpose)
    if len(sessions) < at_least:
        raise DataError(f"{len(sessions)} sessions are too few{told}: at least {at_least} are needed")
    if min(bought, len(sessions) - bought) < of_each:
        raise DataError(
            f"{bought} of {len(sessions)} sessions bought{told}: at least {of_each} that did"
            f" and {of_each} that did not are needed"
        )

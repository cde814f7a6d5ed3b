"""Files of models are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import ModelError
from models.files import replaced_folder, sha256_of, verify


def test_the_new_folder_takes_the_old_ones_place(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "model"
    for text in ("first", "second"):
        with replaced_folder(target) as folder:
            (folder / "file").write_text(text)
    assert (target / "file").read_text() == "second"
    assert [path.name for path in target.parent.iterdir()] == ["model"]


def test_an_error_leaves_the_old_folder(tmp_path: Path) -> None:
    target = tmp_path / "model"
    with replaced_folder(target) as folder:
        (folder / "file").write_text("old")

    def fail() -> None:
        with replaced_folder(target) as folder:
            (folder / "file").write_text("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (target / "file").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model").write_text("a file")
    with pytest.raises(ModelError, match="not a folder"), replaced_folder(tmp_path / "model"):
        pass


def test_a_changed_byte_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    path.write_bytes(b"abc")
    digest = sha256_of(path)
    verify(path, digest)
    path.write_bytes(b"abd")
    with pytest.raises(ModelError, match="not the file"):
        verify(path, digest)


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot read"):
        sha256_of(tmp_path / "nothing")

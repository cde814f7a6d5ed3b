# Rasa's environment has no pytest: unittest's own assertions are the ones to use here.
# ruff: noqa: PT009, PT027
"""The sentence encoder: unit vectors, the same ones every time, and a clear word when it is missing."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from typing import ClassVar

import numpy as np

from dialogue.encoder import (
    EncoderMissing,
    OnnxSentenceEncoder,
    folder_fingerprint,
)

FOLDER = Path("var/models/encoder")
STRANGE = ["", " ", "\x00", "\u200b", "é" * 50, "🏕️", "a" * 20_000, "word " * 5000, "{x} %s", "نص عربي"]


class Encoder(unittest.TestCase):
    encoder: ClassVar[OnnxSentenceEncoder]

    @classmethod
    def setUpClass(cls) -> None:
        cls.encoder = OnnxSentenceEncoder(FOLDER, 64)

    def test_vectors_are_of_length_one(self) -> None:
        vectors = self.encoder.encode(["where is my order", "a tent", *STRANGE])
        self.assertEqual(vectors.dtype, np.float32)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)

    def test_the_same_text_gives_the_same_vector_in_any_company(self) -> None:
        alone = self.encoder.encode(["where is my order"])[0]
        among = self.encoder.encode(["x", "where is my order", "a much longer text about tents " * 5])[1]
        np.testing.assert_array_equal(alone, among)

    def test_likeness_follows_meaning(self) -> None:
        order, parcel, tent = self.encoder.encode(
            ["where is my order", "track my package", "is this tent red"]
        )
        self.assertGreater(order @ parcel, order @ tent)

    def test_only_the_first_tokens_count(self) -> None:
        short, long = self.encoder.encode(["word " * 200, "word " * 400])
        np.testing.assert_allclose(short, long, atol=1e-5)

    def test_whole_words_of_its_vocabulary(self) -> None:
        self.assertTrue({"order", "return"} <= self.encoder.vocabulary)
        self.assertFalse({"##ing", "[CLS]", "a"} & self.encoder.vocabulary)

    def test_a_missing_or_half_folder_is_named(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesRegex(EncoderMissing, "make setup"):
                OnnxSentenceEncoder(Path(folder), 64)
            (Path(folder) / "tokenizer.json").write_text("{}")
            with self.assertRaises(EncoderMissing):
                OnnxSentenceEncoder(Path(folder), 64)


class Folder(unittest.TestCase):
    def test_the_fingerprint_tells_encoders_apart(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder)
            (path / "model.onnx").write_bytes(b"a")
            (path / "tokenizer.json").write_bytes(b"b")
            first = folder_fingerprint(path)
            self.assertEqual(first, folder_fingerprint(path))
            (path / "model.onnx").write_bytes(b"c")
            self.assertNotEqual(first, folder_fingerprint(path))


if __name__ == "__main__":
    unittest.main()

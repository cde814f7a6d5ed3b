"""What goes wrong with a model, in words an engineer can act on."""

from __future__ import annotations


class ModelError(Exception):
    """A model cannot be found, trusted, loaded or trained; the text says what to do about it."""


class DataError(ModelError):
    """The training or evaluation data is missing, malformed, too small or one-sided."""

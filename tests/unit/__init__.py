"""Unit tests, a folder a layer."""

"""Measurements of the running assistant: ``python -m bench [SUITE]``, one JSON object a line."""

"""What stops a tool, with a message that says what to do."""

from __future__ import annotations


class ToolError(Exception):
    """A file, database or model that a tool needs is missing or not as it should be."""

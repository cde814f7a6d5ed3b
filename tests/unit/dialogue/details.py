"""What tests of details share."""

from __future__ import annotations

from dialogue.written import find


def found(text: str, kind: str) -> list[str]:
    """The values of that kind in the text."""
    return [detail.value for detail in find(text) if detail.kind == kind]

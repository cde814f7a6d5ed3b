"""Email addresses and telephone numbers as people write them."""

from __future__ import annotations

import pytest

from tests.unit.dialogue.details import found

EMAILS = [
    ("maya.torres@example.com", ["maya.torres@example.com"]),
    ("my email is maya@example.com.", ["maya@example.com"]),
    ("is it maya@example.com?", ["maya@example.com"]),
    ("(maya@example.com), thanks", ["maya@example.com"]),
    ("<maya@example.co.uk>", ["maya@example.co.uk"]),
    ("mailto:maya@example.com", ["maya@example.com"]),
    ("maya+shop@sub.example.com...", ["maya+shop@sub.example.com"]),
    ("'maya@example.com'", ["maya@example.com"]),
    ("o'hara@example.com", ["o'hara@example.com"]),
    ("josé@example.com", ["josé@example.com"]),
    ("MAYA@EXAMPLE.COM", ["MAYA@EXAMPLE.COM"]),
    ("maya＠example．com", ["maya@example.com"]),
    ("a@b.co and c@d.org", ["a@b.co", "c@d.org"]),
    ("maya at example dot com", ["maya@example.com"]),
    ("my mail: maya dot torres at example dot com thanks", ["maya.torres@example.com"]),
    ("maya underscore t at example dot co dot uk", ["maya_t@example.co.uk"]),
    ("maya [at] example [dot] com", ["maya@example.com"]),
    ("maya(at)example(dot)com", ["maya@example.com"]),
    ("maya[at]example.com", ["maya@example.com"]),
    ("maya @ example.com", ["maya@example.com"]),
    ("maya@ example .com", ["maya@example.com"]),
    ("maya at gmail.com", ["maya@gmail.com"]),
    ("my email is maya at shop.example", ["maya@shop.example"]),
    ("maya@", []),
    ("maya@example", []),
    ("@maya", []),
    ("I saw it at amazon.com", []),
    ("look at this. com on", []),
    ("is it cheaper at rei.com?", []),
    ("meet me at noon. it works", []),
    ("two at $5. me too", []),
]


@pytest.mark.parametrize(("text", "emails"), EMAILS)
def test_emails(text: str, emails: list[str]) -> None:
    assert found(text, "email") == emails


PHONES = [
    ("555-010-4477", ["555-010-4477"]),
    ("(555) 010-4477", ["(555) 010-4477"]),
    ("+1 555 010 4477", ["+1 555 010 4477"]),
    ("1-555-010-4477", ["1-555-010-4477"]),
    ("555.010.4477", ["555.010.4477"]),
    ("call me at 5550104477", ["5550104477"]),
    ("+44 20 7946 0958", ["+44 20 7946 0958"]),
    ("my number is 555-0142", ["555-0142"]),
    ("98101-1234", []),
    ("4111 1111 1111 1111", []),
    ("5550104477", []),
    ("A10428", []),
    ("2026-03-12", []),
    ("1Z999AA10123456784", []),
]


@pytest.mark.parametrize(("text", "phones"), PHONES)
def test_phones(text: str, phones: list[str]) -> None:
    assert found(text, "phone") == phones

"""Invented details in the shape of the real ones: nobody's names, numbers that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from random import Random

FIRST = """Nadia Tomas Ingrid Omar Grace Leo Farah Peter Ines Hector Ruth Sven Mila Caleb Joanna Kenji Paige
Samir Tara Yusuf Elise Diego Fiona Malik""".split()
LAST = """Vogel Acosta Larsen Haddad Okafor Brandt Amini Lang Roca Ruiz Abel Dahl Petrov Boyd Kaplan Sato Lowe
Shah Doyle Demir Moreau Fuentes Walsh Carver""".split()
STREETS = """Alder|Birch|Canyon|Clover|Elm|Garden|Juniper|Linden|Orchard|Pearl|Spruce|Willow""".split("|")
TYPES = ("Street", "Avenue", "Lane", "Road")
ZIPS = "97214 80302 60601 33101 85719 98052 02139 78704 55408 37206 84103 59801".split()
CANADIAN = ("M5V 2T6", "V6B 1A1", "H2X 3L4", "T2P 5E9", "K1P 1J1")
BRITISH = ("LS1 4DY", "BS1 5TR", "EH3 9QG")
PLACES = ("Portland, OR", "Boulder, CO", "Tucson, AZ", "Boise, ID")
_CANADIAN = re.compile(r"[a-z]\d[a-z][ -]?\d[a-z]\d", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LETTER_OR_DIGIT = re.compile(r"[A-Za-z0-9]")


class Inventor:
    """Invents the same for the same text, so that a message shown twice looks the same."""

    def __init__(self, text: str) -> None:
        self._random = Random(sha256(text.encode("utf-8", "replace")).digest())
        self._made: dict[tuple[str, str], str] = {}

    def instead_of(self, kind: str, text: str) -> str:
        """A detail of that kind instead of this one."""
        place = (kind, " ".join(text.casefold().split()))
        if place not in self._made:
            self._made[place] = self._invent(kind, text)
        return self._made[place]

    def _invent(self, kind: str, text: str) -> str:
        make = getattr(self, f"_{kind}", self._code)
        return str(make(text))

    def _name(self, text: str) -> str:
        said = text.casefold()
        first = self._random.choice([name for name in FIRST if name.casefold() not in said])
        last = self._random.choice([name for name in LAST if name.casefold() not in said])
        return _cased(f"{first} {last}" if len(text.split()) > 1 else first, text)

    def _email(self, text: str) -> str:
        first, last = self._random.choice(FIRST), self._random.choice(LAST)
        made = f"{first}.{last}".lower()
        return f"{made}@example.com" if "@" in text else f"{made} at example dot com"

    def _order_id(self, text: str) -> str:
        return self._digits(text)

    def _postcode(self, text: str) -> str:
        if _CANADIAN.fullmatch(text):
            return _cased(self._not_the_same(text, CANADIAN), text)
        if text[0].isdigit():
            zip_code = self._not_the_same(text[:5], ZIPS)
            return f"{zip_code}-{self._random.randrange(1000, 9999)}" if "-" in text else zip_code
        return _cased(self._not_the_same(text, BRITISH), text)

    def _phone(self, text: str) -> str:
        number = f"555-01{self._random.randrange(10, 99)}"
        if text.lstrip().startswith("+"):
            return f"+1 206-{number}"
        return f"206-{number}" if len(_DIGIT.findall(text)) > 7 else number

    def _street(self, text: str) -> str:
        made = f"{self._random.choice(STREETS)} {self._random.choice(TYPES)}"
        numbered = bool(_DIGIT.search(text))
        return _cased(f"{self._random.randrange(2, 999)} {made}" if numbered else made, text)

    def _place(self, text: str) -> str:
        return _cased(self._random.choice(PLACES), text)

    def _card(self, text: str) -> str:
        del text
        return "4000 0000 0000 0002"

    def _url(self, text: str) -> str:
        del text
        return "https://example.com"

    def _handle(self, text: str) -> str:
        del text
        return f"@{self._random.choice(FIRST).lower()}{self._random.randrange(10, 99)}"

    def _date(self, text: str) -> str:
        del text
        return "01/02/1990"

    def _ip(self, text: str) -> str:
        """Of a computer: from the block kept for documents."""
        del text
        return f"192.0.2.{self._random.randrange(1, 254)}"

    def _digits(self, text: str) -> str:
        return _DIGIT.sub(lambda found: self._other(found[0], "123456789"), text)

    def _code(self, text: str) -> str:
        def other(found: re.Match[str]) -> str:
            char = found[0]
            if char.isdigit():
                return self._other(char, "0123456789")
            choice = self._other(char.upper(), "ABCDEFGHJKLMNPRSTUVWXYZ")
            return choice if char.isupper() else choice.lower()

        return _LETTER_OR_DIGIT.sub(other, text)

    def _other(self, char: str, among: str) -> str:
        return self._random.choice([option for option in among if option != char])

    def _not_the_same(self, text: str, among: Sequence[str]) -> str:
        return self._random.choice([option for option in among if option.casefold() != text.casefold()])


def _cased(made: str, like: str) -> str:
    """In lower or upper case where the original was."""
    if like == like.lower():
        return made.lower()
    return made.upper() if like == like.upper() and sum(map(str.isalpha, like)) > 2 else made

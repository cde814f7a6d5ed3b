"""Reading a JSON file of unknown honesty: every value knows its place, so that a complaint can name it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from shop import views
from shop.errors import ImportRefused
from shop.tables import KEY

# More is no price of anything, and floats would begin to lose cents.
MAX_MONEY = Decimal(10) ** 12
MAX_STOCK = 2**31 - 1
# Neither database can keep these in a text.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file and the place where it stands, like ``orders/#A10001/items/0``."""

    value: Any
    place: str

    def refuse(self, problem: str) -> NoReturn:
        """Raise `ImportRefused` for this place."""
        raise ImportRefused(self.place, problem)

    def at(self, name: str | int) -> str:
        """The place of a part of this value."""
        return f"{self.place}/{name}" if self.place else str(name)

    def object(self) -> dict[str, Any]:
        """The value, which has to be an object."""
        if not isinstance(self.value, dict):
            self.refuse("must be an object")
        return self.value

    def members(self) -> Iterator[tuple[str, Node]]:
        """Names and values of an object, in the file's order."""
        for name, value in self.object().items():
            yield name, Node(value, self.at(name))

    def elements(self) -> Iterator[Node]:
        """The values of a list."""
        if not isinstance(self.value, list):
            self.refuse("must be a list")
        for index, value in enumerate(self.value):
            yield Node(value, self.at(index))

    def need(self, name: str) -> Node:
        """A field that has to be there."""
        if name not in self.object():
            raise ImportRefused(self.at(name), "is missing")
        return Node(self.value[name], self.at(name))

    def maybe(self, name: str) -> Node | None:
        """A field that may be missing or null."""
        value = self.object().get(name)
        return None if value is None else Node(value, self.at(name))

    def rest(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
        """The fields we have no column for, and the optional ones that are there as null."""
        unknown = {
            name: value
            for name, value in self.object().items()
            if name not in required and not (name in optional and value is not None)
        }
        Node(unknown, self.place).storable()
        return unknown

    def storable(self) -> Any:
        """The value as it is, after a look for texts that no database keeps."""
        if isinstance(self.value, str):
            if UNSTORABLE.search(self.value):
                self.refuse("holds a character that is no text")
        elif isinstance(self.value, dict):
            for name, member in self.members():
                Node(name, member.place).storable()
                member.storable()
        elif isinstance(self.value, list):
            for element in self.elements():
                element.storable()
        return self.value

    def text(self, limit: int | None = KEY) -> str:
        """A text of at most `limit` characters."""
        if not isinstance(self.value, str):
            self.refuse("must be a text")
        if limit is not None and len(self.value) > limit:
            self.refuse(f"is longer than {limit} characters")
        self.storable()
        return self.value

    def texts(self) -> list[str]:
        """A list of texts."""
        return [element.text(None) for element in self.elements()]

    def truth(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            self.refuse("must be true or false")
        return self.value

    def count(self) -> int:
        """A whole number of things, not negative."""
        if (
            isinstance(self.value, bool)
            or not isinstance(self.value, int)
            or not 0 <= self.value <= MAX_STOCK
        ):
            self.refuse("must be a whole number, zero or more")
        return self.value

    def money(self) -> Decimal:
        """An amount, not negative, as exactly the number that was written."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.refuse("must be a number")
        amount = Decimal(str(self.value))
        if not 0 <= amount < MAX_MONEY:
            self.refuse("is no amount of money")
        return amount

    def moment(self) -> str:
        """A time in ISO 8601, as it was written."""
        try:
            views.moment(self.text())
        except ValueError:
            self.refuse("must be a time like 2025-03-01T10:30:00+00:00")
        return self.text()

    def same_as(self, key: str) -> str:
        """An id that has to repeat the key it is filed under."""
        if self.text() != key:
            self.refuse(f"is not the key it is filed under, {key!r}")
        return key


def read_json(path: Path) -> Any:
    """The content of a JSON file. Raises `ImportRefused` naming line and column, or the doubled key."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except OSError as error:
        raise ImportRefused(path.name, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ImportRefused(path.name, f"is not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise ImportRefused(
            f"{path.name}:{error.lineno}:{error.colno}", f"is not JSON: {error.msg}"
        ) from error
    except RecursionError as error:
        raise ImportRefused(path.name, "is nested too deeply") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        names = Counter(name for name, _ in pairs)
        twice = names.most_common(1)[0][0]
        raise ImportRefused(twice, "is there twice in one object")
    return result


def _no_constant(name: str) -> NoReturn:
    raise ImportRefused("", f"{name} is not a number of JSON")

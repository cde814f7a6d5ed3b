"""Who somebody is, from what they say: spellings are made comparable, and a no never tells what was wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from string import ascii_uppercase

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from shop.policy import Identify
from shop.shape import UNSTORABLE
from shop.tables import OrderRow, UserRow
from shop.types import Claim

# Longer than any honest answer; what is longer is not looked up.
MAX_CLAIM_CHARS = 320
# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
# A number as people write it, with at most one letter standing alone before it: "A10001", "# a 100 01".
_WRITTEN_ID = re.compile(r"(?<![A-Z0-9])([A-Z])?[\s#.:\-]*([0-9](?:[\s.\-]?[0-9]){2,})(?![A-Z])")
_US_ZIP_DIGITS = 5
_US_ZIP_PLUS_FOUR_DIGITS = 9


def _plain(text: str) -> str:
    """Letters and digits only: without accents, width, case, punctuation and spaces."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(char for char in folded if char.isalnum())


def email_key(email: str) -> str:
    """What e-mail addresses are compared by."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def name_key(first_name: str, last_name: str) -> str:
    """What names are compared by: "José", "Ángel-Ruiz" and "jose", "angel ruiz" are the same."""
    return f"{_plain(first_name)} {_plain(last_name)}"


def postcode_key(postcode: str) -> str:
    """What postcodes are compared by; a US ZIP+4 counts as its first five digits."""
    key = _plain(postcode).upper()
    return key[:_US_ZIP_DIGITS] if key.isdigit() and len(key) == _US_ZIP_PLUS_FOUR_DIGITS else key


def order_key(order_id: str) -> str:
    """What order ids are compared by: capital letters and digits."""
    return _plain(order_id).upper()


def order_digits(order_id: str) -> str:
    """The id without its leading letters, for people who leave them out."""
    return order_key(order_id).lstrip(ascii_uppercase)


def order_keys(text: str) -> tuple[str, ...]:
    """The order ids a text may mean: the whole of it, and the number in it ("no. a 1001" -> "A1001").

    A text with several numbers means none of them: it must not be a way to guess many ids at once.
    """
    if len(text) > MAX_CLAIM_CHARS:
        return ()
    written = unicodedata.normalize("NFKC", text).upper()
    found = {order_key((match[1] or "") + match[2]) for match in _WRITTEN_ID.finditer(written)}
    keys = [order_key(text), *found] if len(found) == 1 else [order_key(text)]
    return tuple(dict.fromkeys(key for key in keys if key))


def _matches_order(keys: Sequence[str]) -> ColumnElement[bool]:
    """Orders of one of these keys, or of these digits where the letter was left out."""
    numbers = [key for key in keys if key.isdigit()]
    return or_(OrderRow.order_key.in_(keys), OrderRow.order_digits.in_(numbers))


def find_order_id(session: Session, user_id: str, text: str) -> str | None:
    """The one order of that customer which the text means, or None when there is none or more than one."""
    query = select(OrderRow.order_id).where(OrderRow.user_id == user_id, _matches_order(order_keys(text)))
    found = session.scalars(query.limit(3)).all()
    exact = [order_id for order_id in found if order_id == text.strip()]
    chosen = exact or found
    return chosen[0] if len(chosen) == 1 else None


def _candidates(names: Iterable[str], claim: Claim) -> Select[str]:
    """The customers that fit all the named fields. One query whatever is true, so that time tells nothing."""
    query = select(UserRow.user_id).distinct()
    asked = frozenset(names)
    if "email" in asked:
        query = query.where(UserRow.email_key == email_key(claim.given("email")))
    if "postcode" in asked:
        query = query.where(UserRow.postcode_key == postcode_key(claim.given("postcode")))
    if "first_name" in asked or "last_name" in asked:
        query = query.where(UserRow.name_key == name_key(claim.given("first_name"), claim.given("last_name")))
    if "order_id" in asked:
        keys = order_keys(claim.given("order_id"))
        query = query.join(OrderRow, OrderRow.user_id == UserRow.user_id).where(_matches_order(keys))
    return query.limit(2)


def identify(session: Session, rule: Identify, claim: Claim) -> str | None:
    """The customer whom the claim proves under the policy, else None.

    None is all that is ever said: for an unknown account, a wrong field, an unfinished claim, a claim that
    fits two accounts, and a claim whose parts point to different people.
    """
    if any(len(claim.given(name)) > MAX_CLAIM_CHARS for names in rule.any_of for name in names):
        return None
    proven: set[str] = set()
    for names in rule.any_of:
        if all(_comparable(name, claim) for name in names):
            found = session.scalars(_candidates(names, claim)).all()
            if len(found) == 1:
                proven.add(found[0])
    return proven.pop() if len(proven) == 1 else None


def _comparable(name: str, claim: Claim) -> bool:
    """Whether anything is left of the field to compare: "---" must not equal an empty field."""
    text = claim.given(name)
    return bool(_plain(text)) and not UNSTORABLE.search(text)

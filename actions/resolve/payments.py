"""Which of their ways to pay the shopper means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from actions.resolve.found import Found, one_of
from actions.resolve.lists import pattern, read
from shop.types import PaymentMethod

TOPIC = "payments"
CARD = "credit_card"
_LAST_FOUR = re.compile(r"(?<![\d$.#])(?:[*xX•.…]+[ -]?)?(\d{4})(?!\d|\.\d)")
# What denies a method stands at most so many characters before it.
REACH = 40

Methods = tuple[PaymentMethod, ...]


def payment_meant(
    text: str,
    methods: Sequence[PaymentMethod],
    *,
    original: Sequence[str] = (),
    discussed: str | None = None,
) -> Found[PaymentMethod]:
    """The methods that a text means among the shopper's own.

    ``original``: ids that the order was paid with ("the original payment method"); ``discussed``: id that
    "the other card" is different from, the original one where nothing else was discussed.
    """
    folded = text.casefold().replace("’", "'")
    wanted, unwanted = _mentioned(folded, methods)
    if wanted:
        return _wanted(folded, wanted, unwanted)
    before = {discussed} if discussed else set(original)
    if pattern(TOPIC, "other").search(folded) and (before or unwanted):
        gone = before | {method.method_id for method in unwanted}
        kind = CARD if re.search(r"\bcard\b", folded) else ""
        return one_of(_others(methods, gone, kind))
    if pattern(TOPIC, "original").search(folded) and not _denied(folded, "original"):
        return one_of(_with_ids(methods, original))
    if unwanted:
        return one_of(_others(methods, {method.method_id for method in unwanted}, ""))
    if pattern(TOPIC, "any").search(folded):
        return one_of(_with_ids(methods, original) or tuple(methods))
    return Found()


def _wanted(text: str, wanted: list[Methods], unwanted: Methods) -> Found[PaymentMethod]:
    """One wish as it is; of several in an order ("visa if it works, otherwise PayPal") the first."""
    first = tuple(method for method in wanted[0] if method not in unwanted) or wanted[0]
    if len(wanted) > 1 and not pattern(TOPIC, "ordered").search(text):
        narrower = set(wanted[0]).intersection(*wanted[1:])
        if narrower:
            return one_of(tuple(method for method in wanted[0] if method in narrower))
        return one_of(tuple(dict.fromkeys(method for group in wanted for method in group)))
    return one_of(first)


def _mentioned(text: str, methods: Sequence[PaymentMethod]) -> tuple[list[Methods], Methods]:
    """Groups of methods that the words call, in order, and those that they do not want."""
    wanted: list[Methods] = []
    unwanted: list[PaymentMethod] = []
    for start, called in _calls(text, methods):
        if _denied_at(text, start):
            unwanted += called
        elif called:
            wanted.append(called)
    return _narrowed(wanted), tuple(unwanted)


def _narrowed(wanted: list[Methods]) -> list[Methods]:
    """ "the visa card ending in 4242" is one wish: the wider call beside the narrower adds nothing."""
    kept = [g for g in wanted if not any(set(other) < set(g) for other in wanted)]
    return list(dict.fromkeys(kept))


def _calls(text: str, methods: Sequence[PaymentMethod]) -> Iterator[tuple[int, Methods]]:
    for found in _words().finditer(text):
        yield found.start(), tuple(m for m in methods if _called(m, found[0]))
    for method in methods:
        if (place := text.find(method.method_id.casefold())) >= 0:
            yield place, (method,)
    for found in _LAST_FOUR.finditer(text):
        called = tuple(m for m in methods if m.last_four == found[1])
        if called:
            yield found.start(), called


def _called(method: PaymentMethod, word: str) -> bool:
    lists = read(TOPIC)
    kind = re.sub(r"[\s_-]", "", method.kind.casefold())
    brand = re.sub(r"[\s_-]", "", (method.brand or "").casefold())
    for name, words in lists["brands"].items():
        if word in words:
            return brand == name or (bool(brand) and brand in (re.sub(r"[\s_-]", "", w) for w in words))
    of_kind = next((name for name, words in lists["kinds"].items() if word in words), "")
    if of_kind == CARD:
        return kind in {"creditcard", "debitcard", "card"}
    return kind == of_kind.replace("_", "")


@cache
def _words() -> re.Pattern[str]:
    lists = read(TOPIC)
    words = [word for group in ("kinds", "brands") for names in lists[group].values() for word in names]
    longest_first = sorted(words, key=len, reverse=True)
    # "the other card" and "the same card" are told by "other" and "same", not by "card".
    referring = r"(?<!same )(?<!other )(?<!original )(?<!different )(?<!another )(?<!new )(?<!previous )"
    plain = "|".join(word for word in longest_first if word != "card")
    return re.compile(rf"(?<!\w)(?:{plain}|{referring}card)(?=s?\b)(?! (?:i|that i) (?:used|paid))")


def _denied_at(text: str, start: int) -> bool:
    before = re.split(r"[.;!?]|, ", text[max(0, start - REACH) : start])[-1]
    words = "|".join(read(TOPIC)["unwanted"])
    return bool(
        re.search(
            rf"(?<![\w'])(?:{words})(?: (?:to )?(?:use |have )?(?:my|the|a|this|that|any))?\s*$", before
        )
    )


def _denied(text: str, word: str) -> bool:
    return any(_denied_at(text, found.start()) for found in re.finditer(word, text))


def _others(methods: Sequence[PaymentMethod], gone: set[str], kind: str) -> Methods:
    left = tuple(method for method in methods if method.method_id not in gone)
    return tuple(method for method in left if method.kind == kind) or left


def _with_ids(methods: Sequence[PaymentMethod], ids: Sequence[str]) -> Methods:
    return tuple(method for method in methods if method.method_id in ids)

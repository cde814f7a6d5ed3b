"""A paragraph cut into what is wished of each item: "the keyboard for X and the thermostat for Y"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.resolve.items import targets
from actions.resolve.mentions import Reader
from actions.resolve.plans import plan_of
from actions.resolve.roles import Mention, Role
from actions.resolve.tokens import Token, tokens
from actions.resolve.wishes import holds
from shop.types import OrderItem, Product

_ENDS = frozenset(".!?;\n")
_CLAUSE_ENDS = _ENDS | frozenset(",:)•")
_WISHING = re.compile(r"(?:^|\s)(?:for|to|into)\s+(?!(?:my|the|this|that|order)\b)\w+", re.IGNORECASE)
_JOINING = frozenset({"and", "also", "then", "plus", "but"})


@dataclass(frozen=True)
class Change:
    """One item with the words about what it is to become; None when one of ``choices`` is meant."""

    item: OrderItem | None
    wish: str
    choices: tuple[OrderItem, ...] = ()


def wanted_changes(
    text: str, order_items: Sequence[OrderItem], products: Mapping[str, Product]
) -> list[Change]:
    """The items that a text wants changed, each with its part of the text, in the order they are named."""
    if not order_items or not text.strip():
        return []
    reader = Reader(order_items, products)
    mentions = reader.mentions(text)
    chosen = targets(mentions)
    kept = {place for m in mentions if m.role is Role.KEPT for place in m.sure}
    if not chosen:
        return []
    chosen = _with_told(text, chosen, mentions, order_items, products)
    cut = _Cut(_without_locating(text, mentions), tokens(text), chosen, mentions)
    wishes = [cut.own(place) for place in range(len(chosen))]
    for owner, sentence in cut.unowned(order_items, products):
        wishes[owner] = f"{wishes[owner]}. {sentence}"
    wishes = _shared(chosen, wishes, order_items, products)
    return _by_item(chosen, wishes, kept, order_items)


def _without_locating(text: str, mentions: Sequence[Mention]) -> str:
    """The text with blanks for things that only tell which order is meant: their colors are no wishes."""
    said = tokens(text)
    for mention in mentions:
        if mention.role is Role.LOCATES:
            start, end = said[mention.since].start, said[mention.until - 1].end
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _with_told(
    text: str,
    chosen: list[Mention],
    mentions: Sequence[Mention],
    items: Sequence[OrderItem],
    products: Mapping[str, Product],
) -> list[Mention]:
    """ "I ordered the lamp but need a black one": told of only, and yet something else is wished of it."""
    served = {p for m in chosen for p in (*m.sure, *m.choices)}
    told = [m for m in mentions if m.role in {Role.TOLD, Role.NAMED} and not served & {*m.sure, *m.choices}]
    every = sorted([*chosen, *told], key=lambda m: m.start)
    cut = _Cut(text, tokens(text), every, mentions)
    wishing = [m for i, m in enumerate(every) if m in told and _differs(cut.own(i), m, items, products)]
    return sorted([*chosen, *wishing], key=lambda m: m.start)


def _differs(
    wish: str, mention: Mention, items: Sequence[OrderItem], products: Mapping[str, Product]
) -> bool:
    """Whether the words wish the item to be other than it is."""
    for place in mention.sure:
        product = products.get(items[place].product_id)
        for first in plan_of(wish, product, items[place]).wishes[:1] if product else ():
            changed = [d for d in first.demands if not d.negative and not holds(d, items[place])]
            if changed or first.compares or first.price:
                return True
    return False


@dataclass(frozen=True)
class _Cut:
    """A text with the mentions it is cut at."""

    text: str
    said: Sequence[Token]
    chosen: Sequence[Mention]
    mentions: Sequence[Mention]

    def own(self, place: int) -> str:
        """The words of the mention's sentence that are about it, up to the next mention."""
        mention = self.chosen[place]
        start = self.said[(mention.until if self._separated(mention) else mention.end) - 1].end
        stop = self._sentence(mention.start)[1]
        if place + 1 < len(self.chosen):
            stop = min(stop, self._clause(self.chosen[place + 1]))
        after = self.text[start:stop] if stop > start else ""
        if mention.contradicts:
            # "Exchange it for the 34 inch one": what is described is not what they have.
            described = self.text[self.said[mention.since].start : max(start, stop)]
            return f"{self._ahead(place)} {described}".strip(" ,")
        if mention.role is Role.WISHED:
            return self.text[self.said[mention.since].start : max(start, stop)]
        return f"{self._ahead(place)} {after}".strip(" ,")

    def unowned(self, items: Sequence[OrderItem], products: Mapping[str, Product]) -> list[tuple[int, str]]:
        """Sentences that name none of the chosen items, each with the mention that they go on about."""
        found: list[tuple[int, str]] = []
        first = 0
        while first < len(self.said):
            start, stop, following = self._span(first)
            named = [i for i, m in enumerate(self.chosen) if first <= m.start < following]
            if not named:
                sentence = self.text[start:stop]
                owner = self._owner(first, following, sentence, items, products)
                found += [(owner, sentence)] if owner is not None else []
            first = following
        return found

    def _owner(
        self,
        first: int,
        following: int,
        sentence: str,
        items: Sequence[OrderItem],
        products: Mapping[str, Product],
    ) -> int | None:
        """Whose item it names, or in whose options it has most to say; among equals the last."""
        here = [m for m in self.mentions if first <= m.start < following and m.role is not Role.WISHED]
        named = {place for m in here for place in (*m.sure, *m.choices)}
        before = [i for i, m in enumerate(self.chosen) if m.start < first] or [0]
        called = [i for i in before if named & {*self.chosen[i].sure, *self.chosen[i].choices}]
        if named and not called:
            return None
        told = {i: _told(sentence, self.chosen[i], items, products) for i in called or before}
        return max(told, key=lambda i: (told[i], i))

    def _span(self, first: int) -> tuple[int, int, int]:
        """The sentence that begins at that token: its characters, and the first token after it."""
        following = first + 1
        while following < len(self.said) and not set(self.said[following].before) & _ENDS:
            following += 1
        return self.said[first].start, self.said[following - 1].end, following

    def _sentence(self, place: int) -> tuple[int, int]:
        first = place
        while first > 0 and not set(self.said[first].before) & _ENDS:
            first -= 1
        start, stop, _ = self._span(first)
        return start, stop

    def _separated(self, mention: Mention) -> bool:
        """Whether the description ends before the wish begins: "the shirt in blue for ..."."""
        following = self.said[mention.until].word if mention.until < len(self.said) else ""
        return mention.until > mention.end and following in {"for", "to", "into", "with"}

    def _clause(self, mention: Mention) -> int:
        """Where the clause about that mention begins."""
        place = mention.since
        while place > 0 and not set(self.said[place].before) & _CLAUSE_ENDS:
            place -= 1
            if self.said[place].word in _JOINING:
                break
        return self.said[place].start

    def _ahead(self, place: int) -> str:
        """ "I'd like clicky switches for the keyboard": words of the clause before the mention."""
        start = self._clause(self.chosen[place])
        if place:
            start = max(start, self.said[self.chosen[place - 1].end - 1].end)
        return self.text[start : max(start, self.said[self.chosen[place].since].start)]


def _told(
    sentence: str, mention: Mention, items: Sequence[OrderItem], products: Mapping[str, Product]
) -> int:
    """How many wishes the sentence holds when it is read as being about that item."""
    for place in mention.sure or mention.choices:
        product = products.get(items[place].product_id)
        plan = plan_of(sentence, product, items[place]) if product else None
        return max((len(w.demands) + len(w.compares) for w in plan.wishes), default=0) if plan else 0
    return 0


def _shared(
    chosen: Sequence[Mention],
    wishes: list[str],
    items: Sequence[OrderItem],
    products: Mapping[str, Product],
) -> list[str]:
    """ "the boots and the jacket for size L": who is named without a wish has the wish that comes next."""
    speaking = [_says_something(w, m, items, products) for w, m in zip(wishes, chosen, strict=True)]
    served = {p for says, m in zip(speaking, chosen, strict=True) if says for p in (*m.sure, *m.choices)}
    result = list(wishes)
    for place in range(len(chosen) - 2, -1, -1):
        if not speaking[place] and not served & {*chosen[place].sure, *chosen[place].choices}:
            result[place] = result[place + 1]
    return result


def _says_something(
    wish: str, mention: Mention, items: Sequence[OrderItem], products: Mapping[str, Product]
) -> bool:
    for place in mention.sure or mention.choices:
        product = products.get(items[place].product_id)
        if product is None or plan_of(wish, product, items[place]).wishes:
            return True
    # "For size 9" is a wish, though there is no such size.
    return _WISHING.search(wish) is not None


def _by_item(
    chosen: Sequence[Mention], wishes: Sequence[str], kept: set[int], items: Sequence[OrderItem]
) -> list[Change]:
    """One change for every item; what is said about an item in several places is put together."""
    parts: dict[int, list[str]] = {}
    unclear: dict[tuple[int, ...], list[str]] = {}
    for mention, wish in zip(chosen, wishes, strict=True):
        for place in mention.sure:
            if place not in kept and wish not in parts.setdefault(place, []):
                parts[place].append(wish)
        if mention.choices and not set(mention.choices) & set(parts):
            unclear.setdefault(tuple(p for p in mention.choices if p not in kept), []).append(wish)
    sure = [Change(items[place], _sentence(said)) for place, said in parts.items()]
    asked = [
        Change(None, _sentence(said), tuple(items[place] for place in places))
        for places, said in unclear.items()
        if not set(places) & set(parts)
    ]
    return sure + asked


def _sentence(parts: Sequence[str]) -> str:
    return ". ".join(part.strip(" .,") for part in parts if part.strip(" .,"))

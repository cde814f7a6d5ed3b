"""Where a text speaks of items of an order, and which ones the words around it describe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from actions.resolve.clauses import read_wish
from actions.resolve.lists import listed, read
from actions.resolve.nicknames import names_of, vocabulary_for_item
from actions.resolve.quantities import places_in
from actions.resolve.roles import Mention, with_roles
from actions.resolve.tokens import Token, compact, tokens
from actions.resolve.vocabulary import longest_phrase, same_but_a_typo
from actions.resolve.wishes import Price, Wish, holds
from shop.types import OrderItem, Product

TOPIC = "items"


# A description reaches so many words before and after the word for the thing.
REACH = 6
# Whoever names more things than this in one message is not shopping.
MOST_MENTIONS = 60


class Reader:
    """Finds the mentions of the items of one order."""

    def __init__(
        self, items: Sequence[OrderItem], products: Mapping[str, Product], *, named_only: bool = False
    ) -> None:
        self.items = items
        self._named_only = named_only
        self._names = names_of(items, products)
        self._vocabularies = {item.product_id: vocabulary_for_item(item, items, products) for item in items}

    def mentions(self, text: str) -> list[Mention]:
        """All of them in the order of the text, with their roles."""
        said = tokens(text)
        found = [self._described(said, *spot) for spot in islice(self._spots(said), MOST_MENTIONS)]
        return with_roles(said, self._others_resolved(said, found))

    def fitting(self, text: str, among: Sequence[int]) -> tuple[int, ...]:
        """The items that a description fits; () when it says nothing that tells them apart."""
        fits: list[int] = []
        wishes: dict[str, Wish] = {}
        for place in among:
            item = self.items[place]
            if item.product_id not in wishes:
                wishes[item.product_id] = read_wish(text, self._vocabularies[item.product_id], item.name)
            wish = wishes[item.product_id]
            if wish.demands and all(holds(demand, item) for demand in wish.demands):
                fits.append(place)
        if not fits and any(wish.demands for wish in wishes.values()):
            return ()
        wish = next((w for w in wishes.values() if w), Wish())
        return self._utmost(wish, fits or list(among)) if wish else ()

    def described(self, text: str) -> bool:
        """Whether the text holds any description in the words of these items' options."""
        return any(read_wish(text, v, "").demands for v in self._vocabularies.values())

    def _utmost(self, wish: Wish, among: list[int]) -> tuple[int, ...]:
        """The biggest, the cheapest and so on of them."""
        left = among
        for compare in wish.compares:
            ranked = {
                place: order[value]
                for place in left
                if (order := self._vocabularies[self.items[place].product_id].order_of(compare.option))
                and (value := self.items[place].options.get(compare.option, "")) in order
            }
            if ranked:
                best = max(ranked.values()) if compare.up else min(ranked.values())
                left = [place for place in left if ranked.get(place) == best]
        if wish.price is not None:
            prices = {place: self.items[place].price for place in left}
            low = wish.price in {Price.CHEAPEST, Price.CHEAPER, Price.NOT_DEARER}
            best_price = min(prices.values()) if low else max(prices.values())
            left = [place for place in left if prices[place] == best_price]
        return tuple(left)

    def _spots(self, said: Sequence[Token]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """Words for the things: begin, end, and the items so called."""
        place = named_until = 0
        while place < len(said):
            end, called = longest_phrase(said, place, self._names)
            if called is None:
                end, called = self._misspelt(said, place)
            named_until = end if called is not None else named_until
            # "For the lamp one that ...", "the lamp one": that is the lamp, named just before.
            again = place == named_until and said[place].word in {"one", "ones"} and not said[place].before
            if called is None and not self._named_only and not again:
                end, called = self._unnamed(said, place)
            if called is not None:
                yield place, end, called
            place = end if called is not None else place + 1

    def _misspelt(self, said: Sequence[Token], place: int) -> tuple[int, tuple[int, ...] | None]:
        word = said[place].norm
        if not word.isalpha() or word in _ordinary() or said[place].word in _ordinary():
            return place + 1, None
        near = [name for name in self._names if same_but_a_typo(word, name)]
        return place + 1, self._names[near[0]] if len(near) == 1 else None

    def _unnamed(self, said: Sequence[Token], place: int) -> tuple[int, tuple[int, ...] | None]:
        """ "everything", "item #2", "the blue one": all items, until the description is read."""
        everyone = tuple(range(len(self.items)))
        end, whole = longest_phrase(said, place, _everything())
        if whole is not None and _unchanged(said, end):
            return end, None
        if whole is not None:
            return end, everyone
        token = said[place]
        if token.word not in listed(TOPIC, "generic"):
            return place + 1, None
        numbered = place + 1 < len(said) and (
            said[place + 1].is_number or said[place + 1].before.endswith("#")
        )
        if token.word == "one" and not numbered and not _pointed(said, place):
            return place + 1, None
        return place + 1, everyone

    def _described(self, said: Sequence[Token], start: int, end: int, called: tuple[int, ...]) -> Mention:
        since, until = _begin(said, start), _finish(said, end)
        before = _text(said, since, start)
        after = _text(said, end, until)
        everyone = len(called) == len(self.items) and longest_phrase(said, start, self._names)[1] is None
        if everyone and longest_phrase(said, start, _everything())[1] is not None:
            return self._everything(said, start, end, called)
        by_place = self._by_place(said, since, end, called, everyone)
        if by_place:
            return Mention(
                start, end, since, max(end, until if everyone else end), by_place, (), called, False
            )
        fits, used_until, contradicts = self._narrowed(before, after, called, end, until)
        if everyone and not fits:
            fits = self.fitting(before, called) if before else ()
            plural = said[start].word.endswith("s") and said[start].word != "is"
            if not fits and not (plural and _counted(said, since, start)):
                return Mention(start, end, since, end, (), (), called, False)
        chosen = fits or called
        sure, choices = self._units(said, since, start, end, chosen)
        described = bool(before) and not contradicts and self._speaks_of(before, called)
        described = described or used_until > end
        return Mention(start, end, since, used_until, sure, choices, called, contradicts, described)

    def _everything(self, said: Sequence[Token], start: int, end: int, called: tuple[int, ...]) -> Mention:
        both = said[start].word == "both" or said[end - 1].word == "both"
        wrong = both and len(called) != 2
        return Mention(
            start, end, start, end, () if wrong else called, called if wrong else (), called, False
        )

    def _narrowed(
        self, before: str, after: str, called: tuple[int, ...], end: int, until: int
    ) -> tuple[tuple[int, ...], int, bool]:
        """The items that the words before and after fit; where the words after end that were needed."""
        contradicts = False
        fits = called
        if before:
            narrower = self.fitting(before, called)
            contradicts = not narrower and self._speaks_of(before, called)
            fits = narrower or called
        if after:
            narrower = self.fitting(after, fits)
            if narrower:
                return narrower, until, contradicts
        return (fits if fits != called or not contradicts else called), end, contradicts

    def _speaks_of(self, text: str, among: Sequence[int]) -> bool:
        return any(
            read_wish(text, self._vocabularies[self.items[place].product_id], "").demands for place in among
        )

    def _by_place(
        self,
        said: Sequence[Token],
        since: int,
        end: int,
        called: tuple[int, ...],
        everyone: bool,
    ) -> tuple[int, ...]:
        """ "item #2", "the last one", "the second bottle": counted among the items so called."""
        # A number after the word counts only for "item 2": "bottle 2" may be two liters.
        last = end
        while everyone and last < len(said) and last < end + REACH and _goes_on_counting(said, last):
            last += 1
        places = places_in(_text(said, since, last), len(called))
        return tuple(called[place] for place in places)

    def _units(
        self, said: Sequence[Token], since: int, start: int, end: int, chosen: tuple[int, ...]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """How many of the fitting items are meant: (sure, choices)."""
        if len(chosen) <= 1:
            return chosen, ()
        counted = _counted(said, since, start)
        alike = len({_kind(self.items[place]) for place in chosen}) == 1
        wanted = len(chosen) if counted < 0 else counted
        if not wanted:
            wanted = len(chosen) if self._is_plural(said[end - 1], chosen) else 1
        if wanted >= len(chosen):
            return chosen, ()
        return (chosen[:wanted], ()) if alike else ((), chosen)

    def _is_plural(self, token: Token, chosen: Sequence[int]) -> bool:
        """ "bottles"; but "boots" are one pair, being called so."""
        plural = token.word != token.norm and token.word.endswith("s") and not token.word.endswith("'s")
        names = {tokens(self.items[place].name)[-1].word for place in chosen}
        return plural and not any(name == token.word for name in names)

    def _others_resolved(self, said: Sequence[Token], found: list[Mention]) -> list[Mention]:
        """ "the other one" is one that has not been spoken of before."""
        result: list[Mention] = []
        spoken: set[int] = set()
        for mention in found:
            words = {token.word for token in said[mention.since : mention.end]}
            if words & listed(TOPIC, "others") or _else(said, mention.end):
                left = tuple(place for place in mention.all_of_kind if place not in spoken)
                single = len(left) == 1 or "rest" in words or _else(said, mention.end)
                mention = replace(
                    mention, sure=left if single else (), choices=() if single else left, contradicts=False
                )
            spoken |= set(mention.sure)
            if mention.sure or mention.choices:
                result.append(mention)
        return result


def _else(said: Sequence[Token], place: int) -> bool:
    """Whether "everything" goes on as "everything else"."""
    return place < len(said) and said[place].word in {"else", "other"}


def _kind(item: OrderItem) -> tuple[str, str]:
    return item.product_id, item.item_id


def _text(said: Sequence[Token], start: int, end: int) -> str:
    return " ".join(
        f"{token.before if token.before in {'#', ','} else ''}{token.raw}" for token in said[start:end]
    )


def _pointed(said: Sequence[Token], place: int) -> bool:
    """Whether "one" stands for a certain thing: "the blue one", but neither "a red one" nor "one of"."""
    if said[place].before or (place + 1 < len(said) and said[place + 1].word == "size"):
        return False
    for token in reversed(said[max(0, place - REACH) : place]):
        if token.word in {"the", "that", "this", "other", "my", "last"}:
            return True
        if token.word in listed(TOPIC, "border") | listed(TOPIC, "surely_new") | {"a", "an"} or token.before:
            return False
    return False


def _unchanged(said: Sequence[Token], place: int) -> bool:
    """ "Everything else the same": said of one thing's options, and not of the other things."""
    if not _else(said, place):
        return False
    following = []
    for token in said[place + 1 : place + 1 + REACH]:
        if set(token.before) & set(".!?;,"):
            break
        following.append(token.word)
    return bool(listed(TOPIC, "unchanged") & set(following))


def _goes_on_counting(said: Sequence[Token], place: int) -> bool:
    token = said[place]
    if token.before not in {"", "#", ",", "&"}:
        return False
    return token.is_number or token.word in {"and", "number", "no"} or token.before.endswith("#")


def _begin(said: Sequence[Token], start: int) -> int:
    """Where the description before a word begins: "the bigger of the two | bottles"."""
    place = start
    while place > 0 and start - place < REACH:
        token = said[place - 1]
        if said[place].before.strip("-\"'“”(/#"):
            break
        # "in" and "on" of "in-ear" and "on-ear" are part of the description.
        if token.word in listed(TOPIC, "border") and said[place].before != "-":
            break
        if token.word in _all_verbs():
            break
        place -= 1
        if token.word in listed(TOPIC, "determiners") | {"a", "an", "another"} and not _of_phrase(
            said, place
        ):
            break
    return place


def _of_phrase(said: Sequence[Token], place: int) -> bool:
    """Whether "of the two" goes on to the left: "the bigger of the two bottles"."""
    return any(t.word == "of" for t in said[max(0, place - 2) : place]) and (
        said[place - 1].word in listed(TOPIC, "of_phrase") if place else False
    )


def _finish(said: Sequence[Token], end: int) -> int:
    """Where the description after a word ends: "the shirt | in blue, size M, | for ..."."""
    place = end
    opened = {"in", "size", "that", "which", "with", "of", "that's", "colored"}
    if place < len(said) and not (said[place].word in opened or said[place].before.endswith("(")):
        return end
    while place < len(said) and place - end < REACH:
        token = said[place]
        if token.before.strip("-\"'“”(/#$"):
            break
        if place > end and token.word in listed(TOPIC, "border") - listed(TOPIC, "describing"):
            break
        if token.word in _all_verbs():
            break
        place += 1
    return place


def _counted(said: Sequence[Token], since: int, start: int) -> int:
    """The number before a word: -1 for all, 0 for none said. "one of the two" is one."""
    words = [token.word for token in said[since:start]]
    if "of" in words:
        words = words[: words.index("of")]
        said = [token for token in said[since:start] if token.word in words]
    else:
        said = list(said[since:start])
    if {"all", "both", "every", "each"} & set(words):
        return -1
    if "one" in words or "either" in words or "single" in words:
        return 1
    numbers = [int(token.norm) for token in said if token.norm.isdigit() and int(token.norm) < 20]
    return numbers[0] if numbers else (2 if "couple" in words else 0)


@cache
def _all_verbs() -> frozenset[str]:
    single = (word for name in ("actions", "keeping", "wanting") for word in read(TOPIC)[name])
    return frozenset(word for word in single if " " not in word) - {"like"}


@cache
def _everything() -> dict[str, bool]:
    return {compact(phrase): True for name in ("everything", "both") for phrase in read(TOPIC)[name]}


@cache
def _ordinary() -> frozenset[str]:
    words = set(read("wishes")["ordinary"].split()) | set(read("wishes")["joiners"].split())
    for name in ("actions", "story", "wanting", "keeping", "border", "generic"):
        words |= {str(word) for word in read(TOPIC)[name]}
    return frozenset(words)

"""Which variant of a product a wish means, measured against the one the shopper has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from actions.resolve.found import Kind
from actions.resolve.plans import plan_of
from actions.resolve.vocabulary import Vocabulary, vocabulary_of
from actions.resolve.wishes import Bought, Compare, Demand, Otherwise, Price, Wish, holds
from shop.types import Product, Variant

Key = tuple[float, ...]
# What is done where there is no such variant, when the shopper has said so.
_DECIDED = frozenset({Otherwise.LEAVE, Otherwise.RETURN, Otherwise.CANCEL})
# Farther apart than any two values of one option.
FAR = 99.0


@dataclass(frozen=True)
class VariantFound:
    """The variant that fits best and how well; see the fields.

    ``choices``: several as good, or the nearest ones when none has all that was wished. ``exact``: all that
    was wished, and nothing else changes. ``changed``: option to (value now, then). ``missed``: option to
    (wished, gets). ``lost``: options that change without having been wished. ``step``: which wish of a chain
    ("if not ...") it meets. ``already``: what the shopper has is what is wished.
    """

    kind: Kind
    variant: Variant | None = None
    choices: tuple[Variant, ...] = ()
    exact: bool = False
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    missed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    step: int = 0
    otherwise: Otherwise = Otherwise.NOTHING_SAID
    already: bool = False
    understood: bool = True


def variant_meant(
    text: str, product: Product, current: Bought | None, *, with_current: bool = False
) -> VariantFound:
    """The available variant that the text wishes instead of the current one.

    What is not mentioned stays as it is where such a variant is available. With ``with_current`` the current
    variant may be the answer ("the same one again").
    """
    plan = plan_of(text, product, current)
    available = [v for v in product.variants if v.available]
    offered = [v for v in available if with_current or current is None or v.item_id != current.item_id]
    if not plan.wishes or not offered:
        return VariantFound(Kind.NONE, otherwise=plan.otherwise, understood=bool(plan.wishes))
    trials = [_Trial(wish, current, vocabulary_of(product), tuple(offered)) for wish in plan.wishes]
    trial = _first_that_fits(trials)
    already = current is not None and not with_current and _already(trial, current)
    found = trial.found(plan.otherwise, already=already)
    if plan.exactly and found.lost and plan.otherwise in _DECIDED:
        # "Everything else the same; if there is none, keep it": one that differs in more is none.
        return replace(
            found, kind=Kind.ASK, missed={**found.missed, **dict.fromkeys(found.lost, ("same", ""))}
        )
    return found


def _first_that_fits(trials: list[_Trial]) -> _Trial:
    """The first wish met with nothing else changed, else the first that is met, else the first of all."""
    for fallback in (False, True):
        of_kind = [trial for trial in trials if trial.wish.fallback is fallback]
        for trial in of_kind:
            if trial.met and not trial.changes_more:
                return trial
        for trial in of_kind:
            if trial.met:
                return trial
    return trials[0]


def _already(trial: _Trial, current: Bought) -> bool:
    """Whether the current variant meets the wish at least as well as the best other one."""
    if any(compare.most is False for compare in trial.wish.compares):
        return False
    if trial.wish.price in {Price.CHEAPER, Price.DEARER}:
        return False
    if any(d.negative for d in trial.wish.demands) and not trial.meets(current):
        return False
    own, best = trial.key(current), trial.key(trial.best)
    wishes = trial.wished_places
    return trial.meets(current) and own[:wishes] <= best[:wishes]


class _Trial:
    """One wish measured on every variant on offer."""

    def __init__(
        self, wish: Wish, current: Bought | None, vocabulary: Vocabulary, offered: tuple[Variant, ...]
    ) -> None:
        self.wish = wish
        self._current = current
        self._vocabulary = vocabulary
        self._offered = offered
        self._keys = {v.item_id: self.key(v) for v in offered}
        self.best = min(offered, key=lambda v: self._keys[v.item_id])

    @property
    def wished_places(self) -> int:
        """How many places of a key are about wishes, rather than about what stays the same."""
        return 4 + sum(compare.most for compare in self.wish.compares)

    @property
    def met(self) -> bool:
        """Whether a variant has all that was wished."""
        return self.meets(self.best) and not self._too_dear

    @property
    def _too_dear(self) -> bool:
        return self.wish.within is not None and self.best.price > self.wish.within

    @property
    def changes_more(self) -> bool:
        """Whether the best variant also differs in what was not mentioned."""
        return bool(self._lost(self.best)) and not self._price_decides

    @property
    def _price_decides(self) -> bool:
        return self.wish.price in {Price.CHEAPEST, Price.DEAREST}

    def meets(self, variant: Bought) -> bool:
        """Whether the variant has all that must be."""
        return self._hard_misses(variant) == 0

    def found(self, otherwise: Otherwise, *, already: bool) -> VariantFound:
        """The result as it is handed out."""
        best = self.best
        equal = tuple(v for v in self._offered if self._keys[v.item_id] == self._keys[best.item_id])
        ask = len(equal) > 1 or not self.met or already
        missed = self._missed(best)
        lost = self._lost(best)
        return VariantFound(
            kind=Kind.ASK if ask else Kind.ONE,
            variant=best,
            choices=equal if ask else (),
            exact=not missed and (self._price_decides or not lost),
            changed=self._changed(best),
            missed=missed,
            lost=lost,
            step=self.wish.step,
            otherwise=otherwise,
            already=already,
        )

    def key(self, variant: Bought) -> Key:
        """What variants are ordered by, smallest first: wishes, then price, then what stays the same."""
        utmost = [self._utmost(c, variant) for c in self.wish.compares if c.most]
        distance = sum(self._distance(c, variant) for c in self.wish.compares if not c.most)
        lost = self._lost(variant)
        return (
            float(self._hard_misses(variant)),
            float(len([d for d in self.wish.demands if d.soft and not holds(d, variant)])),
            float(sum(self._rank(d, variant) for d in self.wish.demands)),
            *utmost,
            self._price_key(variant),
            float(len(lost)),
            distance,
            sum(self._apart(option, variant) for option in lost),
            float(variant.price) if self.wish.price is Price.CHEAPER else 0.0,
            -float(variant.price) if self.wish.price is Price.DEARER else 0.0,
        )

    def _price_key(self, variant: Bought) -> float:
        if self.wish.price is Price.CHEAPEST:
            return float(variant.price)
        return -float(variant.price) if self.wish.price is Price.DEAREST else 0.0

    def _hard_misses(self, variant: Bought) -> int:
        demands = sum(not holds(d, variant) for d in self.wish.demands if not d.soft)
        compares = sum(not self._compares(c, variant) for c in self.wish.compares)
        return demands + compares + self._price_misses(variant.price)

    def _price_misses(self, price: Decimal) -> int:
        wish, now = self.wish, self._current.price if self._current else None
        missed = int(wish.at_most is not None and price > wish.at_most)
        missed += int(wish.at_least is not None and price < wish.at_least)
        if now is None:
            return missed
        missed += int(wish.price is Price.CHEAPER and price >= now)
        missed += int(wish.price is Price.DEARER and price <= now)
        return missed + int(wish.price is Price.NOT_DEARER and price > now)

    def _compares(self, compare: Compare, variant: Bought) -> bool:
        now = self._value(compare, self._current)
        then = self._value(compare, variant)
        if then is None:
            return False
        if compare.most or now is None:
            return True
        if compare.step and self._apart(compare.option, variant) != compare.step:
            return False
        return then > now if compare.up else then < now

    def _value(self, compare: Compare, of: Bought | None) -> float | None:
        order = self._vocabulary.order_of(compare.option)
        return order.get(of.options.get(compare.option, "")) if order and of is not None else None

    def _utmost(self, compare: Compare, variant: Bought) -> float:
        value = self._value(compare, variant)
        return FAR if value is None else (-value if compare.up else value)

    def _distance(self, compare: Compare, variant: Bought) -> float:
        """How many places from where it should be: the next one, or as many away as was said."""
        if self._current is None:
            return 0.0
        return abs(self._apart(compare.option, variant) - (compare.step or 1))

    def _apart(self, option: str, variant: Bought) -> float:
        """How many places the option's value is from the current one; FAR where there is no order."""
        order = self._vocabulary.order_of(option)
        had = self._current.options.get(option, "") if self._current else ""
        gets = variant.options.get(option, "")
        if order is None or had not in order or gets not in order:
            return 0.0 if had == gets else FAR
        places = sorted(set(order.values()))
        return float(abs(places.index(order[had]) - places.index(order[gets])))

    def _rank(self, demand: Demand, variant: Bought) -> int:
        """The place of the variant's value among the wished ones, the first being best."""
        if demand.negative:
            return 0
        places = [i for i, (o, value) in enumerate(demand.pairs) if variant.options.get(o) == value]
        return places[0] if places else len(demand.pairs)

    def _lost(self, variant: Bought) -> tuple[str, ...]:
        if self._current is None:
            return ()
        wished = self.wish.options
        return tuple(
            option
            for option, had in self._current.options.items()
            if option not in wished and variant.options.get(option) != had
        )

    def _changed(self, variant: Bought) -> dict[str, tuple[str, str]]:
        had = self._current.options if self._current else {}
        options = variant.options
        return {o: (had.get(o, ""), options[o]) for o in options if o in had and had[o] != options[o]}

    def _missed(self, variant: Bought) -> dict[str, tuple[str, str]]:
        missed: dict[str, tuple[str, str]] = {}
        for demand in self.wish.demands:
            if not holds(demand, variant):
                option, value = demand.pairs[0]
                wished = f"not {value}" if demand.negative else value
                missed[option] = (wished, variant.options.get(option, ""))
        for compare in self.wish.compares:
            if not self._compares(compare, variant):
                missed[compare.option] = (
                    "more" if compare.up else "less",
                    variant.options.get(compare.option, ""),
                )
        if self._price_misses(variant.price) or self._too_dear:
            missed["price"] = (self.wish.price.value if self.wish.price else "limit", str(variant.price))
        return missed

"""What the items of an order may be called, and how their options may be described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from actions.resolve.lists import listed, read
from actions.resolve.tokens import compact, tokens
from actions.resolve.vocabulary import Vocabulary, vocabulary_for
from shop.types import OrderItem, Product

TOPIC = "items"


def vocabulary_for_item(
    item: OrderItem, items: Sequence[OrderItem], products: Mapping[str, Product]
) -> Vocabulary:
    """The options of the item's product: those on sale and those in the order."""
    values: dict[str, dict[str, None]] = {}
    product = products.get(item.product_id)
    records = [o.options for o in items if o.product_id == item.product_id]
    for options in [v.options for v in (product.variants if product else ())] + records:
        for option, value in options.items():
            values.setdefault(option, {})[value] = None
    return vocabulary_for(tuple((option, tuple(found)) for option, found in values.items()))


def names_of(items: Sequence[OrderItem], products: Mapping[str, Product]) -> dict[str, tuple[int, ...]]:
    """What the items may be called; a full name comes before a nickname that is the same word."""
    called: dict[str, dict[int, bool]] = {}
    for place, item in enumerate(items):
        product = products.get(item.product_id)
        full = compact(item.name)
        for name in (
            full,
            *_short_names(item.name),
            *(compact(k) for k in (product.keywords if product else ())),
        ):
            if name:
                whole = called.setdefault(name, {})
                whole[place] = whole.get(place, False) or name == full
    exact = {name: [p for p, whole in places.items() if whole] for name, places in called.items()}
    return {name: tuple(sorted(exact[name] or places)) for name, places in called.items()}


@lru_cache(maxsize=1024)
def _short_names(name: str) -> tuple[str, ...]:
    """The last word, other telling words, and nicknames: "keyboard" and "mechanical" for that keyboard."""
    nicknames: dict[str, list[str]] = read(TOPIC)["nicknames"]
    parts = [token for token in tokens(name) if token.norm.isalpha()]
    norms = [token.norm for token in parts]
    if not norms:
        return ()
    # "T-shirt" is two words, but its last one is what it is called all the same.
    alone = norms[-1] not in listed(TOPIC, "no_head") or len(norms) == 1
    heads = [*([norms[-1]] if alone else []), "".join(norms[-2:])]
    leads = [norm for norm in norms[:-1] if len(norm) > 3 and norm not in listed(TOPIC, "no_lead")]
    folded = name.casefold()
    given = [*nicknames.get(folded, ()), *nicknames.get(parts[-1].word, ())]
    return (*(h for h in heads if len(h) > 2 and h not in {"one", "item"}), *leads, *map(compact, given))

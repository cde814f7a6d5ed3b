"""The variant that a shopper wants in place of one item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from actions.errands.context import Context
from actions.errands.state import VARIANT, Question
from actions.phrases import money, options
from actions.reply import payload
from actions.resolve.found import Kind
from actions.resolve.orders import place_in_list
from actions.resolve.variants import VariantFound, variant_meant
from actions.resolve.wishes import Bought, Otherwise
from shop.types import OrderItem, Product, Variant

# More variants than this are a list to read, not buttons to press.
MAX_CHOICES = 8


@dataclass(frozen=True)
class Chosen:
    """The variant, or ``choices`` to ask about; ``near`` when none of them is quite what was wished."""

    variant: Variant | None = None
    choices: tuple[Variant, ...] = ()
    near: bool = False
    otherwise: Otherwise = Otherwise.NOTHING_SAID
    kept: bool = False
    too_dear: Decimal | None = None


def alternatives(ctx: Context, item: OrderItem) -> tuple[Variant, ...]:
    """What the item could be exchanged for now."""
    variants = ctx.services.store.variants_of(item.product_id, available=True)
    return tuple(variant for variant in variants if variant.item_id != item.item_id)


@dataclass(frozen=True)
class VariantChoice:
    """One item of the order and what it is to become."""

    ctx: Context
    item: OrderItem
    place: int

    def find(self, wish: str) -> Chosen:
        """The variant for the wish: among those shown, else starting from the one chosen or the item."""
        product = self.ctx.products.get(self.item.product_id)
        offered = alternatives(self.ctx, self.item)
        if product is None or not offered:
            return Chosen()
        shown = self._shown(product)
        if shown and self.ctx.words:
            picked = self._among(shown, product)
            if picked is not None:
                return Chosen(picked)
        if not wish.strip():
            return Chosen(choices=offered)
        current = self._current(product)
        found = self._judge(variant_meant(wish, product, current), offered)
        if found.variant is None and shown and self.ctx.words:
            # "Red" was not to be had, and now it is "blue then": the new words alone.
            alone = self._judge(variant_meant(self.ctx.words, product, current), offered)
            return alone if alone.variant is not None else found
        return found

    def _current(self, product: Product) -> Bought:
        """What the wish starts from: the variant already chosen, where this corrects it."""
        chosen = self.ctx.filled.get("swaps", {}).get(str(self.place))
        return next((v for v in product.variants if v.item_id == chosen), self.item)

    def _judge(self, found: VariantFound, offered: Sequence[Variant]) -> Chosen:
        chosen = self.ctx.filled.get("swaps", {}).get(str(self.place))
        if chosen and (found.already or not found.understood):
            kept = next((v for v in offered if v.item_id == chosen), None)
            return Chosen(kept, kept=True) if kept else Chosen(choices=tuple(offered))
        if found.variant is not None and found.variant.item_id == self.item.item_id:
            return Chosen(choices=tuple(offered), near=True)
        if found.kind is Kind.ONE and found.variant is not None:
            # What was missed here was a mere preference: "black if you have it".
            settled = found.exact or not found.lost
            return Chosen(found.variant) if settled else Chosen(choices=(found.variant,), near=True)
        if found.missed:
            dearer = found.variant.price - self.item.price if found.variant else Decimal(0)
            return Chosen(
                choices=found.choices or tuple(offered),
                near=True,
                otherwise=found.otherwise,
                too_dear=dearer if set(found.missed) == {"price"} and dearer > 0 else None,
            )
        if found.kind is Kind.NONE:
            return Chosen(choices=tuple(offered), near=found.understood, otherwise=found.otherwise)
        return Chosen(choices=found.choices or tuple(offered))

    def _shown(self, product: Product) -> tuple[Variant, ...]:
        """The variants on the buttons of the open question about this item."""
        question = self.ctx.state.question
        asked = self.ctx.filled.get("asking") == self.place and self.ctx.asked(VARIANT)
        if not asked or question is None:
            return ()
        return tuple(v for v in product.variants if payload("inform", variant=v.item_id) in _sent(question))

    def _among(self, shown: Sequence[Variant], product: Product) -> Variant | None:
        """The variant that the answer means among those that were shown."""
        place = place_in_list(self.ctx.words, len(shown))
        if place is not None:
            return shown[place]
        few = replace(product, variants=tuple(replace(v, available=v in shown) for v in product.variants))
        found = variant_meant(self.ctx.words, few, None)
        if found.kind is Kind.ONE and found.variant is not None and not found.missed:
            return next((v for v in shown if v.item_id == found.variant.item_id), None)
        agrees = self.ctx.turn.intent == "affirm" and len(shown) == 1
        return shown[0] if agrees else None

    def question(self, found: Chosen) -> Question:
        """Which variant it is to be."""
        currency = self.ctx.currency
        titles = [(f"{options(v.options)} · {money(v.price, currency)}", v) for v in found.choices]
        if not found.choices:
            response = "utter_nothing_to_swap_for"
        else:
            response = "utter_ask_variant_near" if found.near else "utter_ask_variant"
        return Question(
            awaiting=VARIANT,
            response=response,
            values={
                "item": self.item.name,
                "now": options(self.item.options),
                "choices": "; ".join(title for title, _ in titles),
            },
            buttons=[(title, payload("inform", variant=v.item_id)) for title, v in titles[:MAX_CHOICES]],
        )


def _sent(question: Question) -> set[str]:
    return {sent for _, sent in question.buttons}

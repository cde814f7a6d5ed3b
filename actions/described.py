"""The texts of the shop's products as vectors, made where nobody waits for them when there are many."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from models.recommender.content import Content, Encoder, texts_of
from shop.types import Product

log = logging.getLogger(__name__)

# So many new texts are encoded while a shopper waits (some milliseconds each); of more nobody waits.
AT_ONCE = 100


class Described:
    """Keeps the content of today's catalogue; asked from the server's one thread, and never builds twice."""

    def __init__(self, products: Callable[[], Sequence[Product]], encoder: Encoder) -> None:
        self._products = products
        self._encoder = encoder
        self._of: Sequence[Product] = ()
        self._content: Content | None = None
        self._building: threading.Thread | None = None

    def content(self) -> Content | None:
        """What is known of the texts now: all of it, or what was known before while many are new."""
        products = self._products()
        if products is not self._of and not self.building:
            if self._new(products) <= AT_ONCE:
                self._build(products)
            else:
                self._building = threading.Thread(target=self._try, args=(products,), daemon=True)
                self._building.start()
        return self._content

    @property
    def building(self) -> bool:
        """Whether many texts are being encoded."""
        return self._building is not None and self._building.is_alive()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until nothing is being encoded."""
        if self._building:
            self._building.join(timeout)

    def _new(self, products: Sequence[Product]) -> int:
        known = self._content.vector_of if self._content else {}
        return len(set(texts_of(products).values()) - known.keys())

    def _try(self, products: Sequence[Product]) -> None:
        try:
            self._build(products)
        except Exception:
            log.exception("the products' texts could not be encoded: advice goes on without them")
            self._of = products

    def _build(self, products: Sequence[Product]) -> None:
        self._content = Content.build(texts_of(products), self._encoder, before=self._content)
        self._of = products

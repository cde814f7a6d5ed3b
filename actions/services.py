"""Everything the actions stand on, opened once for the process."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from actions.deltas import DeltaHub
from actions.described import Described
from actions.resolve.products import ProductFinder
from knowledge import Answerer, IndexNotReady, KnowledgeError
from knowledge.encoder import open_encoder
from knowledge.rebuild import rebuild
from knowledge.types import Encoder
from models.embedder import Embedder
from models.purchase import PurchaseModel
from models.recommender import Recommender
from models.upsell import UpsellRule
from settings import Settings
from shop import Store

log = logging.getLogger(__name__)


@dataclass
class Services:
    """The open shop, documents and models. ``answerer`` is None while the index is not usable."""

    settings: Settings
    store: Store
    embedder: Embedder
    encoder: Encoder
    answerer: Answerer | None
    finder: ProductFinder
    recommender: Recommender
    purchase: PurchaseModel
    upsell: UpsellRule
    deltas: DeltaHub
    described: Described = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.described = Described(self.store.products, self.embedder)

    def adviser(self) -> Recommender:
        """The recommender, knowing the texts of today's products too, or of those encoded so far."""
        content = self.described.content()
        return self.recommender.with_content(content) if content else self.recommender

    def health(self) -> dict[str, bool]:
        """Which parts can serve right now."""
        return {"shop": self._shop_answers(), "index": self._index_answers(), "models": True}

    def _shop_answers(self) -> bool:
        try:
            self.store.products()
        except Exception:
            log.exception("the shop's database does not answer")
            return False
        return True

    def _index_answers(self) -> bool:
        if self.answerer is None:
            self.answerer = open_answerer(self.settings, self.store, self.encoder)
        if self.answerer is None:
            return False
        try:
            self.answerer.check()
        except IndexNotReady as error:
            # Gone or replaced: what is open is of no use; the next look opens it anew.
            log.error("answers are off until the index is back: %s", error)
            self.answerer.close()
            self.answerer = None
            return False
        except KnowledgeError:
            log.exception("the index does not answer")
            return False
        return True

    def close(self) -> None:
        """Give back the database's connections."""
        self.store.close()


def open_answerer(
    settings: Settings, store: Store, encoder: Encoder, *, rebuilt: bool = False
) -> Answerer | None:
    """The answerer, or None with a line in the log when the index cannot be had.

    With ``rebuilt`` a missing or damaged index is built anew from the shop's documents first.
    """
    try:
        return Answerer.open(settings, encoder=encoder, store=store)
    except IndexNotReady as error:
        if not rebuilt:
            log.error("answers are off until the index is there: %s", error)
            return None
        log.warning("the index is built anew: %s", error)
    except KnowledgeError as error:
        log.error("answers are off until the index is there: %s", error)
        return None
    try:
        rebuild(settings, encoder, store)
    except KnowledgeError as error:
        log.error("the index could not be built: %s", error)
        return None
    return open_answerer(settings, store, encoder)


def open_services(settings: Settings) -> Services:
    """Open every part. Raises the part's own error when the shop or a model is missing."""
    store = Store.open(settings.shop_url, settings.policy)
    embedder = Embedder.open(settings)
    encoder = open_encoder(settings)
    services = Services(
        settings=settings,
        store=store,
        embedder=embedder,
        encoder=encoder,
        answerer=open_answerer(settings, store, encoder, rebuilt=True),
        finder=ProductFinder(store.products, embedder),
        recommender=Recommender.load(settings.recommender_path),
        purchase=PurchaseModel.load(settings.purchase_model),
        upsell=UpsellRule.load(),
        deltas=DeltaHub(),
    )
    services.described.content()  # a large catalogue is encoded while the first shoppers say hello
    return services

"""The real parts over a small shop; the models are loaded once for the session."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from actions.deltas import DeltaHub
from actions.resolve.products import ProductFinder
from actions.services import Services
from knowledge.encoder import READER, AnswerEncoder
from knowledge.types import Encoder
from models.cross_encoder import CrossEncoder
from models.embedder import Embedder
from models.purchase import PurchaseModel
from models.recommender import Recommender
from models.recommender.train import train
from models.upsell import UpsellRule
from settings import Settings
from shop import Store
from shop.demo import write_demo
from shop.importing import import_file
from shop.migrate import migrate
from tests.unit.actions.shop_file import export
from tests.unit.actions.talk import Talk

BASKETS = [
    ("p-ridge", "p-stove"),
    ("p-ridge", "p-meadow"),
    ("p-stove", "p-boot"),
    ("p-ridge", "p-stove"),
] * 20


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return Embedder.open(Settings())


@pytest.fixture(scope="session")
def recommender_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "recommender"
    train(BASKETS, folder)
    return folder


@pytest.fixture(scope="session")
def purchase() -> PurchaseModel:
    return PurchaseModel.load(Settings().purchase_model)


@pytest.fixture(scope="session")
def shop_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "export.json").write_text(json.dumps(export()))
    migrate(f"sqlite:///{folder / 'shop.db'}")
    import_file(f"sqlite:///{folder / 'shop.db'}", folder / "export.json")
    return folder / "shop.db"


@pytest.fixture(scope="session")
def finder(embedder: Embedder, shop_template: Path) -> ProductFinder:
    with Store.open(f"sqlite:///{shop_template}", Settings().policy) as store:
        return ProductFinder(store.products(), embedder)


@pytest.fixture
def settings(tmp_path: Path, shop_template: Path, recommender_folder: Path) -> Settings:
    shutil.copy(shop_template, tmp_path / "shop.db")
    return Settings(
        var=tmp_path, database_url=f"sqlite:///{tmp_path / 'shop.db'}", recommender=recommender_folder
    )


@pytest.fixture(scope="session")
def encoder(embedder: Embedder) -> Encoder:
    return AnswerEncoder(embedder, CrossEncoder.open(READER))


@pytest.fixture
def services(
    settings: Settings, embedder: Embedder, encoder: Encoder, finder: ProductFinder, purchase: PurchaseModel
) -> Iterator[Services]:
    """Everything but the index: answers are off unless a test opens one."""
    with Store.open(settings.shop_url, settings.policy) as store:
        yield Services(
            settings=settings,
            store=store,
            embedder=embedder,
            encoder=encoder,
            answerer=None,
            finder=finder,
            recommender=Recommender.load(settings.recommender_path),
            purchase=purchase,
            upsell=UpsellRule.load(),
            deltas=DeltaHub(),
        )


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo shop, with its policy's windows and days."""
    path = tmp_path_factory.mktemp("demo") / "shop.db"
    migrate(f"sqlite:///{path}")
    write_demo(f"sqlite:///{path}", force=True)
    return path


@pytest.fixture(scope="session")
def demo_finder(embedder: Embedder, demo_template: Path) -> ProductFinder:
    with Store.open(f"sqlite:///{demo_template}", Settings().policy) as store:
        return ProductFinder(store.products(), embedder)


@pytest.fixture
def demo(
    services: Services, demo_template: Path, demo_finder: ProductFinder, tmp_path: Path
) -> Iterator[Services]:
    """The services over the demo shop."""
    shutil.copy(demo_template, tmp_path / "demo.db")
    with Store.open(f"sqlite:///{tmp_path / 'demo.db'}", Settings().policy) as store:
        yield replace(services, store=store, finder=demo_finder)


@pytest.fixture
def talk(services: Services) -> Talk:
    """A shopper nobody knows."""
    return Talk(services)


@pytest.fixture
def maya(services: Services) -> Talk:
    """A signed-in shopper with two pending orders, one delivered and one cancelled."""
    return Talk(services, {"user_id": "maya", "consent": False})

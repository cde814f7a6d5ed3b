"""The demo's products as shoppers name them: in part, by nickname, in the plural, misspelt, corrected."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from actions.resolve.products import ProductFinder
from actions.resolve.words import affirmed, replacement
from models.embedder import Embedder
from settings import Settings
from shop import Store
from shop.demo import write_demo
from shop.importing import import_file
from shop.migrate import migrate
from shop.types import Product
from tests.unit.actions.shop_file import export


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Product]:
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'shop.db'}"
    migrate(url)
    write_demo(url)
    with Store.open(url, Settings().policy) as store:
        return store.products()


@pytest.fixture(scope="module")
def whole(demo: Sequence[Product], embedder: Embedder) -> ProductFinder:
    return ProductFinder(demo, embedder)


# What is said, and how the names of the products that are meant begin. "" is for none.
NAMED = [
    # In full, whatever the case.
    ("Nightjar 400 Headlamp", ["Nightjar 400"]),
    ("how much is the puddlejump bluetooth speaker", ["Puddlejump"]),
    ("GRANITE MID HIKING BOOT", ["Granite Mid Hiking"]),
    ("Halo Kids' Helmet", ["Halo Kids"]),
    ("the Glider Carry-On Suitcase please", ["Glider Carry"]),
    # Part of the name.
    ("the puddlejump", ["Puddlejump"]),
    ("how much is the wayfarer 55", ["Wayfarer 55"]),
    ("wayfarer 70", ["Wayfarer 70"]),
    ("fernhollow 3", ["Fernhollow 3"]),
    ("the fernhollow", ["Fernhollow 2", "Fernhollow 3"]),
    ("harbor 6", ["Harbor 6"]),
    ("nightjar 1000", ["Nightjar 1000"]),
    ("my nightjar", ["Nightjar 400", "Nightjar 1000"]),
    ("emberdown 0", ["Emberdown 0"]),
    ("carryall", ["Carryall"]),
    ("birchline", ["Birchline"]),
    ("the glider check in", ["Glider Check"]),
    ("granite women's boot", ["Granite Mid Women"]),
    ("granite womens boots", ["Granite Mid Women"]),
    ("the dawn chorus", ["Dawn Chorus"]),
    ("hush headphones", ["Hush"]),
    ("stride earbuds", ["Stride"]),
    ("the solstice", ["Solstice"]),
    ("ironbark jacket", ["Ironbark"]),
    ("hollow creek skillet", ["Hollow Creek"]),
    # By nickname.
    ("turntable", ["Hearthside"]),
    ("record player", ["Hearthside"]),
    ("a rucksack for trekking", ["Wayfarer 55"]),
    ("french press", ["Longpour"]),
    ("head torch", ["Nightjar 400"]),
    ("mudguards", ["Clearline"]),
    ("crampons", ["Icebite"]),
    ("puffer jacket", ["Hearthdown"]),
    ("power bank", ["Powerstone"]),
    ("esky", ["Icehouse"]),
    ("fairy lights", ["Stringline"]),
    ("neck pillow", ["Cloudneck"]),
    ("camp bed", ["Driftwood"]),
    ("saddlebags", ["Mudsling"]),
    ("d lock", ["Boltline"]),
    ("frying pan", ["Hollow Creek"]),
    ("base layer", ["Basecamp"]),
    ("thermos", ["Evercold"]),
    ("family tent", ["Harbor 4", "Harbor 6"]),
    ("solo tent", ["Solstice"]),
    ("gas canister", ["Cinder Stove Fuel"]),
    ("duffel bag", ["Carryall"]),
    # In the plural.
    ("the panniers", ["Mudsling"]),
    ("hammocks", ["Stargazer"]),
    ("rechargeable batteries", ["Everspark"]),
    ("packing cubes", ["Orderly Packing"]),
    ("parkas", ["Northlight"]),
    ("gaiters", ["Dryline"]),
    ("multi tools", ["Patchwork"]),
    ("travel wallets", ["Passkeeper"]),
    ("coolers", ["Icehouse"]),
    ("socks", ["Merino Hike"]),
    # Together and apart.
    ("head lamp nightjar 400", ["Nightjar 400"]),
    ("puddle jump speaker", ["Puddlejump"]),
    ("powerbank", ["Powerstone"]),
    ("night jar 1000", ["Nightjar 1000"]),
    ("flash light", ["Beacon"]),
    ("fern hollow 2", ["Fernhollow 2"]),
    ("wayfarer55", ["Wayfarer 55"]),
    ("campbed", ["Driftwood"]),
    # Misspelt.
    ("puddlejmp speaker", ["Puddlejump"]),
    ("pudlejump", ["Puddlejump"]),
    ("fernholow 2", ["Fernhollow 2"]),
    ("nigthjar 400", ["Nightjar 400"]),
    ("the turtnable", ["Hearthside"]),
    ("wayferer 55", ["Wayfarer 55"]),
    ("blutooth speker puddlejump", ["Puddlejump"]),
    ("hamock", ["Stargazer"]),
    ("solstise", ["Solstice"]),
    ("scillet", ["Hollow Creek"]),
    ("skilet", ["Hollow Creek"]),
    ("earbudds", ["Stride"]),
    ("gaitors", ["Dryline"]),
    ("suitcse glider carry on", ["Glider Carry"]),
    ("pannyers", ["Mudsling"]),
    ("camp pillow nestle", ["Nestle"]),
    ("stormglas shell", ["Stormglass"]),
    ("birchlin daypack", ["Birchline"]),
    # Corrected in plain words.
    ("not the nightjar, the firefly lantern", ["Firefly"]),
    ("the firefly, not the nightjar", ["Firefly"]),
    ("no, not the hammock but the tarp", ["Canopy"]),
    ("the glider, no wait i meant the carryall", ["Carryall"]),
    ("cancel the order with the hammock, sorry i mean the turntable", ["Hearthside"]),
    ("the carryall instead of the glider", ["Carryall"]),
    ("i didn't mean the puddlejump, i meant the pebble", ["Pebble"]),
    ("not sure about the solstice", ["Solstice"]),
    ("i have not received the turntable", ["Hearthside"]),
    ("my turntable is not working", ["Hearthside"]),
    ("why not the solstice", ["Solstice"]),
    ("not the hammock", []),
    # Nothing of ours.
    ("a kayak", []),
    ("iphone", []),
    ("got any snowboards", []),
    ("a footstool", []),
    ("thanks a lot", []),
    ("my order is late", []),
    ("what is the weather", ["Campfire"]),
    ("", []),
    ("?!", []),
    ("{name} %s", []),
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_products_of_the_demo(whole: ProductFinder, text: str, names: list[str]) -> None:
    found = {match.product.name for match in whole.find(text)}
    missing = [name for name in names if not any(other.startswith(name) for other in found)]
    others = [other for other in found if not any(other.startswith(name) for name in names)]
    assert (missing, others) == ([], [])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("not the tent, the stove", ", the stove"),
        ("no, not the tent", "no,"),
        ("the red one, not the blue one", "the red one,"),
        ("not A10004 but A10005", "but A10005"),
        ("tents not tarps", "tents"),
        ("the stove instead of the tent", "the stove"),
        ("all except the tent", "all"),
        ("it isn't the tent, it's the stove", ", it's the stove"),
        ("isn't the tent waterproof", "isn't the tent waterproof"),
        ("I did not get the tent", "I did not get the tent"),
        ("why not the blue one", "why not the blue one"),
        ("not only the tent but also the stove", "not only the tent but also the stove"),
        ("not happy with my tent, return it", "not happy with my tent, return it"),
        ("a not expensive tent", "a not expensive tent"),
        ("", ""),
    ],
)
def test_what_is_left_of_a_correction(text: str, left: str) -> None:
    assert " ".join(affirmed(text).split()) == left


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("the tent, i mean the stove", "the stove"),
        ("the tent no wait i meant the stove", "the stove"),
        ("tent. scratch that, lamp", "lamp"),
        ("i meant the stove", None),
        ("the tent, I mean", None),
        ("tent", None),
    ],
)
def test_what_replaces_what_was_said(text: str, instead: str | None) -> None:
    assert (replacement(text) or "").strip(" ,") == (instead or "")


@pytest.mark.parametrize(
    "piece", ["not ", "not the ", "not a", "instead of ", "i mean ", ", ", "no wait ", "the a "]
)
def test_a_book_of_corrections_takes_no_time(whole: ProductFinder, piece: str) -> None:
    began = time.thread_time()
    whole.find((piece * 5000)[:10_000])
    assert time.thread_time() - began < 1.0


def shop(folder: Path, document: dict[str, Any], *, anew: bool = False) -> str:
    url = f"sqlite:///{folder / 'shop.db'}"
    (folder / "export.json").write_text(json.dumps(document))
    migrate(url)
    import_file(url, folder / "export.json", replace=anew)
    return url


def test_a_new_import_is_seen_at_once(tmp_path: Path, embedder: Embedder) -> None:
    document = deepcopy(export())
    with Store.open(shop(tmp_path, document), Settings().policy) as store:
        finder = ProductFinder(store.products, embedder)
        assert [m.product.product_id for m in finder.find("basin stove")] == ["p-stove"]
        document["products"]["p-stove"]["name"] = "Glacier Kayak"
        document["products"]["p-stove"]["description"] = "A boat for cold water."
        shop(tmp_path, document, anew=True)
        assert finder.find("basin stove") == []
        assert [m.product.product_id for m in finder.find("the glacier kayak")] == ["p-stove"]
        likeness = finder.alike("something to paddle on a lake")
        assert max(likeness, key=lambda product_id: likeness[product_id]) == "p-stove"


def test_a_product_that_is_gone_is_found_no_more(tmp_path: Path, embedder: Embedder) -> None:
    with Store.open(shop(tmp_path, export()), Settings().policy) as store:
        finder = ProductFinder(store.products, embedder)
        empty: dict[str, Any] = {"products": {}, "users": {}, "orders": {}}
        shop(tmp_path, empty, anew=True)
        assert finder.find("tent") == []
        assert finder.product("p-stove") is None
        assert finder.alike("tent") == {}
        assert finder.of_kind("tents") == set()


class Counting:
    """An embedder that remembers what it was given."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Any:
        self.texts += texts
        return self.embedder.encode(texts)


def test_only_new_descriptions_are_encoded(demo: Sequence[Product], embedder: Embedder) -> None:
    counting = Counting(embedder)
    now = [tuple(demo[:5])]
    finder = ProductFinder(lambda: now[0], counting)  # type: ignore[arg-type]
    assert len(counting.texts) == 5
    now[0] = (replace(demo[0], variants=()), *demo[1:6])
    assert finder.product(demo[0].product_id) == now[0][0]
    finder.alike("x")
    assert len(counting.texts) == 7
    assert counting.texts[-1] == "x"

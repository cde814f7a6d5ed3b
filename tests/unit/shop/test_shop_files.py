"""Import and export: nothing is lost, nothing is half, and a bad file is named."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shop import ImportRefused, Store, StoreNotEmpty
from shop.__main__ import main
from shop.demo.build import POLICY
from shop.exporting import export_file
from shop.importing import import_file
from shop.rows import rows_of

ROOT = Path(__file__).parents[3]
ODD = Path(__file__).parent / "files" / "odd.json"
TAU2 = ROOT.parent / "shared" / "data" / "tau2_retail" / "db.json"
Content = Callable[[str], dict[str, Any]]


def load(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_odd_fields_survive(empty_url: str, content: Content) -> None:
    import_file(empty_url, ODD)
    exported = content(empty_url)
    assert exported == load(ODD)
    assert list(exported["products"]) == ["100", "99"]
    assert list(exported["products"]["100"]["variants"]) == ["9001", "9000"]


def test_the_store_reads_what_was_imported(empty_url: str) -> None:
    import_file(empty_url, ODD)
    with Store.open(empty_url, POLICY) as store:
        product = store.product("100")
        assert product is not None
        assert product.specs == {"weight": "2", "dimmable": "yes"}
        assert product.variants[0].options == {"color": "red", "watts": "40"}
        # The order with a time comes before the one without.
        assert [order.order_id for order in store.orders_of("li_wei_1")] == ["#W1", "#W2"]
        assert store.orders_of("li_wei_1")[0].extra["exchange_items"] == ["9001"]


@pytest.mark.skipif(not TAU2.exists(), reason="the tau2 retail store is not beside this checkout")
def test_tau2_comes_back_equal_and_fast(empty_url: str, content: Content) -> None:
    started = time.monotonic()
    import_file(empty_url, TAU2)
    assert time.monotonic() - started < 20
    assert content(empty_url) == load(TAU2)


def test_the_demo_comes_back_equal(url: str, empty_url: str, tmp_path: Path, content: Content) -> None:
    export_file(url, tmp_path / "demo.json")
    import_file(empty_url, tmp_path / "demo.json")
    assert content(empty_url) == content(url)


def test_a_full_store_is_replaced_only_on_request(url: str, content: Content) -> None:
    before = content(url)
    with pytest.raises(StoreNotEmpty):
        import_file(url, ODD)
    assert content(url) == before
    import_file(url, ODD, replace=True)
    assert content(url) == load(ODD)


def _without(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        for name in path[:-1]:
            document = document[name]
        del document[path[-1]]

    return change


def _with(value: Any, *path: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: Any) -> None:
        for name in path[:-1]:
            document = document[name]
        document[path[-1]] = value

    return change


METHOD = ("users", "li_wei_1", "payment_methods", "voucher_2")
BAD = [
    (_without("orders"), "orders"),
    (_with([], "products"), "products"),
    (_without("users", "li_wei_1", "email"), "users/li_wei_1/email"),
    (_with("x", "products", "100", "product_id"), "products/100/product_id"),
    (_with("12", "products", "100", "variants", "9001", "price"), "products/100/variants/9001/price"),
    (_with(-1, "products", "100", "variants", "9001", "price"), "products/100/variants/9001/price"),
    (_with(True, "products", "100", "variants", "9001", "price"), "products/100/variants/9001/price"),
    (_with(1e30, "products", "100", "variants", "9001", "price"), "products/100/variants/9001/price"),
    (_with(1.5, "products", "100", "variants", "9000", "stock"), "products/100/variants/9000/stock"),
    (
        _with("yes", "products", "100", "variants", "9000", "available"),
        "products/100/variants/9000/available",
    ),
    (_with("nobody", "orders", "#W1", "user_id"), "orders/#W1/user_id"),
    (_with({}, "orders", "#W1", "items"), "orders/#W1/items"),
    (_with("yesterday", "orders", "#W1", "placed_at"), "orders/#W1/placed_at"),
    (_with("x" * 300, "orders", "#W1", "status"), "orders/#W1/status"),
    (_with("a\x00b", "orders", "#W1", "note"), "orders/#W1/note"),
    (_with("\ud800", "orders", "#W1", "note"), "orders/#W1/note"),
    (_with(12345, "users", "li_wei_1", "address", "zip"), "users/li_wei_1/address/zip"),
    (_with("12", *METHOD, "last_four"), "users/li_wei_1/payment_methods/voucher_2/last_four"),
    (_with("4111 1111 1111 1111", *METHOD, "memo"), "users/li_wei_1/payment_methods/voucher_2/memo"),
    (_with("123", *METHOD, "cvv"), "users/li_wei_1/payment_methods/voucher_2/cvv"),
    (_with({"card_number": "x"}, *METHOD, "raw"), "users/li_wei_1/payment_methods/voucher_2/raw/card_number"),
    (
        _with(
            {"item_id": "9001", "options": {}, "available": True, "price": 1},
            "products",
            "99",
            "variants",
            "9001",
        ),
        "products/99/variants/9001",
    ),
]


@pytest.mark.parametrize(("change", "place"), BAD, ids=[place for _, place in BAD])
def test_a_bad_place_is_named(change: Callable[[dict[str, Any]], None], place: str) -> None:
    document = copy.deepcopy(load(ODD))
    change(document)
    with pytest.raises(ImportRefused) as caught:
        rows_of(document)
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "bad.json:1:1"),
        (b'{"products": {},\n "users": }', "bad.json:2:11"),
        (b"[]", "must be an object"),
        (b'{"products": {}, "products": {}}', "twice"),
        (b'{"products": NaN}', "NaN"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"x": ' * 500 + b"1" + b"}" * 500, "products"),
    ],
)
def test_a_bad_file_is_refused_by_the_command(
    url: str, tmp_path: Path, content: Content, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, text: bytes, said: str,
) -> None:  # fmt: skip
    before = content(url)
    (tmp_path / "bad.json").write_bytes(text)
    monkeypatch.setenv("AISLE_DATABASE_URL", url)
    assert main(["import", "--replace", str(tmp_path / "bad.json")]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert content(url) == before


def test_an_export_that_fails_leaves_the_old_file(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    monkeypatch.setattr(
        "os.fsync", lambda _handle: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    with pytest.raises(Exception, match="cannot be written"):
        export_file(url, target)
    assert target.read_text() == "old"
    assert not list(tmp_path.glob(".out.json*"))


def test_the_commands_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fresh database needs no other command before an import."""
    out = tmp_path / "out.json"
    monkeypatch.setenv("AISLE_DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'shop.db'}")
    assert main(["export", str(out)]) == 2
    assert "make setup" in capsys.readouterr().err
    assert not out.exists()
    command = [sys.executable, "-m", "shop", "import", str(ODD)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "Imported 2 products, 1 users, 2 orders.\n")
    assert main(["export", str(out)]) == 0
    assert load(out) == load(ODD)
    assert main(["import", str(ODD)]) == 2
    assert "--replace" in capsys.readouterr().err
    assert main(["demo"]) == 2
    assert "--force" in capsys.readouterr().err
    assert load(out) == load(ODD)

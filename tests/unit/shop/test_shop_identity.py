"""Who is let in, by which spellings, and that a no is always the same no."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from shop import Claim, OrderNotFound, Store
from shop.demo.showcase import CHLOE, JOSE, MAYA, NOAH, OLIVER
from shop.identity import name_key, order_keys, postcode_key

TAU2 = Path(__file__).parents[3] / "shop" / "policies" / "tau2_retail.yml"


@pytest.fixture
def tau2(demo_file: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(demo_file, tmp_path / "tau2.db")
    with Store.open(f"sqlite:///{tmp_path / 'tau2.db'}", TAU2) as opened:
        yield opened


@pytest.mark.parametrize(
    "order_id",
    [
        "#A10001",
        "A10001",
        "a10001",
        "10001",
        "#10001",
        " # a 10001 ",
        "A-10001",
        "a 10 001",
        "A10001.",
        "order no. A 10001",
        "Order #10001 please",
        "＃Ａ１０００１",
        "my order is a10001, thanks",
    ],
)
def test_every_spelling_of_an_order_id_is_understood(store: Store, order_id: str) -> None:
    assert store.identify(Claim(email=MAYA.email, order_id=order_id)) == MAYA.user_id
    assert store.order_for(MAYA.user_id, order_id).order_id == "#A10001"


@pytest.mark.parametrize(
    "order_id", ["B10001", "A1000", "A100011", "", "#", "A", "hello", "%", "A1000_", "'; --", "1"]
)
def test_other_texts_find_nothing(store: Store, order_id: str) -> None:
    assert store.identify(Claim(email=MAYA.email, order_id=order_id)) is None
    with pytest.raises(OrderNotFound):
        store.order_for(MAYA.user_id, order_id)


def test_digits_alone_find_only_ones_own_order(store: Store) -> None:
    with pytest.raises(OrderNotFound):
        store.order_for(NOAH.user_id, "10001")
    assert store.order_for(NOAH.user_id, "10006").order_id == "#A10006"


@pytest.mark.parametrize(
    "email", ["MAYA.CHEN@EXAMPLE.COM", "  maya.chen@example.com ", "Maya.Chen@example.com"]
)
def test_email_ignores_case_and_spaces(store: Store, email: str) -> None:
    assert store.identify(Claim(email=email, order_id="A10001")) == MAYA.user_id


@pytest.mark.parametrize(("first", "last"), [("Jose", "Alvarez"), ("JOSÉ", "álvarez"), ("josé ", " Álvarez")])
def test_names_ignore_case_and_accents(store: Store, first: str, last: str) -> None:
    claim = Claim(email=JOSE.email, first_name=first, last_name=last, postcode=JOSE.postcode)
    assert store.identify(claim) == JOSE.user_id


@pytest.mark.parametrize("postcode", ["H2J 3K5", "h2j3k5", " H2J-3K5 "])
def test_postcodes_ignore_case_and_spaces(store: Store, postcode: str) -> None:
    claim = Claim(email=CHLOE.email, first_name="Chloe", last_name="Tremblay", postcode=postcode)
    assert store.identify(claim) == CHLOE.user_id


def test_keys() -> None:
    assert name_key("Søren", "Łoś-Weiß") == name_key("soren", "los weiss")
    assert postcode_key("02139-4307") == postcode_key("02139")
    assert order_keys("x" * 400) == ()


def test_a_customer_without_orders_is_known_by_name(store: Store) -> None:
    claim = Claim(email=OLIVER.email, first_name="Oliver", last_name="Hayes", postcode="05401")
    assert store.identify(claim) == OLIVER.user_id
    assert store.orders_of(OLIVER.user_id) == ()


@pytest.mark.parametrize(
    "claim",
    [
        Claim(),
        Claim(email=MAYA.email),
        Claim(order_id="A10001"),
        Claim(first_name="Maya", last_name="Chen", postcode="97214"),
        Claim(email=MAYA.email, first_name="Maya", last_name="Chen"),
        Claim(email=MAYA.email, order_id="A10002"),
        Claim(email=NOAH.email, order_id="A10001"),
        Claim(email="nobody@example.com", order_id="A10001"),
        Claim(email=MAYA.email, first_name="Maya", last_name="Chan", postcode="97214"),
        Claim(email=MAYA.email, first_name="Maya", last_name="Chen", postcode="97215"),
        Claim(email=MAYA.email, first_name="---", last_name="...", postcode="!"),
        Claim(email="%", order_id="%"),
        Claim(email="x" * 100_000, order_id="A10001"),
        Claim(email=MAYA.email + "\x00", order_id="A10001"),
        Claim(email="\ud800@example.com", order_id="A10001\ud800"),
        Claim(email=MAYA.email, order_id="A10001, A10002, A10003"),
        Claim(email="' OR 1=1 --", order_id="' OR 1=1 --"),
    ],
)
def test_everything_else_is_one_and_the_same_no(store: Store, claim: Claim) -> None:
    assert store.identify(claim) is None


def test_fields_of_an_unproven_set_do_not_matter(store: Store) -> None:
    claim = Claim(
        email=MAYA.email, order_id="10001", first_name="Oliver", last_name="Hayes", postcode=OLIVER.postcode
    )
    assert store.identify(claim) == MAYA.user_id


def test_conflicting_proofs_are_refused(tau2: Store) -> None:
    claim = Claim(email=MAYA.email, first_name="Oliver", last_name="Hayes", postcode=OLIVER.postcode)
    assert tau2.identify(claim) is None


def test_as_many_queries_for_an_account_that_does_not_exist(store: Store) -> None:
    statements: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    seen = []
    for email in (MAYA.email, "nobody@example.com"):
        statements.clear()
        store.identify(Claim(email=email, order_id="A19999", first_name="A", last_name="B", postcode="97214"))
        seen.append(list(statements))
    assert seen[0] == seen[1]


def test_a_strangers_order_and_no_order_are_refused_alike(store: Store) -> None:
    refusals = []
    for order_id in ("A10001", "A99999"):
        with pytest.raises(OrderNotFound) as caught:
            store.order_for(NOAH.user_id, order_id)
        refusals.append((caught.value.code, caught.value.details, str(caught.value)))
    assert refusals[0] == refusals[1] == ("order_not_found", {}, "order_not_found")


def test_what_to_ask_next(store: Store, tau2: Store) -> None:
    missing = store.policy.missing
    assert missing(Claim()) == ("email", "order_id")
    assert missing(Claim(email="a@example.com")) == ("order_id",)
    assert missing(Claim(email="a@example.com", first_name="A", last_name="B")) == ("order_id",)
    assert missing(Claim(first_name="A", last_name="B", postcode="1")) == ("email",)
    assert missing(Claim(email="a@example.com", order_id="1")) == ()
    assert missing(Claim(email="  ", order_id="1")) == ("email",)
    assert tau2.policy.missing(Claim()) == ("email",)
    assert tau2.identify(Claim(email=MAYA.email)) == MAYA.user_id
    assert tau2.identify(Claim(first_name="Maya", last_name="Chen", postcode="97214")) == MAYA.user_id

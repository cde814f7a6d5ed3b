"""Errands an agent does on the shopper's orders, by keyboard: the shop's own rules decide."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
from tests.browser.test_reach import check, still, tab_to
from tests.browser.watch import Watch
from tests.support.shopper import Shopper
from tests.support.stack import Stack

MAYA, SOFIA, NOAH = "maya_chen_1042", "sofia_reyes_3371", "noah_brandt_6019"


@pytest.fixture
def at_desk(new_context: NewContext, stack: Stack, visitors: Callable[..., Shopper]) -> Callable[..., Desk]:
    """Kim at the desk, with the conversation of that customer taken."""

    def opened(customer: str) -> Desk:
        visitors(user_id=customer).say("I want to talk to a human")
        desk = Desk(still(new_context, "light"), stack.url).sign_in()
        desk.page.keyboard.press("j")
        desk.page.keyboard.press("t")
        expect(desk.reply).to_be_focused()
        desk.page.keyboard.press("Escape")
        return desk

    return opened


def errand(desk: Desk, order_id: str, name: str) -> Locator:
    """Unfold that errand of that order without the mouse."""
    order = desk.page.locator("aisle-orders li", has_text=order_id)
    expect(order).to_be_visible()
    desk.page.keyboard.press("d")
    summary = order.locator("summary", has_text=name)
    if not summary.evaluate("element => element.matches(':focus')"):
        tab_to(desk.page, summary)
    desk.page.keyboard.press("Enter")
    return order


def test_an_order_is_cancelled(at_desk: Callable[..., Desk], stack: Stack) -> None:
    desk = at_desk(MAYA)
    order = errand(desk, "#A10001", "Cancel order")
    tab_to(desk.page, order.get_by_role("button", name="Cancel #A10001"))
    desk.page.keyboard.press("Enter")
    expect(order.get_by_text("Cancelled", exact=True)).to_be_visible()
    expect(desk.history).to_contain_text("order #A10001 is cancelled")
    assert stack.export()["orders"]["#A10001"]["status"] == "cancelled"


def test_items_are_returned(at_desk: Callable[..., Desk], stack: Stack) -> None:
    desk = at_desk(SOFIA)
    order = errand(desk, "#A10003", "Return items")
    check(desk.page)
    button = order.get_by_role("button", name="Request the return")
    tab_to(desk.page, button)
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("alert").get_by_text("Choose at least one item.")).to_be_visible()
    tab_to(desk.page, order.get_by_role("checkbox").first, "Shift+Tab")
    desk.page.keyboard.press("Space")
    tab_to(desk.page, button)
    desk.page.keyboard.press("Enter")
    expect(order.get_by_text("Return requested", exact=True)).to_be_visible()
    expect(desk.history).to_contain_text("the return of Granite Mid Women's Boot from order #A10003")
    assert stack.export()["orders"]["#A10003"]["status"] == "return requested"


def test_an_order_goes_to_another_address(at_desk: Callable[..., Desk], stack: Stack) -> None:
    desk = at_desk(NOAH)
    order = errand(desk, "#A10006", "Change address")
    for label, value in (
        ("Street and number", "77 Harbor Road"),
        ("Flat", "Apt 5"),
        ("City", "Portland"),
        ("State", "OR"),
        ("ZIP code", "97201"),
    ):
        field = order.get_by_label(label)
        tab_to(desk.page, field)
        desk.page.keyboard.press("Control+A")
        desk.page.keyboard.type(value)
    check(desk.page)
    desk.page.keyboard.press("Enter")
    expect(desk.history).to_contain_text(
        "order #A10006 now goes to 77 Harbor Road, Apt 5, Portland, OR 97201"
    )
    stored = stack.export()["orders"]["#A10006"]["address"]
    assert (stored["address1"], stored["zip"]) == ("77 Harbor Road", "97201")


@pytest.mark.parametrize(
    ("customer", "order_id", "name", "price", "button", "status"),
    [
        (
            MAYA,
            "#A10001",
            "Change items",
            "The shopper pays $2.00 more.",
            "Change #A10001",
            "pending (items modified)",
        ),
        (
            SOFIA,
            "#A10003",
            "Exchange items",
            "The shopper pays $10.00 more.",
            "Request the exchange of #A10003",
            "exchange requested",
        ),
    ],
)
def test_another_variant_is_priced_and_taken(
    at_desk: Callable[..., Desk],
    stack: Stack,
    customer: str,
    order_id: str,
    name: str,
    price: str,
    button: str,
    status: str,
) -> None:
    desk = at_desk(customer)
    order = errand(desk, order_id, name)
    form = order.locator("aisle-swap-form")
    expect(form.get_by_role("button")).to_have_count(0)
    variant = form.get_by_role("combobox").first
    tab_to(desk.page, variant)
    desk.page.keyboard.press("ArrowDown")
    expect(form.get_by_role("status")).to_have_text(price)
    check(desk.page)
    tab_to(desk.page, form.get_by_role("button", name=button))
    desk.page.keyboard.press("Enter")
    expect(desk.history).to_contain_text(f"order {order_id} is")
    assert stack.export()["orders"][order_id]["status"] == status


def test_a_message_in_between_does_not_undo_what_was_begun(
    new_context: NewContext, stack: Stack, visitors: Callable[..., Shopper]
) -> None:
    maya = visitors(user_id=MAYA)
    maya.say("I want to talk to a human")
    desk = Desk(still(new_context, "light"), stack.url).sign_in()
    desk.type("j", "t")
    expect(desk.reply).to_be_focused()
    desk.type("Escape")
    form = errand(desk, "#A10001", "Change items").locator("aisle-swap-form")
    tab_to(desk.page, form.get_by_role("combobox").first)
    desk.type("ArrowDown")
    expect(form.get_by_role("status")).not_to_be_empty()
    chosen = form.get_by_role("combobox").first.input_value()
    with desk.page.expect_response("**/brief"):
        maya.say("The green one, please")
    expect(desk.history.get_by_text("The green one, please")).to_be_visible()
    expect(form.get_by_role("status")).not_to_be_empty()
    assert form.get_by_role("combobox").first.input_value() == chosen


def test_what_the_shop_refuses_is_said(at_desk: Callable[..., Desk], watch: Watch) -> None:
    watch.allow(r"409 \(Conflict\)")
    desk = at_desk(NOAH)
    order = errand(desk, "#A10006", "Change address")
    tab_to(desk.page, order.get_by_label("City"))
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("alert").get_by_text("That did not work")).to_contain_text("same address")

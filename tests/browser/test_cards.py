"""What an answer shows beside its words: products, orders, forms, photos."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import NewContext
from tests.browser.widget import Widget
from tests.support.stack import Stack

ORDER = "Where is my order #A10004? My email is liam.novak@example.com"


def signed_in(page: Page, stack: Stack, name: str) -> Widget:
    page.goto(f"{stack.url}/signin")
    page.get_by_role("button", name=f"Continue as {name}").click()
    return Widget(page).open()


def test_products_are_chosen_by_option_and_put_into_the_basket_once(page: Page, widget: Widget) -> None:
    widget.say("Can you recommend a headlamp?")
    card = widget.replies.last.locator(".product").first
    options = card.get_by_role("combobox")
    expect(card.locator(".price")).to_have_text(re.compile(r"^\$[\d,.]+$"))
    options.select_option(index=1)
    expect(card.get_by_role("link", name="View")).to_have_attribute("href", re.compile("/p/p-"))
    add = card.get_by_role("button", name="Add to basket")
    add.click()
    expect(card.get_by_role("button", name="Added to the basket")).to_be_visible()
    expect(page.get_by_role("link", name="Basket (1)")).to_be_visible()
    chosen = options.locator("option").nth(1).inner_text().strip()
    page.get_by_role("link", name="Basket (1)").click()
    expect(page.get_by_role("region", name="Basket")).to_contain_text(chosen)


def test_a_row_of_products_can_be_moved_along(widget: Widget) -> None:
    widget.say("Can you recommend a headlamp?")
    row = widget.replies.last.locator("aisle-products")
    onward, back = row.get_by_role("button", name="Next products"), row.get_by_role("button", name="Previous")
    expect(back).to_have_attribute("aria-disabled", "true")
    onward.click()
    expect(back).to_have_attribute("aria-disabled", "false")
    assert row.locator(".products").evaluate("element => element.scrollLeft") > 0


def test_an_order_shows_how_far_it_has_come(widget: Widget) -> None:
    widget.say(ORDER)
    steps = (
        widget.order("#A10004").get_by_role("list", name="Progress of order #A10004").get_by_role("listitem")
    )
    expect(steps).to_have_text([re.compile(text) for text in ("Ordered", "Packed", "Shipped", "Delivered")])
    expect(steps.nth(2)).to_have_attribute("aria-current", "step")


def test_items_to_return_are_picked_from_a_list(page: Page, stack: Stack) -> None:
    widget = signed_in(page, stack, "Sofia")
    question = widget.say("I want to return something")
    question.get_by_role("button", name="Continue").press("Enter")
    expect(question.get_by_role("alert")).to_have_text("Choose at least one.")
    for box in question.get_by_role("checkbox").all()[1:]:
        box.check()
    expect(question.get_by_role("checkbox", name="All of them")).to_be_checked()
    question.get_by_role("button", name="Continue").click()
    expect(widget.own.last).to_contain_text("Granite Mid Women's Boot · US 8, granite, Merino Hike Socks")
    expect(widget.replies.last).to_contain_text("Shall I request the return?")
    expect(widget.replies.last).to_contain_text("Granite Mid Women's Boot")
    expect(widget.replies.last).to_contain_text("Merino Hike Socks")
    widget.press("No, keep it")


def test_an_address_is_filled_into_fields(page: Page, stack: Stack) -> None:
    widget = signed_in(page, stack, "Noah")
    widget.say("I need to change the address of order #A10006")
    form = widget.panel.get_by_role("form", name="Where should it go?")
    form.get_by_role("button", name="Continue").click()
    expect(form.get_by_label("Street and number")).to_be_focused()
    expect(form.get_by_text("Please fill in this field.")).to_have_count(4)
    for label, value in {
        "Street and number": "77 Harbor Road",
        "Flat": "Apt 5",
        "City": "Portland",
        "State": "OR",
        "ZIP code": "97201",
    }.items():
        form.get_by_label(label).fill(value)
    form.get_by_role("button", name="Continue").click()
    summary = widget.root.locator("article[data-from='assistant']").last
    expect(summary).to_contain_text("77 Harbor Road, Apt 5, Portland, OR 97201")
    expect(form).to_have_count(0)


def test_a_photo_is_sent_shown_and_kept(page: Page, widget: Widget) -> None:
    replies = widget.replies.count()
    widget.attach(picture("dent.png"))
    expect(widget.own.last.get_by_role("button", name="Photo dent.png")).to_be_enabled()
    expect(widget.own.last.locator("canvas")).to_be_visible()
    expect(widget.replies.nth(replies)).to_contain_text("photo")
    page.reload()
    expect(widget.own.last.get_by_role("button", name="Photo dent.png")).to_be_visible()
    colour = "c => [...c.getContext('2d').getImageData(5, 5, 1, 1).data]"
    page.wait_for_function("document.querySelector('aisle-chat').shadowRoot.querySelector('aisle-panel')")
    expect(widget.own.last.locator(".picture[aria-disabled='false']")).to_be_visible()
    assert widget.own.last.locator("canvas").evaluate(colour)[0] > 150


@pytest.mark.parametrize(
    ("name", "kind", "size", "said"),
    [
        ("notes.txt", "text/plain", 10, "Only JPEG, PNG and WebP pictures can be sent."),
        ("huge.png", "image/png", 9 * 1024 * 1024, "That file is larger than 8"),
    ],
)
def test_what_is_no_photo_or_too_large_is_not_sent(
    widget: Widget, name: str, kind: str, size: int, said: str
) -> None:
    widget.attach({"name": name, "mimeType": kind, "buffer": b"0" * size})
    expect(widget.panel).to_contain_text(said)
    expect(widget.own).to_have_count(0)


def test_a_narrow_screen_shows_forms_whole(new_context: NewContext, stack: Stack) -> None:
    page = new_context(viewport={"width": 320, "height": 640}, has_touch=True).new_page()
    widget = signed_in(page, stack, "Sofia")
    widget.say("I want to return something")
    expect(widget.panel.get_by_role("button", name="Continue")).to_be_in_viewport(ratio=1)
    scroller = widget.panel.locator(".scroll")
    assert scroller.evaluate("element => element.scrollWidth <= element.clientWidth")


def picture(name: str) -> FilePayload:
    """An orange PNG."""
    bytes_ = BytesIO()
    Image.new("RGB", (320, 200), (210, 110, 40)).save(bytes_, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": bytes_.getvalue()}

"""The whole of it, as one shopper and one agent live it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
from tests.browser.widget import Widget
from tests.support.stack import Stack

ORDER = "#A10002"
EMAIL = "daniel.okafor@example.com"


def test_from_a_question_to_a_person_and_back(
    page: Page, widget: Widget, new_context: NewContext, stack: Stack
) -> None:
    reads_the_rules_with_their_source(widget)
    asks_for_the_order_and_says_who_is_asking(widget)
    cancels_it_once(widget, stack)
    gets_something_recommended(widget)

    ask_for_person(widget)
    expect(widget.panel).to_contain_text("No colleague is at the desk at this moment.")

    desk = Desk(new_context().new_page(), stack.url)
    desk.sign_in()
    finds_the_summary_in_the_queue(desk)
    both_talk_live(widget, desk)

    desk.give_back("I sent Daniel a voucher for his next order.")
    expect(widget.panel).to_contain_text("You are back with the automated assistant.")
    expect(widget.replies.last).to_contain_text("Kim has handed back to me")
    widget.say("Do you deliver to Canada?")
    expect(widget.replies.last).to_contain_text("$14.95")


def test_an_agent_who_writes_fast_loses_nothing(
    widget: Widget, new_context: NewContext, stack: Stack
) -> None:
    widget.say("I want to talk to a human")
    desk = Desk(new_context().new_page(), stack.url)
    desk.sign_in()
    desk.take("Visitor")
    written = [f"Line {number} of the answer" for number in range(1, 6)]
    for line in written:
        desk.reply.fill(line)
        desk.reply.press("Enter")
    expect(widget.root.locator("article[data-from='agent'] .bubble")).to_have_text(written)
    expect(desk.reply).to_have_value("")
    desk.give_back("")


def reads_the_rules_with_their_source(widget: Widget) -> None:
    answer = widget.say("How long do I have to return something?")
    expect(answer).to_contain_text("30 days")
    source = answer.locator("details").first
    expect(source.locator("blockquote").first).to_be_hidden()
    source.locator("summary").click()
    quote = source.locator("blockquote").first.inner_text()
    assert quote in answer.locator(".bubble").inner_text()

    with widget.page.context.expect_page() as opened:
        source.get_by_role("link", name="Open the page").first.click()
    help_page = opened.value
    expect(help_page).to_have_url(re.compile(r"/help/returns\?.*#"))
    expect(help_page.locator("mark").first).to_be_in_viewport()
    assert quote in squeezed(help_page.locator("mark"))
    help_page.close()


def asks_for_the_order_and_says_who_is_asking(widget: Widget) -> None:
    expect(widget.say(f"Where is my order {ORDER}?")).to_contain_text("email")
    expect(widget.order(ORDER)).to_have_count(0)
    widget.say(EMAIL)
    card = widget.order(ORDER)
    expect(card).to_contain_text("Campfold 40 Sleeping Bag")
    expect(card).to_contain_text("Pending")
    expect(card).to_contain_text("$101.00")


def cancels_it_once(widget: Widget, stack: Stack) -> None:
    widget.say("Please cancel it")
    if widget.button("Ordered by mistake").count():
        widget.press("Ordered by mistake")
    expect(widget.replies.last).to_contain_text("Shall I cancel it?")
    expect(widget.replies.last).to_contain_text("$101.00")
    assert order_in(stack)["status"] == "pending"

    yes = widget.button("Yes, cancel it")
    yes.dblclick()
    expect(widget.replies.last).to_contain_text(f"order {ORDER} is cancelled")
    expect(yes).to_be_disabled()
    expect(widget.button("No, keep it")).to_be_disabled()
    expect(widget.own.get_by_text("Yes, cancel it")).to_have_count(1)
    stored = order_in(stack)
    assert stored["status"] == "cancelled"
    refunds = [paid for paid in stored["payment_history"] if paid["transaction_type"] == "refund"]
    assert [refund["amount"] for refund in refunds] == [101.0]


def gets_something_recommended(widget: Widget) -> None:
    widget.say("Can you recommend a headlamp?")
    cards = widget.replies.last.get_by_role("list", name="Products").get_by_role("listitem")
    expect(cards.first).to_be_visible()
    assert 1 <= cards.count() <= 3
    for card in cards.all():
        expect(card).to_contain_text("$")
        expect(card.get_by_role("link")).to_have_attribute("href", re.compile(r"/p/p-"))


def ask_for_person(widget: Widget) -> None:
    widget.panel.get_by_role("button", name="Talk to a person").click()
    expect(widget.replies.last).to_contain_text("asking a colleague to take over")


def finds_the_summary_in_the_queue(desk: Desk) -> None:
    entry = desk.waiting("Daniel Okafor")
    expect(entry).to_contain_text("Asked for a person")
    entry.click()
    expect(desk.summary).to_contain_text(EMAIL)
    expect(desk.summary).to_contain_text(ORDER)
    expect(desk.summary).to_contain_text("Cancel order")
    expect(desk.history).to_contain_text("30 days")
    expect(desk.reply).to_have_count(0)


def both_talk_live(widget: Widget, desk: Desk) -> None:
    desk.take("Daniel Okafor")
    expect(widget.panel).to_contain_text("You are talking to Kim.")
    desk.say("Hi Daniel, Kim here. What can I do?")
    expect(widget.panel.get_by_text("Hi Daniel, Kim here.")).to_be_visible()
    replies = widget.replies.count()
    widget.say_to_person("Could I have a voucher?")
    expect(desk.history.get_by_text("Could I have a voucher?")).to_be_visible()
    widget.field.press_sequentially("And one more")
    expect(desk.history.get_by_text("The shopper is typing")).to_be_visible()
    widget.field.fill("")
    desk.say("Of course, it is on its way.")
    expect(widget.panel.get_by_text("Of course, it is on its way.")).to_be_visible()
    # While a person is there the assistant keeps out of it.
    expect(widget.replies).to_have_count(replies)


def order_in(stack: Stack) -> dict[str, Any]:
    order: dict[str, Any] = stack.export()["orders"][ORDER]
    return order


def squeezed(marks: Locator) -> str:
    return re.sub(r"\s+", " ", " ".join(marks.all_inner_texts()))

"""Outside business hours: the shopper is told when somebody comes, and leaves a message and an address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
from tests.browser.test_reach import check, still
from tests.browser.widget import Widget
from tests.support.stack import Stack

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@pytest.fixture
def closed(running_stack: Stack, tmp_path: Path) -> Iterator[None]:
    """`web` of a shop whose people answer tomorrow from nine to five, and at no other time."""
    day = DAYS[(datetime.now(UTC) + timedelta(days=1)).weekday()]
    hours = tmp_path / "hours.yml"
    hours.write_text(f'timezone: UTC\nweek:\n  {day}: ["09:00-17:00"]\n', encoding="utf-8")
    with running_stack.setting(AISLE_HOURS=str(hours)):
        yield


@pytest.fixture
def shopper(closed: None, new_context: NewContext, stack: Stack) -> Page:
    page = still_in(new_context)
    page.goto(stack.url)
    return page


def still_in(new_context: NewContext) -> Page:
    return new_context(reduced_motion="reduce", timezone_id="UTC").new_page()


def test_a_message_and_an_address_are_left_and_stand_at_the_desk(
    shopper: Page, new_context: NewContext, stack: Stack
) -> None:
    # Somebody at the desk changes nothing: the shop is closed.
    desk = Desk(still(new_context, "light"), stack.url).sign_in()
    widget = Widget(shopper).open()
    widget.panel.get_by_role("button", name="Talk to a person").click()
    banner = widget.panel.locator(".banner")
    expect(banner).to_contain_text("9:00")
    expect(widget.panel).to_contain_text("Our team isn't here right now.")
    expect(widget.panel).not_to_contain_text("A person will join you here.")
    check(shopper)
    form = widget.panel.locator("aisle-leave-form")
    form.get_by_role("textbox", name="Message to the team").fill("The zip of my tent is torn.")
    form.get_by_role("textbox", name="Your email").fill("liam@example.com")
    form.get_by_role("button", name="Send to the team").press("Enter")
    expect(widget.panel).to_contain_text("A person answers at liam@example.com.")
    expect(form).to_have_count(0)
    check(shopper)
    shopper.reload()
    expect(widget.panel).to_contain_text("A person answers at liam@example.com.")
    expect(widget.own.get_by_text("The zip of my tent is torn.")).to_have_count(1)

    entry = desk.waiting("Answer to liam@example.com")
    expect(entry).to_be_visible()
    entry.click()
    expect(desk.summary).to_contain_text("liam@example.com")
    expect(desk.history.get_by_text("The zip of my tent is torn.")).to_be_visible()
    check(desk.page)
    desk.take("Answer to liam@example.com")
    desk.say("I have written to you.")
    expect(widget.panel.get_by_text("I have written to you.")).to_be_visible()

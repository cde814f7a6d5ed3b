"""Accounts, roles, the audit log and the limit of sign-ins, as an administrator sees them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewContext
from tests.browser.desk import Desk
from tests.browser.test_reach import check, still, tab_to
from tests.browser.watch import Watch
from tests.support.stack import AGENT_EMAIL, AGENT_PASSWORD, Stack

SAM = "sam@larkfield.example"


@pytest.fixture
def gone_afterwards(stack: Stack) -> Iterator[None]:
    """Whoever was hired in the test is not in the team of the next one."""
    yield
    stack.forget_agent(SAM)


# The account is there until the browsers, which sign out, have gone.
def test_who_is_hired_can_sign_in_and_who_is_deactivated_is_out_at_once(
    gone_afterwards: None, new_context: NewContext, stack: Stack, watch: Watch
) -> None:
    watch.allow(r"401 \(Unauthorized\).*/desk/api/login")
    admin = Desk(still(new_context, "light"), stack.url).sign_in()
    page = admin.page
    admin.type("6")
    form = page.locator("aisle-team form", has=page.get_by_role("button", name="Make the account"))
    tab_to(page, form.get_by_label("Email"))
    admin.type(SAM, "Tab", "Sam", "Tab", AGENT_PASSWORD, "Tab", "Tab", "Enter")
    row = page.get_by_role("row", name="Sam")
    expect(row.get_by_role("combobox", name="Role of Sam")).to_have_value("agent")
    sam = Desk(new_context().new_page(), stack.url).sign_in(SAM)
    expect(sam.page.get_by_role("button", name="Insights")).to_have_count(0)
    tab_to(page, row.get_by_role("button", name="Deactivate"), "Shift+Tab")
    admin.type("Enter")
    expect(row).to_contain_text("No access")
    expect(sam.page.get_by_role("button", name="Sign in")).to_be_visible()
    sam.type(SAM, "Tab", AGENT_PASSWORD, "Enter")
    expect(sam.page.get_by_role("alert")).to_have_text("That email and password do not match.")
    lines = page.get_by_role("button", name="Show the newest lines")
    tab_to(page, lines)
    admin.type("Enter")
    log = page.get_by_role("region", name="Audit log")
    for action in ("Agent add", "Agent change", "Login"):
        expect(log.get_by_text(action).first).to_be_visible()
    check(page)


@pytest.fixture
def strict(running_stack: Stack) -> Iterator[None]:
    """`web` that takes few sign-ins a minute."""
    with running_stack.setting(AISLE_LOGINS_PER_MINUTE="2"):
        yield


def test_too_many_sign_ins_have_to_wait(
    strict: None, new_context: NewContext, stack: Stack, watch: Watch
) -> None:
    watch.allow(r"(401|429) .*/desk/api/login")
    page = still(new_context, "light")
    page.goto(f"{stack.url}/desk")
    page.get_by_label("Email").fill(AGENT_EMAIL)
    said = page.get_by_role("alert")
    for _ in range(4):
        page.get_by_label("Password").fill("not the password")
        with page.expect_response("**/desk/api/login"):
            page.get_by_label("Password").press("Enter")
    expect(said).to_have_text("Too many tries. Wait a minute and try again.")
    check(page)

"""/insights as a lead sees it, and nobody else."""

from __future__ import annotations

import random
import re
import sqlite3
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.test_reach import check, still
from tests.browser.watch import Watch
from tests.support.shopper import Shopper
from tests.support.stack import AGENT_EMAIL, AGENT_PASSWORD, Stack

DAY_MS = 24 * 3600 * 1000
PLAIN_EMAIL, PLAIN_PASSWORD = "pat@larkfield.example", "another long password"
SEEDED = "insights-"
REASONS = ("mood", "too_soon", "unlikely_to_buy", "buys_anyway", "enough_offers")


@pytest.fixture
def seeded(stack: Stack) -> Iterator[None]:
    """A month of 400 shoppers: offers that helped, silence, and a tent that everybody suddenly wants."""
    dice, now = random.Random(6), time.time_ns() // 1_000_000
    with sqlite3.connect(stack.var / "chat.db") as database:
        database.execute("PRAGMA foreign_keys=ON")
        for n in range(400):
            seed(database, dice, f"{SEEDED}{n}", now - dice.randrange(2, 29) * DAY_MS)
    yield
    with sqlite3.connect(stack.var / "chat.db") as database:
        database.execute("PRAGMA foreign_keys=ON")
        database.execute("DELETE FROM conversations WHERE id LIKE ?", (f"{SEEDED}%",))


def seed(database: sqlite3.Connection, dice: random.Random, who: str, at: int) -> None:
    """One shopper's visit."""
    database.execute(
        "INSERT INTO conversations (id, token_hash, state, consent, counters, created_ms)"
        " VALUES (?, x'00', 'assistant', 1, '{}', ?)",
        (who, at),
    )
    likelihood, offered = dice.betavariate(1.2, 5), dice.random() < 0.75
    arm = ("offered" if offered else "held_out") if dice.random() < 0.6 else None
    product = "p-nightjar-400" if arm else None
    clicked = arm is not None and dice.random() < (0.5 if offered else 0.15)
    added = clicked and dice.random() < 0.6
    bought = added and dice.random() < 0.5
    reason = {"offered": "offer", "held_out": "held_out", None: dice.choice(REASONS)}[arm]
    times = [at + 60_000 if done else None for done in (clicked, added, bought)]
    answer = "refused" if arm == "offered" and not clicked and dice.random() < 0.4 else None
    database.execute(
        "INSERT INTO offers (conversation_id, at_ms, reason, arm, product_id, likelihood, answer,"
        " clicked_ms, added_ms, bought_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (who, at, reason, arm, product, likelihood, answer, *times),
    )
    recent = at > time.time_ns() // 1_000_000 - 7 * DAY_MS
    events: list[tuple[str, str | None, str | None]] = [
        ("product_view", "p-nightjar-400" if recent else dice.choice(["p-nightjar-400", "p-gone"]), None)
    ]
    events.append(("search", None, "quiet tent" if recent else dice.choice(["boots", "stove", "quiet tent"])))
    if dice.random() < likelihood:
        events.append(("purchase", "p-nightjar-400", "A1"))
    for kind, product_id, detail in events:
        database.execute(
            "INSERT INTO events (conversation_id, at_ms, kind, product_id, detail) VALUES (?, ?, ?, ?, ?)",
            (who, at + 1000, kind, product_id, detail),
        )


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lead_reads_what_offers_did(
    new_context: NewContext, stack: Stack, seeded: None, scheme: str
) -> None:
    page = still(new_context, scheme)
    page.goto(f"{stack.url}/insights")
    sign_in(page, AGENT_EMAIL, AGENT_PASSWORD)
    expect(page.get_by_role("heading", name="Offers and trends")).to_be_visible()
    effect = page.get_by_role("region", name="What offering changed")
    expect(effect).to_contain_text("points more where it was offered")
    expect(page.locator(".whisker")).to_have_count(6)
    expect(page.get_by_text("visits the likelihood was")).to_be_visible()
    expect(page.get_by_role("region", name="Most looked at")).to_contain_text("Nightjar")
    page.set_viewport_size({"width": 1280, "height": 2000})
    page.screenshot(path=stack.var / f"insights-{scheme}.png")
    for summary in page.locator("aisle-insights summary").all():
        summary.click()
    expect(
        page.get_by_role("cell", name="The mood").or_(page.get_by_role("rowheader", name="The mood"))
    ).to_be_visible()
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert "group,offered,bought" in download.value.path().read_text()


def test_the_page_is_one_click_from_the_desk(new_context: NewContext, stack: Stack) -> None:
    page = still(new_context, "light")
    page.goto(f"{stack.url}/desk")
    sign_in(page, AGENT_EMAIL, AGENT_PASSWORD)
    page.get_by_role("button", name="Insights").click()
    expect(page.get_by_role("heading", name="Offers and trends")).to_be_visible()
    page.get_by_role("button", name="7 days").click()
    expect(page.get_by_role("button", name="7 days")).to_have_attribute("aria-pressed", "true")
    check(page)


@pytest.mark.parametrize("consent", [True, False])
def test_the_desk_says_how_likely_a_purchase_is(new_context: NewContext, stack: Stack, consent: bool) -> None:
    with Shopper(stack.url, consent=consent) as shopper:
        for _ in range(12):
            shopper.view("product")
        shopper.say("I want to talk to a human")
        page = still(new_context, "light")
        page.goto(f"{stack.url}/desk#{shopper.id}")
        sign_in(page, AGENT_EMAIL, AGENT_PASSWORD)
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
        page.reload()
        likelihood = page.get_by_role("region", name="Likelihood of a purchase")
        if consent:
            expect(likelihood).to_contain_text(re.compile(r"\d %"))
            expect(likelihood.get_by_role("listitem")).to_have_count(3)
            expect(likelihood).to_contain_text("speaks")
        else:
            expect(likelihood).to_contain_text("did not agree")
            expect(likelihood.get_by_role("listitem")).to_have_count(0)
        check(page)
        shopper.end()


@pytest.fixture
def plain_agent(stack: Stack) -> Iterator[None]:
    """Pat, who leads nobody; not in the team of any other test."""
    account = ("--name", "Pat", "--password-stdin")
    stack.run("web", "agent", "add", PLAIN_EMAIL, *account, stdin=PLAIN_PASSWORD)
    yield
    stack.forget_agent(PLAIN_EMAIL)


# The agent is there before the browser is and goes after it: the browser signs out.
def test_an_agent_without_the_role_is_refused(
    plain_agent: None, new_context: NewContext, stack: Stack, watch: Watch
) -> None:
    page = still(new_context, "light")
    page.goto(f"{stack.url}/insights")
    sign_in(page, PLAIN_EMAIL, PLAIN_PASSWORD)
    expect(page.get_by_text("Leads and administrators see this page")).to_be_visible()
    expect(page.get_by_role("button", name="Insights")).to_have_count(0)
    assert not [one for one in watch.requests if "/desk/api/insights" in one.url]
    for path in ("insights", "insights.csv"):
        assert page.context.request.get(f"{stack.url}/desk/api/{path}").status == 403

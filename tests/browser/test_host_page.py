"""The widget on somebody else's page: another origin, a strict policy, its own looks, its own sign-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewContext
from tests.browser.test_reach import check
from tests.browser.watch import Watch
from tests.browser.widget import Widget
from tests.support.shopper import identity_token
from tests.support.stack import Stack

ORIGIN = "http://shop.example"
BEFORE_OPENING = 15 * 1024
# What docs/widget.md says a page has to allow, and nothing else.
POLICY = (
    "default-src 'none'; script-src {aisle}; connect-src {aisle} {socket}; img-src {aisle}; style-src {own}"
)
STYLES = """
* { color: red !important; font-size: 40px; }
button { display: none !important; }
aisle-chat {
  --aisle-accent: rgb(120, 0, 120);
  --aisle-width: 460px;
  --aisle-inset-x: 50px;
}
"""
PAGE = """<!doctype html>
<html lang="en">
<head><title>A shop</title><link rel="stylesheet" href="/shop.css"></head>
<body>
<main><h1>A shop</h1><p>Text</p></main>
<script async src="{aisle}/widget.js" {attributes}></script>
</body>
</html>"""

Host = Callable[..., Page]


@pytest.fixture(scope="module", autouse=True)
def allowed(running_stack: Stack) -> Iterator[None]:
    """`web` that lets the other shop's pages embed the widget."""
    with running_stack.setting(AISLE_ALLOWED_ORIGINS=f'["{ORIGIN}"]'):
        yield


@pytest.fixture
def host(new_context: NewContext, watch: Watch, stack: Stack) -> Host:
    """Opens a page of the other shop with that on the widget's tag."""
    watch.invite("shop.example")
    socket = stack.url.replace("http", "ws", 1)
    policy = POLICY.format(aisle=stack.url, socket=socket, own=ORIGIN)

    def answer(route: Route) -> None:
        if route.request.url.endswith("shop.css"):
            route.fulfill(body=STYLES, content_type="text/css")
            return
        page = PAGE.format(aisle=stack.url, attributes=attributes)
        route.fulfill(body=page, content_type="text/html", headers={"Content-Security-Policy": policy})

    attributes = ""

    def opened(on_the_tag: str = "", **options: object) -> Page:
        nonlocal attributes
        attributes = on_the_tag
        page = new_context(reduced_motion="reduce", **options).new_page()
        page.route(f"{ORIGIN}/**", answer)
        page.goto(f"{ORIGIN}/")
        return page

    return opened


def test_it_works_under_a_strict_policy_on_another_origin(host: Host) -> None:
    """`watch` fails the test for any violation that the browser reports."""
    page = host()
    widget = Widget(page).open()
    expect(widget.say("How long do I have to return something?")).to_contain_text("30 days")
    widget.say("Can you recommend a headlamp?")
    picture = widget.replies.last.locator("img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.reload()
    expect(widget.replies.last.locator(".product").first).to_be_visible()


def test_the_pages_styles_do_not_reach_it_but_its_own_properties_do(host: Host) -> None:
    page = host()
    widget = Widget(page).open()
    answer = widget.say("How long do I have to return something?")
    bubble = answer.locator(".bubble")
    looks = "element => [getComputedStyle(element).color, getComputedStyle(element).fontSize]"
    colour, size = bubble.evaluate(looks)
    assert colour != "rgb(255, 0, 0)"
    assert size != "40px"
    own = widget.own.last.locator(".bubble")
    assert own.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(120, 0, 120)"
    box = widget.panel.bounding_box()
    assert box is not None
    assert round(box["width"]) == 460
    assert round(1280 - box["x"] - box["width"]) == 50
    # Nor do the widget's styles reach the page.
    assert page.locator("h1").evaluate("element => getComputedStyle(element).fontSize") == "40px"


def test_it_leaves_one_name_behind_and_loads_little_before_it_is_opened(host: Host, stack: Stack) -> None:
    page = host()
    expect(Widget(page).launcher).to_be_visible()
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate(
        "url => performance.getEntriesByType('resource').filter(entry => entry.name.startsWith(url))"
        ".map(entry => [entry.name.slice(url.length), entry.decodedBodySize])",
        stack.url,
    )
    assert [name.split("?")[0] for name, _ in loaded] == ["/widget.js"]
    names = "Object.getOwnPropertyNames(window)"
    left = set(page.evaluate(names))
    plain = page.context.new_page()
    plain.route(
        f"{ORIGIN}/empty", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html")
    )
    plain.goto(f"{ORIGIN}/empty")
    assert left - set(plain.evaluate(names)) == {"Aisle"}
    assert len(page.context.request.get(f"{stack.url}/widget.js").body()) < BEFORE_OPENING


def test_who_signs_in_without_a_page_load_is_known_and_signing_out_hides_it(host: Host) -> None:
    page = host()
    widget = Widget(page).open()
    expect(widget.say("Where is my order?")).to_contain_text("email")
    page.evaluate("token => Aisle.identify(token)", identity_token("liam_novak_4508"))
    widget.say("Where is my order?")
    expect(widget.order("#A10004")).to_be_visible()
    page.evaluate("Aisle.identify(null)")
    expect(widget.root.locator("article")).to_have_count(0)
    expect(widget.say("Where is my order?")).to_contain_text("email")


def test_a_page_of_many_views_tells_the_route_and_keeps_the_widget(host: Host) -> None:
    page = host()
    widget = Widget(page).open()
    widget.say("hello")
    page.evaluate("history.pushState({}, '', '/p/p-nightjar-400')")
    page.evaluate("Aisle.track('page', {productId: 'p-nightjar-400', kind: 'product'})")
    page.evaluate("document.querySelector('main').remove()")
    expect(widget.say("How bright is it?")).to_contain_text("400")


def test_the_page_hears_what_happens(host: Host) -> None:
    page = host('data-consent="ask"')
    expect(Widget(page).launcher).to_be_visible()
    page.evaluate(
        "for (const name of ['open', 'message', 'handoff', 'unread', 'consent', 'rated', 'close'])"
        " Aisle.on(name, (detail) => (window.heard ??= []).push([name, detail]))"
    )
    widget = Widget(page).open()
    widget.panel.get_by_role("button", name="Yes, that is fine").click()
    widget.say("hello")
    widget.choose("Rate this conversation")
    widget.panel.get_by_role("radio", name="Good", exact=True).check(force=True)
    widget.panel.get_by_role("button", name="Send rating").click()
    expect(widget.panel).to_contain_text("Thank you for your rating.")
    widget.say("I want to talk to a human")
    expect(widget.panel.locator("aisle-leave-form")).to_be_visible()
    page.evaluate("Aisle.close()")
    expect(widget.panel).to_be_hidden()
    heard = dict(page.evaluate("heard"))
    assert heard["consent"] == {"given": True}
    assert heard["rated"] == {"stars": 4}
    assert heard["handoff"] == {"state": "waiting"}
    assert {"open", "message"} <= set(heard)


def test_a_foreign_page_passes_axe_with_it(host: Host) -> None:
    page = host('data-theme="dark"')
    widget = Widget(page).open()
    widget.say("How long do I have to return something?")
    check(page)

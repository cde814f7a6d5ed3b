"""The storefront: escaping, policy headers, help pages with anchors and marked quotes, the demo's sign-in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.markdown import read_markdown
from shop.demo.showcase import PEOPLE
from tests.unit.web.conftest import HOSTILE, Web
from web.help import list_documents, render
from web.storefront import views


def test_the_showcase_is_of_the_demo_shop() -> None:
    offered = {entry["user_id"] for entry in yaml.safe_load(views._SHOWCASE.read_text(encoding="utf-8"))}
    assert offered <= {person.user_id for person in PEOPLE}


@pytest.fixture
def showcase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "showcase.yml"
    path.write_text("- {user_id: ada_1, about: Has orders}\n- {user_id: gone_9, about: Left}\n")
    monkeypatch.setattr(views, "_SHOWCASE", path)


async def page(site: Web, path: str, status: int = 200) -> str:
    response = await site.client.get(path, headers={"Accept": "text/html"})
    assert response.status == status
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    text = await response.text()
    assert "<script>" not in text
    assert " style=" not in text
    assert "<style" not in text
    return text


async def test_pages_carry_the_widget_and_escape_what_products_say(site: Web) -> None:
    assert "Ridge Tent" in await page(site, "/")
    assert "Ridge Tent" in await page(site, "/c/tents")
    tent = await page(site, "/p/p-tent")
    for expected in ("$199.00 to $1,249.50", "4 in stock", "Out of stock", "LK-TEN-001"):
        assert expected in tent
    assert '<script async src="/widget.js" data-page-kind="product" data-product-id="p-tent">' in tent
    hostile = await page(site, "/p/p-hostile")
    assert HOSTILE not in hostile
    assert "&lt;script&gt;" in hostile
    assert "<img src=x" not in hostile
    assert "<b>" not in hostile


@pytest.mark.parametrize(
    "path", ["/c/nothing", "/p/nothing", "/help/nothing", "/nothing", "/help/..%2fsecret"]
)
async def test_what_is_not_there_is_a_page_for_people_and_json_for_programs(site: Web, path: str) -> None:
    assert "Not found" in await page(site, path, 404)
    response = await site.client.get(path)
    assert (await response.json())["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    "path", ["/help/../secret", "/help/%2e%2e/secret", "/help/.hidden", "/help//etc/passwd"]
)
async def test_help_stays_in_its_folder(site: Web, path: str) -> None:
    response = await site.client.get(path)
    assert response.status == 404
    assert "business" not in await response.text()


async def test_help_pages_mark_the_quote_and_keep_no_html(site: Web) -> None:
    quote = "Refunds take 5 to 7 business days after arrival."
    text = await page(site, f"/help/returns?q={quote}")
    assert '<h2 id="refunds--timing">' in text
    assert '<h2 id="refunds--timing-1">' in text
    assert "<mark>Refunds take </mark><strong><mark>5 to 7</mark></strong>" in text
    assert "<mark>arrival.</mark>" in text
    assert HOSTILE not in text
    assert 'href="javascript' not in text
    assert "<mark>" not in await page(site, f"/help/returns?q={HOSTILE * 50}")
    assert "Returns" in await page(site, "/help")
    assert "Returns" in await page(site, "/help/returns.md")


def test_anchors_are_those_that_answers_cite() -> None:
    text = "# Title\n\n## One & two\nText.\n\n## One & two\nText.\n\n### `Code` *and* Größe!\nText.\n"
    cited = [section.anchor for section in read_markdown(text, "a.md", "a", 1000).document.sections]
    assert [anchor for anchor, _ in render(text, "a").sections] == cited


def test_every_sentence_of_our_own_documents_can_be_marked() -> None:
    folder = Path(__file__).resolve().parents[3] / "knowledge" / "policies"
    documents = list_documents(folder)
    for name, _ in documents:
        text = (folder / f"{name}.md").read_text(encoding="utf-8")
        for section in read_markdown(text, name, name, 1000).document.sections:
            for statement in section.statements:
                if "|" not in text and len(statement) > 20:
                    assert "<mark>" in render(text, name, statement).html, (name, statement)


@pytest.mark.usefixtures("showcase")
async def test_signing_in_gives_the_widget_a_token_that_the_chat_takes(site: Web) -> None:
    choice = await page(site, "/signin")
    assert "Continue as Ada" in choice
    assert "Left" not in choice
    response = await site.client.post("/signin", data={"user_id": "ada_1"}, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/")
    assert "HttpOnly" in response.headers["Set-Cookie"]
    home = await page(site, "/")
    token = home.split('data-identity-token="')[1].split('"')[0]
    chat = await site.open(identity_token=token)
    await chat.say("hello")
    assert site.rasa.asked[0]["metadata"]["user_id"] == "ada_1"
    await site.client.post("/signout")
    assert "data-identity-token" not in await page(site, "/")


@pytest.mark.usefixtures("showcase")
@pytest.mark.parametrize("user_id", ["", "gone_9", "someone_else", "' OR 1=1"])
async def test_only_the_showcase_can_be_chosen(site: Web, user_id: str) -> None:
    response = await site.client.post("/signin", data={"user_id": user_id})
    assert response.status == 400
    forged = await site.client.get("/", cookies={"aisle_customer": "eyJhbGciOiJub25lIn0.e30."})
    assert "data-identity-token" not in await forged.text()
    response = await site.client.post(
        "/signin", data={"user_id": "ada_1"}, headers={"Origin": "https://evil.example"}
    )
    assert response.status == 403


async def test_a_real_shop_switches_the_storefront_off_but_keeps_the_help(start: Any) -> None:
    site: Web = await start(demo=False)
    for path in ("/", "/signin", "/p/p-tent"):
        assert (await site.client.get(path)).status == 404
    assert (await site.client.get("/help/returns")).status == 200


async def test_chat_lives_without_the_shop(start: Any, tmp_path: Path) -> None:
    site: Web = await start(database_url=f"sqlite:///{tmp_path / 'missing.db'}")
    assert "not available right now" in await page(site, "/", 503)
    assert await (await site.open()).say("hello")


async def test_files_are_served_with_care(site: Web) -> None:
    for path in ("/assets/shop.css", "/assets/consent.js", "/img/tents.svg", "/img/no-such-category.svg"):
        response = await site.client.get(path)
        assert response.status == 200
        assert response.headers["ETag"]
        assert "max-age" in response.headers["Cache-Control"]
        again = await site.client.get(path, headers={"If-None-Match": response.headers["ETag"]})
        assert again.status == 304


async def test_before_the_build_it_says_what_to_run(
    site: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("web.pages._BUILT", tmp_path)
    assert "make run" in await page(site, "/desk", 503)
    response = await site.client.get("/widget.js")
    assert (response.status, (await response.json())["error"]["code"]) == (503, "not_built")
    (tmp_path / "widget.js").write_text("export {}")
    (tmp_path / "desk.html").write_text("<!doctype html>")
    (tmp_path / "widget-app.js").write_text("export {}")
    response = await site.client.get("/widget.js")
    assert (response.status, response.headers["Access-Control-Allow-Origin"]) == (200, "*")
    for query, lasting in (("", False), ("?v=0123456789ab", True)):
        file = await site.client.get(f"/static/widget-app.js{query}")
        assert ("immutable" in file.headers["Cache-Control"]) is lasting
    assert (await site.client.get("/desk")).status == 200

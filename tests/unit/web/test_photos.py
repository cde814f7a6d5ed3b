"""Photos: what is taken in, what is refused, what is kept and who may see it."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from aiohttp import FormData
from PIL import Image

from tests.unit.web.conftest import Chat, Web
from web.visitor.pictures import NotAPicture, rewrite, safe_name


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()


async def upload(
    chat: Chat, data: bytes, name: str = "box.jpg", client_id: str | None = None, token: str | None = None
) -> tuple[int, Any]:
    form = FormData(quote_fields=False)
    if client_id:
        form.add_field("client_id", client_id)
    form.add_field("file", data, filename=name, content_type="image/jpeg")
    headers = {"Authorization": f"Bearer {token or chat.token}"}
    response = await chat.web.client.post(f"{chat.path}/files", data=form, headers=headers)
    return response.status, await response.json()


def stored(site: Web) -> list[str]:
    return [path.name for path in site.settings.uploads_path.glob("*/*")]


async def test_a_photo_joins_the_conversation_and_can_be_fetched(site: Web) -> None:
    chat = await site.open()
    status, body = await upload(chat, photo(), "../../etc/Box <1>.php")
    assert status == 201
    (file,) = body["message"]["files"]
    assert (file["name"], file["type"], file["width"], file["height"]) == ("Box _1.jpg", "image/jpeg", 40, 30)
    assert body["message"]["from"] == "shopper"
    assert body["messages"][0]["buttons"][0]["payload"] == "/ask_human"
    assert (await chat.history())["messages"][0]["files"] == [file]
    response = await site.client.get(f"{chat.path}/files/{file['id']}", headers=chat.headers)
    assert (response.status, response.content_type) == (200, "image/jpeg")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert len(await response.read()) == file["size"]
    assert site.rasa.asked == []


async def test_only_its_own_conversation_sees_a_photo(site: Web) -> None:
    mine, other = await site.open(), await site.open()
    _, body = await upload(mine, photo())
    file = body["message"]["files"][0]["id"]
    assert (await site.client.get(f"{other.path}/files/{file}", headers=other.headers)).status == 404
    assert (await site.client.get(f"{mine.path}/files/{file}", headers=other.headers)).status == 403
    assert (await site.client.get(f"{mine.path}/files/{file}")).status == 401
    for path in ("x", "..%2F..%2Fchat.db", "A" * 22, "A" * 5000):
        assert (await site.client.get(f"{mine.path}/files/{path}", headers=mine.headers)).status == 404
    for public in (f"/static/{file}", f"/uploads/{file}"):
        assert (await site.client.get(public)).status in (404, 503)
    assert (await upload(mine, photo(), token=other.token))[0] == 403


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "empty_file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 415, "file_type"),
        (b"<!doctype html><script>alert(1)</script>", 415, "file_type"),
        (photo()[:200], 415, "file_type"),
        (photo("GIF"), 415, "file_type"),
        (b"\xff\xd8\xff" + b"\0" * 300_000, 413, "too_large"),
    ],
)
async def test_what_is_no_photo_is_refused_and_leaves_nothing(
    start: Any, data: bytes, status: int, code: str
) -> None:
    site: Web = await start(max_upload_bytes=200_000)
    chat = await site.open()
    got, body = await upload(chat, data)
    assert (got, body["error"]["code"]) == (status, code)
    assert stored(site) == []
    assert (await chat.history())["messages"] == []


async def test_bodies_that_are_no_form_are_refused(site: Web) -> None:
    chat = await site.open()
    path, headers = f"{chat.path}/files", chat.headers
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    for more, data in (
        ({"Content-Type": "application/json"}, b"{}"),
        ({"Content-Type": "multipart/form-data"}, b"x"),
        (form, b"nonsense"),
        (form, b""),
        (form, b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\n1\r\n--x--\r\n'),
    ):
        assert (await site.client.post(path, data=data, headers=headers | more)).status == 400


async def test_a_photo_sent_twice_is_kept_once(site: Web) -> None:
    chat = await site.open()
    answers = await asyncio.gather(*(upload(chat, photo(), client_id="c-1") for _ in range(4)))
    assert {body["message"]["seq"] for _, body in answers} == {1}
    status, again = await upload(chat, photo(), client_id="c-1")
    assert (status, again["message"]["client_id"]) == (200, "c-1")
    assert len(stored(site)) == 1
    assert len((await chat.history())["messages"]) == 2


async def test_photos_are_counted_and_rate_limited(start: Any) -> None:
    site: Web = await start(max_files=2, uploads_per_minute=4)
    chat = await site.open()
    answers = [await upload(chat, photo()) for _ in range(5)]
    assert [status for status, _ in answers] == [201, 201, 409, 409, 429]


def test_nothing_hidden_in_a_photo_survives() -> None:
    exif = Image.Exif()
    exif[0x010E] = "my address is 1 Main St"
    exif[0x0112] = 6  # lies on its side
    data = photo(size=(40, 30), exif=exif.tobytes(), comment=b"hello") + b"<?php evil(); ?>"
    clean = rewrite(data)
    assert (clean.width, clean.height) == (30, 40)
    for secret in (b"Main St", b"hello", b"php"):
        assert secret not in clean.data
    assert not Image.open(io.BytesIO(clean.data)).getexif()


def test_big_pictures_are_made_smaller_and_bombs_are_not_opened() -> None:
    assert rewrite(photo("PNG", (5000, 1000))).width == 4096
    bomb = photo("PNG", (9000, 9000))
    assert len(bomb) < 1_000_000
    with pytest.raises(NotAPicture):
        rewrite(bomb)


def test_transparency_stays() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(out, "WEBP", lossless=True)
    assert Image.open(io.BytesIO(rewrite(out.getvalue()).data)).mode == "RGBA"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (None, "photo.png"),
        ("", "photo.png"),
        ("...", "photo.png"),
        ("C:\\Users\\me\\broken tent.JPG", "broken tent.png"),
        ("a\u202egnp.exe", "agnp.png"),
        ("照片 1.jpeg", "照片 1.png"),
        ("x" * 500 + ".jpg", "x" * 60 + ".png"),
        ('"; rm -rf /\r\nX: y', "photo.png"),
    ],
)
def test_names_are_made_harmless(given: str | None, shown: str) -> None:
    name = safe_name(given, ".png")
    assert name == shown or (name.endswith(".png") and not set(name) & set('/\\"<>\r\n;'))

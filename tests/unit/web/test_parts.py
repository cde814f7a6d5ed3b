"""The pieces on their own: rate limits, memory, migrations, texts, the command line."""

from __future__ import annotations

import gc
import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp.test_utils import make_mocked_request
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from settings import get_settings
from tests.unit.web.conftest import PASSWORD, Web
from web import tables
from web.__main__ import main
from web.chat_store import ChatStore
from web.db import migrate, open_engine
from web.desk.assist import open_questions
from web.limits import RateLimit, caller
from web.live import Conversation, Registry
from web.messages import Message, iso
from web.rasa import citation_url
from web.texts import LANGUAGES, Texts

WEB = Path(__file__).resolve().parents[3] / "web"


def test_a_rate_limit_refills_evenly_and_forgets_the_oldest() -> None:
    now = [0.0]
    limit = RateLimit(2, max_keys=2, clock=lambda: now[0])
    assert [limit.allow("a") for _ in range(3)] == [True, True, False]
    now[0] = 29.0
    assert not limit.allow("a")
    now[0] = 60.0
    assert limit.allow("a")
    assert all(limit.allow(key) for key in ("b", "c", "d"))
    assert len(limit._buckets) == 2


@pytest.mark.parametrize(
    ("remote", "key"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("/run/web.sock", "/run/web.sock"),
        ("", "unknown"),
    ],
)
def test_callers_are_counted_by_address_or_network(remote: str, key: str) -> None:
    assert caller(make_mocked_request("GET", "/").clone(remote=remote)) == key


def test_the_migrations_make_exactly_the_tables_of_the_code(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new folder 100%' / 'chat.db'}"
    for _ in range(2):
        migrate(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("url", ["mysql://localhost/chat", "oracle://x"])
def test_other_databases_are_refused_by_name(url: str) -> None:
    with pytest.raises(ValueError, match=r"mysql|oracle"):
        open_engine(url)


async def test_there_is_never_a_second_object_of_a_conversation_in_use(
    site: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.live.MAX_LIVE_CONVERSATIONS", 2)
    chats = [await site.open() for _ in range(5)]
    engine = open_engine(site.settings.chat_url)
    registry = Registry(ChatStore(engine))
    held = await registry.find(chats[0].id)
    for chat in chats[1:]:
        await registry.find(chat.id)
    assert await registry.find(chats[0].id) is held
    assert len(registry._live) <= 2
    gc.collect()
    assert registry.get(chats[1].id) is None
    assert isinstance(await registry.find(chats[1].id), Conversation)
    await engine.dispose()


def test_every_error_and_phrase_the_code_names_has_its_words() -> None:
    texts = Texts.load_all()
    values = dict.fromkeys(
        ("field", "limit", "name", "email", "date", "title", "url", "why", "order", "items"), "x"
    )
    source = "\n".join(path.read_text(encoding="utf-8") for path in WEB.glob("**/*.py"))
    codes = set(re.findall(r'ApiError\(\s*\d+,\s*"(\w+)"', source))
    phrases = set(re.findall(r'\b_?say\((?:conversation, )?"(\w+)"', source))
    assert len(codes) > 10
    assert len(phrases) > 5
    assert all(texts.error(code, **values) for code in codes)
    for language in LANGUAGES:
        assert all(texts.to(language).say(phrase, **values) for phrase in phrases)


def test_every_language_has_the_phrases_and_places_of_the_first() -> None:
    english, *others = (
        yaml.safe_load((WEB / "texts" / f"{name}.yml").read_text(encoding="utf-8")) for name in LANGUAGES
    )
    english.pop("errors")
    places = {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in english.items()}
    for phrases in others:
        assert {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in phrases.items()} == places


def test_a_language_is_found_by_its_tag() -> None:
    texts = Texts.load_all()
    assert texts.to("de-AT").say("try_again") == texts.to("DE").say("try_again") != texts.say("try_again")
    assert all(texts.to(tag) is texts for tag in (None, "", "en-GB", "tlh", "../../x"))


@pytest.mark.parametrize(
    ("source", "quote", "url"),
    [
        ("returns.md", "a b", "/help/returns?q=a%20b"),
        ("a/b.md#c-d", 'x"&<', "/help/a/b?q=x%22%26%3C#c-d"),
        ("product:p-1", "q", "/p/p-1"),
        ("product:../x?y", "q", "/p/..%2Fx%3Fy"),
        ('"><script>.md', "", "/help/%22%3E%3Cscript%3E?q="),
    ],
)
def test_citation_urls(source: str, quote: str, url: str) -> None:
    assert citation_url(source, quote, "") == url
    assert citation_url(source, quote, "https://shop.example") == f"https://shop.example{url}"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AISLE_VAR", str(tmp_path))
    for name in ("AISLE_CHAT_DATABASE_URL", "AISLE_SESSION_SECRET", "AISLE_IDENTITY_SECRET"):
        monkeypatch.delenv(name, raising=False)
    get_settings.cache_clear()
    yield tmp_path
    get_settings.cache_clear()


def test_agents_are_added_by_the_command_line(
    environment: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["migrate"]) == 0
    assert main(["agent", "add", "Sam@Example.com", "--name", "Sam"]) == 0
    assert len(capsys.readouterr().out.strip()) >= 16
    assert main(["agent", "add", "sam@example.com", "--name", "Sam"]) == 1
    assert "already" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["agent", "add", "kim@example.com", "--name", "Kim", "--password-stdin"]) == 0
    assert capsys.readouterr().out == ""
    for stdin, email, name, word in (
        ("short\n", "a@example.com", "A", "password"),
        ("", "a@example.com", "A", "password"),
        (f"{PASSWORD}\n", "nonsense", "A", "email"),
        (f"{PASSWORD}\n", "a@example.com", " ", "name"),
    ):
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        assert main(["agent", "add", email, "--name", name, "--password-stdin"]) == 1
        assert word in capsys.readouterr().err


@pytest.mark.usefixtures("environment")
def test_the_server_says_which_secret_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 1
    assert "AISLE_SESSION_SECRET" in capsys.readouterr().err


def test_the_wish_for_a_person_is_no_question_to_them() -> None:
    said = [
        Message(1, "shopper", "Do you repair tents?", 1_000),
        Message(2, "assistant", "I do not know.", 2_000),
        Message(3, "shopper", "I want a human", 3_000),
        Message(4, "shopper", "And stoves?", 5_000),
    ]
    assert open_questions(said) == ["And stoves?", "I want a human", "Do you repair tents?"]
    assert open_questions(said, iso(4_000)) == ["And stoves?", "Do you repair tents?"]
    answered = [*said, Message(5, "agent", "Yes.", 6_000), Message(6, "shopper", "Thanks", 7_000)]
    assert open_questions(answered, iso(4_000)) == ["Thanks"]

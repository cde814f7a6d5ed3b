"""Stores for the tests: each test has its own copy of a demo shop that is built once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from settings import get_settings
from shop import Store
from shop.demo import write_demo
from shop.demo.build import POLICY
from shop.exporting import export_file
from shop.migrate import migrate
from tests.unit.shop.desk import Desk, open_desk


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "shop.db"
    migrate(f"sqlite:///{path}")
    write_demo(f"sqlite:///{path}")
    return path


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    """The environment is read anew in each test that calls a command."""
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def url(demo_file: Path, tmp_path: Path) -> str:
    shutil.copy(demo_file, tmp_path / "shop.db")
    return f"sqlite:///{tmp_path / 'shop.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url, POLICY) as opened:
        yield opened


@pytest.fixture
def empty_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    migrate(url)
    return url


@pytest.fixture
def content(tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """What a database holds, as the export has it."""

    def read(url: str) -> dict[str, Any]:
        path = tmp_path / "content.json"
        export_file(url, path)
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    return read


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The small store under the demo's policy."""
    opened = open_desk(tmp_path)
    with opened.store:
        yield opened

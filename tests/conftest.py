"""Fixtures shared by the tests that need the whole of Aisle running."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.stack import TAU2, Stack


@pytest.fixture(scope="session")
def running_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Rasa, action server and web, started once for the session."""
    stack = Stack(tmp_path_factory.mktemp("aisle") / "var")
    stack.prepare()
    stack.start()
    try:
        stack.wait_ready()
        yield stack
    finally:
        stack.stop()


@pytest.fixture(scope="session")
def shop_snapshot(running_stack: Stack) -> Path:
    """The demo shop as it is before any test has touched it."""
    return running_stack.snapshot_shop()


@pytest.fixture
def stack(running_stack: Stack, shop_snapshot: Path) -> Iterator[Stack]:
    """The running stack with the demo shop in its first state, before and after the test."""
    running_stack.restore_shop(shop_snapshot)
    yield running_stack
    running_stack.restore_shop(shop_snapshot)


@pytest.fixture(scope="session")
def running_tau2(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The same over the imported retail store; skipped where that is not beside the checkout."""
    if not (TAU2 / "db.json").exists():
        pytest.skip("the tau2 retail store is not beside this checkout")
    stack = Stack(tmp_path_factory.mktemp("tau2") / "var", store="tau2")
    stack.prepare()
    stack.start()
    try:
        stack.wait_ready()
        stack.snapshot_shop()
        yield stack
    finally:
        stack.stop()


@pytest.fixture
def tau2_stack(running_tau2: Stack) -> Iterator[Stack]:
    """The running stack with the imported store in its first state, before and after the test."""
    running_tau2.restore_shop(running_tau2.snapshot)
    yield running_tau2
    running_tau2.restore_shop(running_tau2.snapshot)

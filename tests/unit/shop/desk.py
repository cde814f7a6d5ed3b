"""A store at somebody's desk, and a way to say: this is refused, and nothing at all was changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from shop import Refusal, Store
from shop.database import reading
from shop.demo.build import POLICY
from shop.exporting import export
from shop.importing import import_file
from shop.migrate import migrate
from shop.tables import AuditRow
from tests.unit.shop.small import TODAY, document

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """An open store, and its content as the export has it."""

    store: Store
    url: str

    def content(self) -> Json:
        """The whole store; numbers and order as in a file."""
        with reading(self.store._engine) as session:
            found: Json = json.loads(json.dumps(export(session)))
            return found

    def balance(self, user_id: str, method_id: str) -> Decimal:
        """What is on the gift card."""
        cards = {card.method_id: card.balance for card in self.store.gift_cards(user_id)}
        return cards[method_id] or Decimal(0)

    def stock(self, item_id: str) -> int | None:
        """How many are on the shelf."""
        found = self.store.variant(item_id)
        assert found is not None
        return found[1].stock

    def refused(self, code: str, action: Callable[[], object], /, **details: str) -> None:
        """The action is refused with that code and these details, and the store is as it was."""
        before, logged = self.content(), len(self.audit())
        with pytest.raises(Refusal) as caught:
            action()
        assert caught.value.code == code
        assert details.items() <= caught.value.details.items(), caught.value.details
        assert all(isinstance(value, str) for value in caught.value.details.values())
        assert self.content() == before
        assert len(self.audit()) == logged

    def audit(self) -> list[str]:
        """All actions in the audit, oldest first."""
        with reading(self.store._engine) as session:
            rows = session.scalars(select(AuditRow).order_by(AuditRow.audit_id))
            return [row.action for row in rows if row.action != "import"]


def open_desk(folder: Path, content: Json | None = None, policy: Mapping[str, Any] | None = None) -> Desk:
    """A store of that content (the small one) under the demo's policy with these parts of it changed."""
    (folder / "small.json").write_text(json.dumps(content or document()), encoding="utf-8")
    rules = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
    for name, part in (policy or {}).items():
        if part is None:
            rules.pop(name)
        else:
            rules[name] = {**rules.get(name, {}), **part} if isinstance(part, dict) else part
    (folder / "policy.yml").write_text(yaml.safe_dump(rules), encoding="utf-8")
    url = f"sqlite:///{folder / 'small.db'}"
    migrate(url)
    import_file(url, folder / "small.json", replace=True)
    return Desk(Store.open(url, folder / "policy.yml", clock=lambda: TODAY), url)

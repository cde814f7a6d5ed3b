"""Which variant of the purchase model told the likelihood of a decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("offers", sa.Column("variant", sa.String(32)))


def downgrade() -> None:
    op.drop_column("offers", "variant")

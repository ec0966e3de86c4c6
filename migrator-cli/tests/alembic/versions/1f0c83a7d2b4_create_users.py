"""create users

Everybody who may log in; "groups" are what they may do.

Revision ID: 1f0c83a7d2b4
Revises:
Create Date: 2024-01-31 12:00:00.000000

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "1f0c83a7d2b4"
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = ("shop",)
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("note", sa.Text, server_default="it's; a -- note"),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(30), nullable=False, unique=True),
        sa.Column("group", sa.String(16), sa.ForeignKey("groups.name", ondelete="CASCADE")),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("since", sa.Date, server_default=sa.text("'2024-01-31'")),
        sa.CheckConstraint("name <> ''", name="users_have_a_name"),
    )


def downgrade() -> None:
    op.drop_table("users")
    op.drop_table("groups")

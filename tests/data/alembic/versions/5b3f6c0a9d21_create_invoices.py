"""Create invoices."""
import sqlalchemy as sa
from alembic import op

revision = "5b3f6c0a9d21"
down_revision = "27c6a30d7c24"


def upgrade():
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False),
    )


def downgrade():
    op.drop_table("invoices")

"""Invoices fall due."""
import sqlalchemy as sa
from alembic import op

revision = "c3d4e5f60718"
down_revision = "9f0e7d5c4b3a"


def upgrade():
    op.add_column("invoices", sa.Column("due", sa.Text))


def downgrade():
    op.drop_column("invoices", "due")

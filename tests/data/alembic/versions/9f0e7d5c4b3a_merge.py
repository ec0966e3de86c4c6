"""Merge names and invoices."""
import sqlalchemy as sa
from alembic import op

revision = "9f0e7d5c4b3a"
down_revision = ("ae1027a6acf0", "5b3f6c0a9d21")


def upgrade():
    pass


def downgrade():
    pass

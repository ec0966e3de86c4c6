"""Index the names."""
import sqlalchemy as sa
from alembic import op

revision = "ae1027a6acf0"
down_revision = "27c6a30d7c24"


def upgrade():
    op.create_index("ix_accounts_name", "accounts", ["name"])


def downgrade():
    op.drop_index("ix_accounts_name")

"""Create accounts."""
import sqlalchemy as sa
from alembic import op

revision = "27c6a30d7c24"
down_revision = None


def upgrade():
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.execute("INSERT INTO accounts (name) VALUES ('Ada'), ('Grace')")


def downgrade():
    op.drop_table("accounts")

"""the first invoice"""

from alembic import op

revision = "71b1e926483a"
down_revision = "60a0d8153729"
depends_on = ["2b6e94c1f3d5"]


def upgrade():
    op.execute("INSERT INTO invoices (user_id, amount) SELECT id, 12.50 FROM users WHERE name = 'Ada'")


def downgrade():
    op.execute("DELETE FROM invoices")
